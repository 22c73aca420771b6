import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Fault } from '@swic/core';
import type { ServiceFacts } from './definition.js';
import type { ServiceManager } from './service-manager.js';
import { attemptLine } from './tool.js';

/**
 * The agent of one user of Windows, from each logon on: a file in the Startup folder, which needs no administrator. A task with a trigger at
 * logon does, on most machines.
 */
export const logonStart: ServiceManager = {
  install(facts) {
    const file = startupFile(facts.name);
    try {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, logonScript(facts));
    } catch (reason) {
      throw Fault.from(reason, 'command.failed', { file });
    }
    spawn(`"${file}"`, { shell: true, detached: true, stdio: 'ignore', windowsHide: true }).unref();
  },
  uninstall(facts) {
    rmSync(startupFile(facts.name), { force: true });
    // It ends once what is in flight is done; where none runs there is nothing to end.
    attemptLine(swicLine(facts, 'shutdown', (text) => `"${text}"`));
  },
  status: ({ name }) => ({ code: 0, text: startupFile(name) }),
  lastStart: () => null,
};

export function isLogonStart({ name }: ServiceFacts): boolean {
  return existsSync(startupFile(name));
}

/** In a window of its own that is small: closing it is an orderly end. In UTF-8, since a path may be Chinese. Pure. */
export function logonScript(facts: ServiceFacts): string {
  const { directory, name } = facts;
  const quoted = (text: string): string => `"${text.replaceAll('%', '%%')}"`;
  return [
    '@echo off',
    'chcp 65001 >nul',
    `cd /d ${quoted(directory)}`,
    `start ${quoted(name)} /min cmd /c "${swicLine(facts, 'run', quoted)}"`,
    '',
  ].join('\r\n');
}

/** Each path in quotes: the line has several of them. Pure. */
export function swicLine(
  { program, script, config }: ServiceFacts,
  command: 'run' | 'shutdown',
  quoted: (text: string) => string,
): string {
  return [...[program, ...script].map(quoted), command, '--config', quoted(config)].join(' ');
}

function startupFile(name: string): string {
  const roaming = process.env['APPDATA'] ?? '';
  if (roaming === '') throw new Fault('command.usage', { problem: 'no-home', set: '--user' });
  return path.join(roaming, 'Microsoft/Windows/Start Menu/Programs/Startup', `${name}.cmd`);
}
