import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isOfSystem, serviceManager } from './manager.js';

/** A systemctl that writes down what it is told, and fails at one word. */
const SYSTEMCTL = `#!/bin/sh
echo "$*" >> "$HOME/told"
case " $* " in *" $(cat "$HOME/fails") "*) exit 1 ;; esac
`;

let home: string;
let kept: NodeJS.ProcessEnv;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'swic-service-'));
  mkdirSync(join(home, 'bin'));
  writeFileSync(join(home, 'bin/systemctl'), SYSTEMCTL);
  chmodSync(join(home, 'bin/systemctl'), 0o755);
  writeFileSync(join(home, 'fails'), 'nothing\n');
  kept = { ...process.env };
  Object.assign(process.env, { HOME: home, PATH: [join(home, 'bin'), kept['PATH']].join(delimiter) });
});
afterEach(() => {
  Object.assign(process.env, kept);
  rmSync(home, { recursive: true, force: true });
});

const facts = {
  name: 'swic',
  program: '/node',
  script: ['/swic.cjs'],
  config: '/a.yaml',
  directory: '/',
  user: null,
  wrapper: null,
  isTask: false,
  isLogon: false,
  places: [],
};
const unit = (): string => join(home, '.config/systemd/user/swic.service');
const told = (): readonly string[] => readFileSync(join(home, 'told'), 'utf8').trim().split('\n');

describe.skipIf(process.platform === 'win32')('systemd', () => {
  test('an installation writes the unit, then enables it', () => {
    serviceManager().install(facts);
    expect(readFileSync(unit(), 'utf8')).toContain('--config "/a.yaml"');
    expect(told()).toEqual(['--user daemon-reload', '--user enable --now swic.service']);
  });

  test('what was begun is undone where the service cannot be started', () => {
    writeFileSync(join(home, 'fails'), 'enable\n');
    expect(() => serviceManager().install(facts)).toThrow(expect.objectContaining({ code: 'command.failed' }));
    expect(existsSync(unit())).toBe(false);
    expect(told().slice(2)).toEqual(['--user disable --now swic.service', '--user daemon-reload']);
  });

  test('the unit of before comes back where a new one cannot be enabled', () => {
    mkdirSync(join(unit(), '..'), { recursive: true });
    writeFileSync(unit(), 'the one before');
    writeFileSync(join(home, 'fails'), 'enable\n');
    expect(() => serviceManager().install(facts)).toThrow();
    expect(readFileSync(unit(), 'utf8')).toBe('the one before');
  });

  test('a directory of units that cannot be written is told, and nothing is asked of systemd', () => {
    // As for a user without a home, or without the rights of an administrator: also root cannot make it below a file.
    writeFileSync(join(home, '.config'), '');
    expect(() => serviceManager().install(facts)).toThrow(
      expect.objectContaining({ code: 'command.failed', detail: expect.objectContaining({ file: unit() }) }),
    );
    expect(existsSync(join(home, 'told'))).toBe(false);
  });

  test('a unit that a package has put among those of the system is looked at without naming its account', () => {
    const system = join(home, 'system');
    mkdirSync(system);
    expect(isOfSystem(facts, [system])).toBe(false);
    writeFileSync(join(system, 'swic.service'), '');
    expect(isOfSystem(facts, [system])).toBe(true);
    mkdirSync(join(unit(), '..'), { recursive: true });
    writeFileSync(unit(), 'of the user');
    expect(isOfSystem(facts, [system])).toBe(false);
    expect(isOfSystem({ ...facts, user: 'swic' }, [])).toBe(true);
  });

  test('an account that is not there is told of before anything is written', () => {
    const user = 'swic-no-such-account';
    expect(() => serviceManager().install({ ...facts, name: user, user })).toThrow(
      expect.objectContaining({ code: 'command.failed' }),
    );
    expect(existsSync(`/etc/systemd/system/${user}.service`)).toBe(false);
    expect(existsSync(join(home, 'told'))).toBe(false);
  });
});
