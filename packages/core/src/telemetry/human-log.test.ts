import { describe, expect, test } from 'vitest';
import { FAULT, SAMPLES } from '../../../../test/support/telemetry/sample-events.js';
import { TestClock } from '../../../../test/support/telemetry/test-clock.js';
import type { SwicEvent } from '../contract/events.js';
import { createHumanLog, type HumanLog, type HumanLogOptions } from './human-log.js';

/** 10:41:58.048 by the machine's own clock. */
const AT_MS = new Date(2026, 10, 23, 10, 41, 58, 48).getTime();

function open(options: Partial<HumanLogOptions>): {
  readonly clock: TestClock;
  readonly log: HumanLog;
  readonly lines: string[];
  readonly see: (event: SwicEvent) => void;
} {
  const clock = new TestClock(AT_MS);
  const lines: string[] = [];
  const log = createHumanLog(
    {
      write: (text) => lines.push(text),
      locale: 'en',
      level: 'info',
      isColoured: false,
      hasRoutine: true,
      progress: null,
      ...options,
    },
    clock,
  );
  let seq = 0;
  return { clock, log, lines, see: (event) => log.read({ seq: ++seq, atMs: clock.nowMs(), event }) };
}

describe('lines for people', () => {
  test('begin with the local time and the level, in the operator’s language', async () => {
    const en = open({});
    en.see(SAMPLES['flow.held']);
    expect(en.lines).toEqual([
      '10:41:58.048 WARN  DEC send is held: The connection to the broker ended [transport.closed]: socket closed\n',
    ]);
    const zh = open({ locale: 'zh' });
    zh.see(SAMPLES['gateway.paused']);
    expect(zh.lines).toEqual(['10:41:58.048 警告 已暂停全部任务\n']);
    await en.log[Symbol.asyncDispose]();
  });

  test('below the level asked for are left out', () => {
    const { lines, see } = open({ level: 'warn' });
    see(SAMPLES['document.filed']);
    see(SAMPLES['document.rejected']);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('rejected');
  });

  test('are coloured by level on a terminal only, and the colour ends with the line', () => {
    const { lines, see } = open({ isColoured: true });
    see(SAMPLES['flow.held']);
    see(SAMPLES['flow.started']);
    expect(lines[0]).toMatch(/^10:41:58\.048 \u001b\[33mWARN .*\u001b\[0m\n$/);
    expect(lines[1]).toBe('10:41:58.048 INFO  DEC send started\n');
  });

  test('stay one line each, whatever a foreign text contains', () => {
    const { lines, see } = open({});
    see({ ...SAMPLES['flow.held'], fault: { ...FAULT, reason: 'one\r\ntwo\u001b[2J\u2028three' } });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/: one two\\u001b\[2J three\n$/);
  });
});

const TERMINAL = { hasRoutine: false, progress: { eachMs: 1_000, saysRest: true } } as const;

describe('progress', () => {
  test('replaces the lines of what goes well by one a second, and trouble is still told at once', async () => {
    const { clock, log, lines, see } = open(TERMINAL);
    for (let count = 0; count < 1_234; count += 1) {
      see(SAMPLES['document.sent']);
      see(SAMPLES['document.filed']);
    }
    see(SAMPLES['receipt.deposited']);
    expect(lines).toEqual([]);
    see({ ...SAMPLES['receipt.deposited'], isSuccess: false });
    expect(lines.splice(0)).toHaveLength(1);
    await clock.advance(1_000);
    expect(lines.splice(0)).toEqual(['10:41:59.048 INFO  sent 1,234 · 1,234/s · receipts 2\n']);
    for (let count = 0; count < 500; count += 1) see(SAMPLES['document.sent']);
    see(SAMPLES['document.rejected']);
    expect(lines.splice(0)).toHaveLength(1);
    await clock.advance(1_000);
    expect(lines.splice(0)).toEqual(['10:42:00.048 INFO  sent 1,734 · 500/s · receipts 2 · rejected 1\n']);
    await log[Symbol.asyncDispose]();
  });

  test('says how many are left, how long they take and how far it is', async () => {
    const { clock, log, lines, see } = open({ ...TERMINAL, locale: 'zh' });
    see({ ...SAMPLES['outbox.looked'], waiting: 1_900, settled: 60, inFlight: 40 });
    for (let count = 0; count < 500; count += 1) see(SAMPLES['document.sent']);
    await clock.advance(1_000);
    expect(lines.splice(0)[0]).toContain('已发送 500 · 500 份/秒 · 回执 0 · 剩余 1,500 · 约 3.0 s · [##--------] 25%');
    for (let count = 0; count < 1_500; count += 1) see(SAMPLES['document.sent']);
    await clock.advance(1_000);
    expect(lines.splice(0)[0]).not.toContain('剩余');
    await log[Symbol.asyncDispose]();
  });

  test('falls silent when nothing happens, and tells the rest at the end', async () => {
    const { clock, log, lines, see } = open({ ...TERMINAL, locale: 'zh' });
    see(SAMPLES['document.sent']);
    for (let second = 0; second < 10; second += 1) await clock.advance(1_000);
    const quiet = lines.splice(0);
    expect(quiet.length).toBeLessThanOrEqual(2);
    expect(quiet[0]).toContain('已发送 1 · 1 份/秒');
    see(SAMPLES['document.sent']);
    await log[Symbol.asyncDispose]();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('已发送 2');
  });

  test('is a line now and then between the lines of a log, and none where it is over sooner', async () => {
    const { clock, log, lines, see } = open({ progress: { eachMs: 10_000, saysRest: false } });
    see({ ...SAMPLES['outbox.looked'], waiting: 990, settled: 10, inFlight: 0 });
    for (let second = 0; second < 10; second += 1) {
      for (let count = 0; count < 50; count += 1) see(SAMPLES['document.sent']);
      await clock.advance(1_000);
    }
    const told = lines.splice(0).filter((line) => line.includes('/s'));
    expect(told).toEqual([
      '10:42:08.048 INFO  sent 500 · 50/s · receipts 0 · 500 left · about 10.0 s · [#####-----] 50%\n',
    ]);
    see(SAMPLES['document.sent']);
    await log[Symbol.asyncDispose]();
    expect(lines.filter((line) => line.includes(' · '))).toEqual([]);
  });

  test('beside JSON is nothing, and neither are the lines of what goes well', () => {
    const { lines, see } = open({ hasRoutine: false });
    see(SAMPLES['document.filed']);
    see(SAMPLES['document.rejected']);
    expect(lines).toHaveLength(1);
  });
});
