import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Fault, hostUser } from '@swic/core';
import { type ServiceFacts, serviceDefinition } from './definition.js';
import { parseLastEnd, parseUnitState, UNIT_PROPERTIES } from './last-start.js';
import { isLogonStart, logonStart } from './logon-start.js';
import type { ServiceManager } from './service-manager.js';
import { ask, attempt, demand } from './tool.js';
import { isWindowsService, windowsService } from './windows-service.js';

export function serviceManager(): ServiceManager {
  return process.platform === 'win32' ? windows : systemd;
}

/** A service where the package has what Windows starts; else, or where it is asked for, a task. */
const windows: ServiceManager = {
  install: (facts) => wanted(facts).install(facts),
  uninstall: (facts) => installed(facts).uninstall(facts),
  status: (facts) => installed(facts).status(facts),
  lastStart: () => null,
};

function wanted(facts: ServiceFacts): ServiceManager {
  if (facts.isLogon) return logonStart;
  return facts.wrapper === null || facts.isTask ? taskScheduler : windowsService;
}

function installed(facts: ServiceFacts): ServiceManager {
  if (isWindowsService(facts)) return windowsService;
  return isLogonStart(facts) ? logonStart : taskScheduler;
}

const systemd: ServiceManager = {
  install(facts) {
    demandAccount(facts.user);
    const file = unitFile(facts);
    const before = existsSync(file) ? readFileSync(file) : null;
    writeUnit(file, serviceDefinition('systemd', facts));
    try {
      demand('systemctl', [...scope(facts), 'daemon-reload']);
      demand('systemctl', [...scope(facts), 'enable', '--now', `${facts.name}.service`]);
    } catch (reason) {
      undoInstall(facts, file, before);
      throw reason;
    }
  },
  uninstall(facts) {
    demand('systemctl', [...scope(facts), 'disable', '--now', `${facts.name}.service`]);
    inUnits(unitFile(facts), (file) => rmSync(file, { force: true }));
    demand('systemctl', [...scope(facts), 'daemon-reload']);
  },
  status: (facts) => ask('systemctl', [...seenScope(facts), 'status', '--no-pager', `${facts.name}.service`]),
  lastStart(facts) {
    const unit = `${facts.name}.service`;
    const properties = UNIT_PROPERTIES.map((name) => `--property=${name}`);
    const { code, text } = ask('systemctl', [...seenScope(facts), 'show', unit, ...properties]);
    if (code !== 0) return null;
    const words = ['--no-pager', '--output=cat', '--lines=1', '--grep=Main process exited'];
    const owner = seenScope(facts).length > 0 ? '--user-unit' : '--unit';
    return { ...parseUnitState(text), lastEnd: parseLastEnd(ask('journalctl', [owner, unit, ...words]).text) };
  },
};

/** Before anything is written: systemd would take the unit, and fail only when it starts it. */
function demandAccount(user: string | null): void {
  if (user === null) return;
  const { code, text } = ask('id', ['-u', user]);
  if (code !== 0) throw new Fault('command.failed', { tool: 'id', words: `-u ${user}`, code }, text);
}

/** Whole or not at all: on a full disk the unit of before stays. */
function writeUnit(file: string, text: string): void {
  const unfinished = `${file}.new`;
  inUnits(file, () => {
    try {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(unfinished, text);
      renameSync(unfinished, file);
    } finally {
      rmSync(unfinished, { force: true });
    }
  });
}

/** Without the rights of an administrator, or where an account has no home, it is a sentence and no defect of ours. */
function inUnits(file: string, work: (file: string) => void): void {
  try {
    work(file);
  } catch (reason) {
    throw Fault.from(reason, 'command.failed', { file });
  }
}

/** As it was before; what fails here is not told, so that the reason of the failure is. */
function undoInstall(facts: ServiceFacts, file: string, before: Buffer | null): void {
  const unit = `${facts.name}.service`;
  if (before === null) {
    attempt('systemctl', [...scope(facts), 'disable', '--now', unit]);
    rmSync(file, { force: true });
  } else writeFileSync(file, before);
  attempt('systemctl', [...scope(facts), 'daemon-reload']);
}

/** As a user's own service it needs no administrator, and `loginctl enable-linger` lets it start at boot. */
function scope({ user }: ServiceFacts): readonly string[] {
  return user === null ? ['--user'] : [];
}

/** For a look: that of a package is a unit of the system, and its administrator need not know an account for it. */
function seenScope(facts: ServiceFacts): readonly string[] {
  return isOfSystem(facts, SYSTEM_UNITS) ? [] : scope(facts);
}

const SYSTEM_UNITS = ['/etc/systemd/system', '/usr/lib/systemd/system', '/lib/systemd/system'];

/** A unit of this name is among the system's, and the user has none of it. */
export function isOfSystem(facts: ServiceFacts, directories: readonly string[]): boolean {
  const unit = `${facts.name}.service`;
  const isThere = directories.some((directory) => existsSync(path.join(directory, unit)));
  return facts.user !== null || (isThere && (hostUser().home === null || !existsSync(unitFile(facts))));
}

function unitFile({ name, user }: ServiceFacts): string {
  if (user !== null) return path.join('/etc/systemd/system', `${name}.service`);
  const { home } = hostUser();
  if (home === null) throw new Fault('command.usage', { problem: 'no-home', set: '--user' });
  return path.join(home, '.config/systemd/user', `${name}.service`);
}

const taskScheduler: ServiceManager = {
  install(facts) {
    const directory = mkdtempSync(path.join(tmpdir(), 'swic-task-'));
    try {
      const file = path.join(directory, 'task.xml');
      // schtasks reads UTF-16 with its mark, as the declaration says.
      writeFileSync(file, `\uFEFF${serviceDefinition('task', facts)}`, 'utf16le');
      const account = facts.user === null ? [] : ['/RU', facts.user, '/RP', '*'];
      demand('schtasks', ['/Create', '/F', '/TN', facts.name, '/XML', file, ...account]);
      demand('schtasks', ['/Run', '/TN', facts.name]);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  },
  uninstall({ name }) {
    demand('schtasks', ['/Delete', '/F', '/TN', name]);
  },
  status: ({ name }) => ask('schtasks', ['/Query', '/TN', name, '/V', '/FO', 'LIST']),
  // The scheduler says it among the rest, in the words of the system's language.
  lastStart: () => null,
};
