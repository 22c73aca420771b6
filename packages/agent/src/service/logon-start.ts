import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Fault } from '@swic/core';
import type { ServiceFacts } from './definition.js';
import type { ServiceManager } from './service-manager.js';
import { attempt } from './tool.js';

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
    spawn('cmd', ['/c', file], { detached: true, stdio: 'ignore', windowsHide: true }).unref();
  },
  uninstall({ name, program, script, config }) {
    rmSync(startupFile(name), { force: true });
    // It ends once what is in flight is done; where none runs there is nothing to end.
    attempt('cmd', ['/c', program, ...script, 'shutdown', '--config', config]);
  },
  status: ({ name }) => ({ code: 0, text: startupFile(name) }),
  lastStart: () => null,
};

export function isLogonStart({ name }: ServiceFacts): boolean {
  return existsSync(startupFile(name));
}

/** In a window of its own that is small: closing it is an orderly end. In UTF-8, since a path may be Chinese. Pure. */
export function logonScript({ program, script, config, directory, name }: ServiceFacts): string {
  const quoted = (text: string): string => `"${text.replaceAll('%', '%%')}"`;
  const words = [program, ...script].map(quoted).join(' ');
  return [
    '@echo off',
    'chcp 65001 >nul',
    `cd /d ${quoted(directory)}`,
    `start ${quoted(name)} /min cmd /c "${words} run --config ${quoted(config)}"`,
    '',
  ].join('\r\n');
}

function startupFile(name: string): string {
  const roaming = process.env['APPDATA'] ?? '';
  if (roaming === '') throw new Fault('command.usage', { problem: 'no-home', set: '--user' });
  return path.join(roaming, 'Microsoft/Windows/Start Menu/Programs/Startup', `${name}.cmd`);
}
