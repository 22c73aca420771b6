import { XmlDocument } from 'libxml2-wasm';
import { describe, expect, test } from 'vitest';
import { type ServiceFacts, serviceDefinition } from './definition.js';

const LINUX: ServiceFacts = {
  name: 'swic',
  program: '/usr/bin/node',
  script: ['/opt/单一 窗口/bin/swic.cjs'],
  config: '/srv/100%/a"b$c/swic.yaml',
  directory: '/srv/100%',
  user: 'swic',
  wrapper: null,
  isTask: false,
  isLogon: false,
  places: [],
};
const WINDOWS: ServiceFacts = {
  name: 'swic',
  program: 'C:\\Program Files\\nodejs\\node.exe',
  script: ['C:\\单一 & 窗口\\swic.cjs'],
  config: 'D:\\数据\\swic.yaml',
  directory: 'D:\\数据',
  user: 'PC\\操作员',
  wrapper: null,
  isTask: false,
  isLogon: false,
  places: [],
};

/** The text at a path, without namespaces. */
function textAt(xml: string, path: string): string {
  using document = XmlDocument.fromString(xml.replace('encoding="UTF-16"', 'encoding="UTF-8"'));
  const steps = path.split('/').map((name) => `*[local-name()='${name}']`);
  return document.root.get(`/${steps.join('/')}`)?.content ?? '';
}

describe('a service definition', () => {
  test('for systemd quotes every path and does not restart what would only fail again', () => {
    const unit = serviceDefinition('systemd', LINUX);
    expect(unit).toContain(
      'ExecStart="/usr/bin/node" "/opt/单一 窗口/bin/swic.cjs" run --config "/srv/100%%/a\\"b$$c/swic.yaml"\n',
    );
    expect(unit).toContain('WorkingDirectory=/srv/100%%\n');
    expect(unit).toContain('\nUser=swic\n');
    expect(unit).toContain('WantedBy=multi-user.target');
    expect(unit).toMatch(/^RestartPreventExitStatus=2 75 77 78 79$/m);
    expect(unit).toMatch(/^Type=notify\nNotifyAccess=all\nWatchdogSec=120$/m);
    expect(unit).toMatch(/^SystemCallFilter=@system-service$/m);
    // A user's own service manager may not take away what these take.
    expect(serviceDefinition('systemd', { ...LINUX, user: null })).not.toMatch(
      /SystemCallFilter|Capability|ProtectKernel/,
    );
    expect(serviceDefinition('systemd', { ...LINUX, user: null })).toMatch(/KillSignal[\s\S]*WantedBy=default\.target/);
  });

  test('for the task scheduler starts at boot, is started again, and has no time limit', () => {
    const task = serviceDefinition('task', WINDOWS);
    expect(textAt(task, 'Task/Actions/Exec/Command')).toBe(WINDOWS.program);
    expect(textAt(task, 'Task/Actions/Exec/Arguments')).toBe(
      '"C:\\单一 & 窗口\\swic.cjs" run --config "D:\\数据\\swic.yaml"',
    );
    expect(textAt(task, 'Task/Principals/Principal/UserId')).toBe('PC\\操作员');
    expect(textAt(task, 'Task/Settings/ExecutionTimeLimit')).toBe('PT0S');
    expect(textAt(task, 'Task/Settings/MultipleInstancesPolicy')).toBe('IgnoreNew');
    expect(textAt(task, 'Task/Triggers/BootTrigger/Enabled')).toBe('true');
  });

  test('for the task scheduler names the command of the installer, so that an upgrade does not change it', () => {
    const task = serviceDefinition('task', { ...WINDOWS, program: 'C:\\swic\\swic.cmd', script: [] });
    expect(textAt(task, 'Task/Actions/Exec/Command')).toBe('C:\\swic\\swic.cmd');
    expect(textAt(task, 'Task/Actions/Exec/Arguments')).toBe('run --config "D:\\数据\\swic.yaml"');
  });

  test('for WinSW stops by asking the agent to finish what is in flight', () => {
    const service = serviceDefinition('winsw', WINDOWS);
    expect(textAt(service, 'service/arguments')).toContain(' run --config ');
    expect(textAt(service, 'service/stoparguments')).toContain(' shutdown --config ');
    expect(textAt(service, 'service/serviceaccount/username')).toBe('PC\\操作员');
    expect(textAt(serviceDefinition('winsw', { ...WINDOWS, user: null }), 'service/serviceaccount/username')).toBe('');
  });
});
