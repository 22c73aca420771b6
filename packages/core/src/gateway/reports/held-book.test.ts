import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeDirectory } from '../../../../../test/support/boxes/box-world.js';
import { TestClock } from '../../../../../test/support/telemetry/test-clock.js';
import type { SwicEvent } from '../../contract/events.js';
import { Fault } from '../../contract/fault.js';
import type { FaultCode } from '../../contract/fault-table.js';
import { businessKey } from '../../domain/document.js';
import { HeldBook, readHeldDays } from './held-book.js';

const MINUTE_MS = 60_000;
const DAY = '20261205';
const NOON_MS = Date.parse('2026-12-05T12:00+08:00');
const flow = { business: businessKey('DEC'), direction: 'send' } as const;
const held = (code: FaultCode): SwicEvent => ({ type: 'flow.held', flow, fault: new Fault(code).toRecord() });
const RESUMED: SwicEvent = { type: 'flow.resumed', flow, heldMs: 0 };

function openBook(dataDir: string) {
  const clock = new TestClock(NOON_MS);
  const book = new HeldBook(dataDir, clock);
  const see = (event: SwicEvent): void => book.see({ seq: 1, atMs: clock.nowMs(), event });
  return { clock, book, see };
}

test('a flow is held by one reason at a time, and what lasts is counted up to now', async () => {
  using directory = makeDirectory();
  const { clock, book, see } = openBook(directory.path);
  see(held('transport.unreachable'));
  await clock.advance(5 * MINUTE_MS);
  see(held('disk.full'));
  await clock.advance(2 * MINUTE_MS);
  expect(book.on(DAY)).toEqual([
    { ...flow, code: 'transport.unreachable', heldMs: 5 * MINUTE_MS },
    { ...flow, code: 'disk.full', heldMs: 2 * MINUTE_MS },
  ]);
  see(RESUMED);
  await clock.advance(MINUTE_MS);
  expect(book.on(DAY)).toHaveLength(2);
});

test('a flow that starts held counts from its start, and one that a person stops is not held', async () => {
  using directory = makeDirectory();
  const { clock, book, see } = openBook(directory.path);
  see({ type: 'flow.started', flow, by: null, fault: new Fault('transport.unreachable').toRecord() });
  await clock.advance(MINUTE_MS);
  see({ type: 'flow.stopped', flow, sinceMs: null, by: 'operator' });
  await clock.advance(MINUTE_MS);
  expect(book.on(DAY)).toEqual([{ ...flow, code: 'transport.unreachable', heldMs: MINUTE_MS }]);
});

test('a run that is killed loses a minute at most, and the next one adds to what it left', async () => {
  using directory = makeDirectory();
  const { clock, book, see } = openBook(directory.path);
  const stop = new AbortController();
  const running = book.run(stop.signal);
  see(held('transport.unreachable'));
  await clock.advance(MINUTE_MS);
  await clock.advance(MINUTE_MS / 2);
  // As after a kill: only what is on the disk.
  expect(readHeldDays(directory.path)[DAY]).toEqual([{ ...flow, code: 'transport.unreachable', heldMs: MINUTE_MS }]);
  stop.abort();
  await expect(running).rejects.toMatchObject({ code: 'operation.aborted' });
  expect(readHeldDays(directory.path)[DAY]?.[0]?.heldMs).toBe(1.5 * MINUTE_MS);
  const next = openBook(directory.path);
  next.see(held('transport.unreachable'));
  await next.clock.advance(MINUTE_MS);
  expect(next.book.on(DAY)[0]?.heldMs).toBe(2.5 * MINUTE_MS);
});

test('a file that is none of ours is put aside, and a disk that cannot be written keeps nothing from its work', async () => {
  using directory = makeDirectory();
  const file = path.join(directory.path, 'held.json');
  writeFileSync(file, '{"version": 1, "da');
  expect(readHeldDays(directory.path)).toEqual({});
  // A question alone changes nothing on the disk.
  expect(readdirSync(directory.path)).toEqual(['held.json']);
  openBook(directory.path);
  expect(readFileSync(`${file}.damaged`, 'utf8')).toContain('version');
  expect(readdirSync(directory.path)).toEqual(['held.json.damaged']);
  const away = openBook(path.join(directory.path, 'away'));
  const stop = new AbortController();
  const running = away.book.run(stop.signal);
  away.see(held('disk.full'));
  await away.clock.advance(MINUTE_MS);
  stop.abort();
  await expect(running).rejects.toMatchObject({ code: 'operation.aborted' });
  expect(away.book.on(DAY)[0]?.heldMs).toBe(MINUTE_MS);
});
