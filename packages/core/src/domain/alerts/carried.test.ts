import { expect, test } from 'vitest';
import type { Snapshot } from '../../contract/snapshot.js';
import { NO_MAINTENANCE } from '../maintenance/plan.js';
import { advance, EMPTY_BOOK } from './book.js';
import { observeWith, SETTLE_MS } from './carried.js';
import type { AlertSight } from './observe.js';
import type { AlertPolicy } from './policy.js';
import { alertRule } from './rules.js';
import { EMPTY_TALLY } from './tally.js';

const NOW_MS = Date.UTC(2026, 10, 23, 2);
const MINUTE_MS = 60_000;
const LONG_MS = 24 * 60 * MINUTE_MS;

const POLICY: AlertPolicy = {
  ruleOf: (rule) => ({ isEnabled: true, level: 'error', limit: alertRule(rule).limit, repeatMs: LONG_MS }),
  workingMs: (fromMs, toMs) => toMs - fromMs,
  passwordUntilMs: null,
  isQuiet: () => false,
};

const FAULT = { code: 'transport.unreachable', fate: 'hold', detail: {}, reason: null };
const RUNNING = { direction: 'send', state: 'running', sinceMs: NOW_MS, fault: null };
const HELD = { ...RUNNING, state: 'held', fault: FAULT };
const LONG_HELD = { ...HELD, sinceMs: NOW_MS - 11 * MINUTE_MS };
const OPEN = { state: 'open' };

type Change = Readonly<Record<string, unknown>>;

function sight(business: Change, runMs: number, snapshot: Change = {}): AlertSight {
  const one = { key: 'DEC', send: RUNNING, receive: null, waiting: 0, oldestWaitingMs: null, overdue: 0, now: [] };
  const well = {
    businesses: [{ ...one, ...business }],
    transport: { send: OPEN, receive: OPEN },
    signer: null,
    disk: { freeBytes: 1e12, isLow: false },
    log: null,
    ledger: { state: 'sound', fault: null },
    verified: { atMs: NOW_MS, documents: 5, breaks: 0 },
  };
  const all = { ...well, ...snapshot } as unknown as Snapshot;
  return { snapshot: all, nowMs: NOW_MS, runMs, tally: EMPTY_TALLY, certificates: [], maintenance: NO_MAINTENANCE };
}

/** Told in the run before by the first sight: is it still there in the second, which sees it no more? */
function isStillThere(before: AlertSight, now: AlertSight): boolean {
  const { book, notices } = advance(EMPTY_BOOK, observeWith([], before, POLICY), POLICY, NOW_MS);
  expect(notices).toHaveLength(1);
  return observeWith(book.entries, now, POLICY).length > 0;
}

const REJECTED = { now: [{ standing: 'rejected', documents: 1, concerning: 1 }] };
const OPENING = { transport: { send: { state: 'opening' }, receive: OPEN } };
const BROKEN = { verified: { atMs: NOW_MS, documents: 5, breaks: 1 } };
const FILE = { waiting: 1, oldestWaitingMs: NOW_MS };
const LONG_FILE = { waiting: 1, oldestWaitingMs: NOW_MS - 31 * MINUTE_MS };
const LOW = { disk: { freeBytes: 1, isLow: true } };

test.each([
  ['documents that are not counted yet', sight(REJECTED, LONG_MS), sight({}, SETTLE_MS - 1), true],
  ['documents that a person has handled', sight(REJECTED, LONG_MS), sight({}, SETTLE_MS), false],
  ['a flow that is held since the start', sight({ send: LONG_HELD }, LONG_MS), sight({ send: HELD }, 15_000), true],
  ['a broker that is asked for the first time', sight({ send: LONG_HELD }, LONG_MS), sight({}, 15_000, OPENING), true],
  ['a flow that runs', sight({ send: LONG_HELD }, LONG_MS), sight({}, 15_000), false],
  ['a file that was seen in this run', sight(LONG_FILE, LONG_MS), sight(FILE, 29 * MINUTE_MS), true],
  ['another file, later in the run', sight(LONG_FILE, LONG_MS), sight(FILE, 30 * MINUTE_MS), false],
  ['no file', sight(LONG_FILE, LONG_MS), sight({}, 15_000), false],
  ['answers that are not counted yet', sight({ overdue: 2 }, LONG_MS), sight({}, 60_000), true],
  ['answers that came', sight({ overdue: 2 }, LONG_MS), sight({}, 150_000), false],
  ['files that were not verified yet', sight({}, LONG_MS, BROKEN), sight({}, 600_000, { verified: null }), true],
  ['files that verify finds whole', sight({}, LONG_MS, BROKEN), sight({}, 600_000), false],
])('after a start, with %s, what was told is open: it is %#', (_, before, now, isOpen) => {
  expect(isStillThere(before, now)).toBe(isOpen);
});

test('a rule that is switched off carries nothing on', () => {
  const { book } = advance(EMPTY_BOOK, observeWith([], sight(REJECTED, LONG_MS), POLICY), POLICY, NOW_MS);
  const off: AlertPolicy = { ...POLICY, ruleOf: (rule, key) => ({ ...POLICY.ruleOf(rule, key), isEnabled: false }) };
  expect(observeWith(book.entries, sight({}, 0), off)).toEqual([]);
});

test('a broker that was back for a second between two looks is not told as over', () => {
  const before = observeWith([], sight({ send: LONG_HELD }, LONG_MS), POLICY);
  const told = advance(EMPTY_BOOK, before, POLICY, NOW_MS);
  const next = advance(
    told.book,
    observeWith(told.book.entries, sight({ send: HELD }, LONG_MS), POLICY),
    POLICY,
    NOW_MS + 5_000,
  );
  expect(next.notices).toEqual([]);
});

test('low disk space is not over before the disk was asked', () => {
  const policy: AlertPolicy = { ...POLICY, ruleOf: (rule, key) => ({ ...POLICY.ruleOf(rule, key), limit: 0 }) };
  const { book } = advance(EMPTY_BOOK, observeWith([], sight({}, LONG_MS, LOW), policy), policy, NOW_MS);
  expect(observeWith(book.entries, sight({}, 60_000, { disk: null }), policy)).toHaveLength(1);
  expect(observeWith(book.entries, sight({}, 60_000), policy)).toEqual([]);
});
