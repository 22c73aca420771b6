import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { systemClock } from '@swic/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openNotifier } from './notify.js';

let directory: string;
let kept: string | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'swic-notify-'));
  writeFileSync(join(directory, 'systemd-notify'), `#!/bin/sh\necho "$*" >> "${directory}/told"\n`);
  chmodSync(join(directory, 'systemd-notify'), 0o755);
  kept = process.env['PATH'];
  process.env['PATH'] = [directory, kept].join(delimiter);
});
afterEach(() => {
  process.env['PATH'] = kept;
  rmSync(directory, { recursive: true, force: true });
});
const told = (): readonly string[] =>
  existsSync(join(directory, 'told')) ? readFileSync(join(directory, 'told'), 'utf8').trim().split('\n') : [];
const fail = (reason: unknown): never => {
  throw reason;
};

describe.skipIf(process.platform === 'win32')('systemd', () => {
  test('is told that the agent is ready, then again and again that it turns', async () => {
    const environment = { NOTIFY_SOCKET: '/run/x', WATCHDOG_USEC: '20000' };
    await using _ = openNotifier(environment, systemClock, fail);
    await expect.poll(() => told().length, { timeout: 15_000 }).toBeGreaterThan(2);
    expect(told().slice(0, 3)).toEqual(['--ready', 'WATCHDOG=1', 'WATCHDOG=1']);
  });

  test('is told nothing where it did not start the agent', async () => {
    await using _ = openNotifier({}, systemClock, fail);
    expect(told()).toEqual([]);
  });

  test('that cannot be told is said, so that a start that times out is understood', async () => {
    rmSync(join(directory, 'systemd-notify'));
    process.env['PATH'] = directory;
    const said: unknown[] = [];
    await using _ = openNotifier({ NOTIFY_SOCKET: '/run/x' }, systemClock, (reason) => void said.push(reason));
    await expect.poll(() => said.length, { timeout: 15_000 }).toBe(1);
  });
});
