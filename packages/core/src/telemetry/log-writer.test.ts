import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ALL_SAMPLES, FAULT, SAMPLES } from '../../../../test/support/telemetry/sample-events.js';
import { TestClock } from '../../../../test/support/telemetry/test-clock.js';
import { LOG_ROTATION, type LogWriterOptions, openLogWriter } from './log-writer.js';

/** 2026-11-23 10:00:00 in China. */
const START_MS = Date.UTC(2026, 10, 23, 2);
const DAY_MS = 86_400_000;
const quiet = (): void => undefined;
const SUPPORT = fileURLToPath(new URL('../../../../test/support/', import.meta.url));

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'swic-log-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

const options = (changes: Partial<LogWriterOptions> = {}): LogWriterOptions => ({
  directory,
  level: 'info',
  locale: 'en',
  ...LOG_ROTATION,
  ...changes,
});

async function linesOf(name: string): Promise<readonly Record<string, unknown>[]> {
  const text = await readFile(join(directory, name), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** Resolves when the line of this number is in the file. */
async function written(path: string, seq: number): Promise<void> {
  await vi.waitFor(async () => expect(await readFile(path, 'utf8')).toContain(`"seq":${seq},`), {
    timeout: 10_000,
    interval: 2,
  });
}

describe('the log file', () => {
  test('has one JSON line per event of its level: time, number, type, fields and words', async () => {
    {
      await using writer = await openLogWriter(options(), new TestClock(START_MS), quiet);
      writer.read({ seq: 1, atMs: START_MS + 48, event: SAMPLES['document.sent'] });
      writer.read({ seq: 2, atMs: START_MS + 48, event: SAMPLES['document.filed'] });
    }
    expect(await readdir(directory)).toEqual(['swic-20261123.log']);
    const { type, ...fields } = SAMPLES['document.filed'];
    const [line, ...more] = await linesOf('swic-20261123.log');
    expect(line).toEqual({
      level: 'info',
      time: '2026-11-23T02:00:00.048Z',
      seq: 2,
      event: type,
      ...fields,
      msg: 'DEC sent 报关单 1.xml -> SentBox/20261123/报关单 1_20261123100000000.xml (612 ms)',
    });
    expect(more).toEqual([]);
  });
  test('takes every event there is', async () => {
    {
      await using writer = await openLogWriter(
        options({ level: 'debug', locale: 'zh' }),
        new TestClock(START_MS),
        quiet,
      );
      for (const [at, event] of ALL_SAMPLES.entries()) writer.read({ seq: at + 1, atMs: START_MS, event });
    }
    const lines = await linesOf('swic-20261123.log');
    expect(lines.map(({ event }) => event)).toEqual(ALL_SAMPLES.map(({ type }) => type));
  });

  test('never holds a secret, wherever a foreign error put it', async () => {
    const secret = 'hunter2';
    const fault = {
      ...FAULT,
      detail: { password: secret, url: `amqp://swic:${secret}@mq` },
      reason: `login failed: password=${secret}`,
    };
    {
      await using writer = await openLogWriter(options({ level: 'debug' }), new TestClock(START_MS), quiet);
      for (const event of ALL_SAMPLES)
        if ('fault' in event) writer.read({ seq: 1, atMs: START_MS, event: { ...event, fault } });
      writer.read({ seq: 2, atMs: START_MS, event: { ...SAMPLES['transport.blocked'], reason: `token=${secret}` } });
    }
    const text = await readFile(join(directory, 'swic-20261123.log'), 'utf8');
    expect(text.split('\n').length).toBeGreaterThan(10);
    expect(text).not.toContain(secret);
  });

  test('begins anew with the day and with its size, goes on where it was, and removes only its own files: of earlier days, and the oldest beyond its bytes', async () => {
    await writeFile(join(directory, 'swic-20200101.log'), 'old\n');
    await writeFile(join(directory, 'notes-20200101.log'), 'not ours\n');
    const clock = new TestClock(START_MS);
    const small = options({ fileBytesMax: 600, keepDays: 2, totalBytesMax: 3_000 });
    {
      await using writer = await openLogWriter(small, clock, quiet);
      for (let seq = 1; seq <= 6; seq += 1) {
        writer.read({ seq, atMs: clock.nowMs(), event: SAMPLES['document.filed'] });
        await written(writer.path(), seq);
      }
      await clock.advance(14 * 3_600_000);
      writer.read({ seq: 7, atMs: clock.nowMs(), event: SAMPLES['gateway.paused'] });
    }
    {
      await using again = await openLogWriter(small, clock, quiet);
      again.read({ seq: 8, atMs: clock.nowMs(), event: SAMPLES['gateway.resumed'] });
    }
    const names = await readdir(directory);
    expect(names.sort()).toEqual([
      'notes-20200101.log',
      'swic-20261123.1.log',
      'swic-20261123.2.log',
      'swic-20261123.log',
      'swic-20261124.log',
    ]);
    expect((await linesOf('swic-20261123.log')).map(({ seq }) => seq)).toEqual([1, 2]);
    expect((await linesOf('swic-20261123.2.log')).map(({ seq }) => seq)).toEqual([5, 6]);
    expect((await linesOf('swic-20261124.log')).map(({ seq }) => seq)).toEqual([7, 8]);
    await clock.advance(DAY_MS);
    await using third = await openLogWriter(small, clock, quiet);
    expect(third.path()).toContain('swic-20261125.log');
    expect(await readdir(directory)).not.toContain('swic-20261123.log');
  });

  test('keeps files of so many days, however many there are of one day', async () => {
    for (const day of ['20261119', '20261120', '20261121', '20261122'])
      for (const number of ['', '.1', '.2', '.3'])
        await writeFile(join(directory, `swic-${day}${number}.log`), 'old\n');
    await using _writer = await openLogWriter(options({ keepDays: 3 }), new TestClock(START_MS), quiet);
    const days = (await readdir(directory)).map((name) => name.slice(5, 13));
    expect(new Set(days)).toEqual(new Set(['20261121', '20261122', '20261123']));
    expect(days).toHaveLength(9);
  });

  test('is made again, and told, when it is removed while it is written', async () => {
    const clock = new TestClock(START_MS);
    const told: (string | null)[] = [];
    const inner = join(directory, 'logs');
    await using writer = await openLogWriter(options({ directory: inner }), clock, (fault) =>
      told.push(fault?.code ?? null),
    );
    writer.read({ seq: 1, atMs: START_MS, event: SAMPLES['document.filed'] });
    await written(writer.path(), 1);
    await rm(inner, { recursive: true });
    await clock.advance(2_000);
    writer.read({ seq: 2, atMs: START_MS, event: SAMPLES['document.filed'] });
    await written(writer.path(), 2);
    await vi.waitFor(() => expect(told).toEqual(['disk.missing', null]));
  });

  test('whose directory was replaced by a file is told as that, stops nothing, and is well again afterwards', async () => {
    const clock = new TestClock(START_MS);
    const told: (string | null)[] = [];
    const logs = join(directory, 'logs');
    await using writer = await openLogWriter(options({ directory: logs }), clock, (fault) =>
      told.push(fault?.code ?? null),
    );
    await rm(logs, { recursive: true });
    await writeFile(logs, '');
    await clock.advance(2_000);
    writer.read({ seq: 1, atMs: START_MS, event: SAMPLES['document.filed'] });
    expect(told[0]).toBe('disk.not-a-directory');
    await rm(logs);
    await clock.advance(2_000);
    writer.read({ seq: 2, atMs: START_MS, event: SAMPLES['document.filed'] });
    await written(writer.path(), 2);
    await vi.waitFor(() => expect(told.at(-1)).toBeNull());
  });

  test('leaves the place of a data directory free that was moved away, and is well again when it is back', async () => {
    const clock = new TestClock(START_MS);
    const told: (string | null)[] = [];
    const data = join(directory, 'data');
    await using writer = await openLogWriter(options({ directory: join(data, 'logs') }), clock, (fault) =>
      told.push(fault?.code ?? null),
    );
    await rename(data, join(directory, 'aside'));
    for (let seq = 1; seq <= 3; seq += 1) {
      await clock.advance(2_000);
      writer.read({ seq, atMs: START_MS, event: SAMPLES['document.filed'] });
    }
    await vi.waitFor(() => expect(told).toEqual(['disk.missing']));
    expect(await readdir(directory)).toEqual(['aside']);
    await rename(join(directory, 'aside'), data);
    await clock.advance(2_000);
    writer.read({ seq: 4, atMs: START_MS, event: SAMPLES['document.filed'] });
    await vi.waitFor(() => expect(told).toEqual(['disk.missing', null]));
    await written(writer.path(), 4);
  });

  test('that cannot be written at all is a fault at the start', async () => {
    const file = join(directory, 'a-file');
    await writeFile(file, '');
    await expect(
      openLogWriter(options({ directory: join(file, 'logs') }), new TestClock(START_MS), quiet),
    ).rejects.toMatchObject({ code: 'disk.not-a-directory' });
  });
  test('is complete after the writer was disposed, twice if need be, and takes nothing after that', async () => {
    const writer = await openLogWriter(options(), new TestClock(START_MS), quiet);
    for (let seq = 1; seq <= 5_000; seq += 1) writer.read({ seq, atMs: START_MS, event: SAMPLES['document.filed'] });
    await writer[Symbol.asyncDispose]();
    await writer[Symbol.asyncDispose]();
    writer.read({ seq: 5_001, atMs: START_MS, event: SAMPLES['document.filed'] });
    expect(await linesOf('swic-20261123.log')).toHaveLength(5_000);
  });
});

describe('a process that ends', () => {
  async function runChild(ending: string): Promise<readonly Record<string, unknown>[]> {
    const child = spawn(
      process.execPath,
      ['--import', join(SUPPORT, 'run-typescript.mjs'), join(SUPPORT, 'telemetry', 'log-child.ts'), directory, ending],
      { stdio: 'ignore' },
    );
    await once(child, 'exit');
    const [name = ''] = await readdir(directory);
    return linesOf(name);
  }

  test.each(['exit', 'throw'])('leaves a complete log (%s)', async (ending) => {
    const lines = await runChild(ending);
    expect(lines.map(({ seq }) => seq)).toEqual(Array.from({ length: 2_000 }, (_, at) => at + 1));
  });

  test('by kill -9 leaves what was written before, without a hole; only lines that still waited are lost', async () => {
    const lines = await runChild('kill');
    expect(lines.length).toBeGreaterThanOrEqual(1_000);
    expect(lines.map(({ seq }) => seq)).toEqual(Array.from({ length: lines.length }, (_, at) => at + 1));
  });
});
