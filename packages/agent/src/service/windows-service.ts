import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Fault } from '@swic/core';
import type { ServiceFacts } from './definition.js';
import type { ServiceManager } from './service-manager.js';
import { ask, attempt, demand } from './tool.js';

/** Beside swic-service.exe: the names of its services, which the installer stops for an upgrade and removes at the end. */
const NAMES_FILE = 'service.json';

/** 12 minutes, as the wrapper waits: else Windows cuts it off after seconds when it shuts down. */
const PRESHUTDOWN_MS = 720_000;

/** A service of Windows by swic-service.exe, told to `sc`. Needs the rights of an administrator. */
export const windowsService: ServiceManager = {
  install(facts) {
    const { name, places } = facts;
    const account = accountOf(facts);
    const wrapper = wrapperOf(facts);
    demand('sc', createWords(facts));
    try {
      demand('sc', ['description', name, 'Import client for the International Trade Single Window']);
      // The wrapper starts the agent again; Windows starts the wrapper again.
      demand('sc', ['failure', name, 'reset=', '86400', 'actions=', 'restart/10000/restart/60000/restart/60000']);
      const key = `HKLM\\SYSTEM\\CurrentControlSet\\Services\\${name}`;
      demand('reg', ['add', key, '/v', 'PreshutdownTimeout', '/t', 'REG_DWORD', '/d', String(PRESHUTDOWN_MS), '/f']);
      for (const place of places) demand('icacls', [place, '/grant', `${account}:(OI)(CI)M`]);
      // A task of the same name would start a second agent.
      attempt('schtasks', ['/Delete', '/F', '/TN', name]);
      demand('sc', ['start', name]);
      keepNames(wrapper, [...namesBeside(wrapper).filter((one) => one !== name), name]);
    } catch (reason) {
      attempt('sc', ['delete', name]);
      throw reason;
    }
  },
  uninstall(facts) {
    const { name } = facts;
    // It ends by itself once what is in flight is done; then Windows takes it away.
    attempt('sc', ['stop', name]);
    demand('sc', ['delete', name]);
    if (facts.wrapper !== null)
      keepNames(
        facts.wrapper,
        namesBeside(facts.wrapper).filter((one) => one !== name),
      );
  },
  status: ({ name }) => ask('sc', ['query', name]),
  // What it was is in service.log, beside the configuration.
  lastStart: () => null,
};

export function isWindowsService({ name }: ServiceFacts): boolean {
  return ask('sc', ['query', name]).code === 0;
}

/** What `sc` is told to make it. Throws `command.usage` for a name or an account that it does not take. Pure. */
export function createWords(facts: ServiceFacts): readonly string[] {
  const { name, config } = facts;
  // It is part of a command line and of a key of the registry.
  if (!/^[\w.-]{1,80}$/.test(name))
    throw new Fault('command.usage', {
      option: '--name',
      value: name,
      zh: '--name 只能用字母、数字和 . - _',
      en: '--name has letters and digits and . - _ only',
    });
  const line = `"${wrapperOf(facts)}" --name ${name} --config "${config}"`;
  const words = ['create', name, 'binPath=', line, 'start=', 'delayed-auto', 'obj=', accountOf(facts)];
  return [...words, 'DisplayName=', name === 'swic' ? 'swic' : `swic (${name})`];
}

/**
 * An account that has no password: the service's own by default. One with a password would be on a command line that other users
 * see, and lacks the right to log on as a service, which the page of Windows gives it.
 */
function accountOf({ name, user }: ServiceFacts): string {
  if (user === null) return `NT SERVICE\\${name}`;
  if (/^(NT (SERVICE|AUTHORITY)\\.+|LocalSystem|.+\$)$/i.test(user)) return user;
  throw new Fault('command.usage', {
    option: '--user',
    value: user,
    zh: '请不带 --user 安装，再在“服务”（services.msc）的“登录”页设置该账户和密码；或加 --task 用计划任务',
    en: 'install it without --user, then set account and password in services.msc, page Log On; or take a task by --task',
  });
}

function wrapperOf({ wrapper }: ServiceFacts): string {
  if (wrapper !== null) return wrapper;
  throw new Fault('command.failed', { missing: 'swic-service.exe' });
}

function namesBeside(wrapper: string): readonly string[] {
  const file = path.join(path.dirname(wrapper), NAMES_FILE);
  if (!existsSync(file)) return [];
  const names: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return Array.isArray(names) ? names.filter((one): one is string => typeof one === 'string') : [];
}

function keepNames(wrapper: string, names: readonly string[]): void {
  writeFileSync(path.join(path.dirname(wrapper), NAMES_FILE), `${JSON.stringify(names)}\n`);
}
