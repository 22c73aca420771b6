import { expect, test } from 'vitest';
import type { Snapshot } from '../../contract/snapshot.js';
import { type MaintenancePlan, NO_MAINTENANCE } from '../maintenance/plan.js';
import { type AlertSight, observe } from './observe.js';
import type { AlertPolicy } from './policy.js';
import { ALERT_RULE_NAMES, type AlertRule, alertRule } from './rules.js';
import { calmTally, EMPTY_TALLY, restarted, tallied } from './tally.js';

const NOW_MS = Date.UTC(2026, 10, 23, 2);
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const FAULT = { code: 'transport.unreachable', fate: 'hold', detail: {}, reason: 'secret words' } as const;

const POLICY: AlertPolicy = {
  ruleOf: (rule) => {
    const { level, limit } = alertRule(rule);
    return { isEnabled: true, level, limit, repeatMs: 1 };
  },
  workingMs: (fromMs, toMs) => toMs - fromMs,
  passwordUntilMs: null,
  isQuiet: () => false,
};

const RUNNING = { direction: 'send', state: 'running', sinceMs: 0, fault: null, isByWord: false } as const;
const HELD = { ...RUNNING, state: 'held', sinceMs: NOW_MS - 11 * MINUTE_MS, fault: FAULT } as const;
const BUSINESS = {
  key: 'DEC',
  send: RUNNING,
  receive: { ...RUNNING, direction: 'receive' },
  waiting: 0,
  oldestWaitingMs: null,
  overdue: 0,
  now: [],
};
const WELL = {
  businesses: [BUSINESS],
  signer: null,
  disk: { freeBytes: 1e12, isLow: false },
  log: null,
  ledger: { state: 'sound', fault: null },
  verified: { atMs: NOW_MS, documents: 5, breaks: 0 },
};

function sight(
  snapshot: Readonly<Record<string, unknown>> = {},
  more: Partial<Omit<AlertSight, 'snapshot'>> = {},
): AlertSight {
  return {
    snapshot: { ...WELL, ...snapshot } as unknown as Snapshot,
    nowMs: NOW_MS,
    runMs: DAY_MS,
    tally: EMPTY_TALLY,
    certificates: [],
    maintenance: NO_MAINTENANCE,
    ...more,
  };
}

const business = (change: Readonly<Record<string, unknown>>): AlertSight =>
  sight({ businesses: [{ ...BUSINESS, ...change }] });
const standing = (name: string, concerning: number): AlertSight =>
  business({ now: [{ standing: name, documents: 9, concerning }] });

test('where all is well there is no trouble', () => {
  expect(observe(sight(), POLICY)).toEqual([]);
});

const TROUBLES: readonly (readonly [AlertRule, string, AlertSight, AlertSight])[] = [
  ['flow-held', 'held for ten minutes', business({ send: HELD }), business({ send: { ...HELD, sinceMs: NOW_MS } })],
  ['documents-rejected', 'waiting for a person', standing('rejected', 1), standing('rejected', 0)],
  ['documents-returned', 'refused by the platform', standing('refused', 2), standing('released', 2)],
  ['documents-returned', 'deleted by customs', standing('deleted', 1), standing('closed', 1)],
  ['outcome-unknown', 'waiting for a word', standing('unknown', 1), standing('open', 1)],
  ['answers-overdue', 'late', business({ overdue: 3 }), business({ overdue: 0 })],
  [
    'file-waiting',
    'for half an hour',
    business({ waiting: 2, oldestWaitingMs: NOW_MS - 30 * MINUTE_MS }),
    business({ waiting: 2, oldestWaitingMs: NOW_MS - 30 * MINUTE_MS, send: { ...HELD, sinceMs: NOW_MS } }),
  ],
  [
    'nothing-received',
    'four hours after a sending',
    sight({}, { tally: { ...EMPTY_TALLY, unansweredSinceMs: NOW_MS - 240 * MINUTE_MS } }),
    sight({}, { tally: { ...EMPTY_TALLY, unansweredSinceMs: NOW_MS - 239 * MINUTE_MS } }),
  ],
  [
    'certificate-ending',
    'of the signer',
    sight({ signer: { kind: 'card', certificateNumber: 'N', validUntilMs: NOW_MS + 29 * DAY_MS } }),
    sight({ signer: { kind: 'card', certificateNumber: 'N', validUntilMs: NOW_MS + 31 * DAY_MS } }),
  ],
  [
    'certificate-ending',
    'of a file',
    sight({}, { certificates: [{ about: 'client.pem', untilMs: NOW_MS - DAY_MS }] }),
    sight({}, { certificates: [{ about: 'client.pem', untilMs: NOW_MS + 31 * DAY_MS }] }),
  ],
  ['disk-trouble', 'low', sight({ disk: { freeBytes: 1, isLow: true } }), sight({ disk: null })],
  ['disk-trouble', 'no log', sight({ log: { ...FAULT, code: 'disk.full' } }), sight()],
  ['ledger-trouble', 'gone', sight({ ledger: { state: 'gone', fault: { ...FAULT, code: 'ledger.gone' } } }), sight()],
  ['verify-broken', 'a break', sight({ verified: { atMs: 1, documents: 2, breaks: 1 } }), sight({ verified: null })],
  ['agent-restarted', 'by itself', sight({}, { tally: restarted(EMPTY_TALLY, NOW_MS) }), sight()],
];

test.each(TROUBLES)('%s: %s', (rule, _, wrong, right) => {
  const found = observe(wrong, POLICY);
  expect(found.map((trouble) => trouble.rule)).toEqual([rule]);
  expect(JSON.stringify(found)).not.toContain('secret words');
  expect(observe(right, POLICY)).toEqual([]);
  const none: AlertPolicy = { ...POLICY, ruleOf: (name, key) => ({ ...POLICY.ruleOf(name, key), isEnabled: false }) };
  expect(observe(wrong, none)).toEqual([]);
});

test('the password of the broker is told by the day that the user has written', () => {
  const until = (days: number): AlertPolicy => ({ ...POLICY, passwordUntilMs: NOW_MS + days * DAY_MS });
  expect(observe(sight(), until(13)).map(({ rule }) => rule)).toEqual(['password-ending']);
  expect(observe(sight(), until(15))).toEqual([]);
});

test('every rule has a sight that shows it', () => {
  const shown = new Set<AlertRule>([...TROUBLES.map(([rule]) => rule), 'password-ending', 'receipt-unreadable']);
  expect(ALERT_RULE_NAMES.filter((rule) => !shown.has(rule))).toEqual([]);
});

test('a broker that holds thirty flows is one trouble; another fault is another', () => {
  const businesses = Array.from({ length: 15 }, (_, index) => ({
    ...BUSINESS,
    key: `B${index}`,
    send: HELD,
    receive: { ...HELD, direction: 'receive', ...(index === 0 ? { fault: { ...FAULT, code: 'disk.full' } } : {}) },
  }));
  const found = observe(sight({ businesses }), POLICY);
  expect(found.map(({ key, count }) => [key, count])).toEqual([
    ['flow-held/transport.unreachable', 29],
    ['flow-held/disk.full', 1],
  ]);
});

test('unreadable receipts are counted while they come, and over when none came for an hour', () => {
  const event = { type: 'receipt.unreadable', receipt: 'R' as never, fileName: 'x', reason: 'r' } as const;
  const tally = tallied(tallied(EMPTY_TALLY, event, NOW_MS), event, NOW_MS + MINUTE_MS);
  const after = (minutes: number): readonly number[] => {
    const nowMs = NOW_MS + minutes * MINUTE_MS;
    return observe(sight({}, { nowMs, tally: calmTally(tally, POLICY, nowMs) }), POLICY).map(({ count }) => count);
  };
  expect(after(60)).toEqual([2]);
  expect(after(61)).toEqual([]);
});

test('what comes back ends the waiting for an answer, and the next sending begins it anew', () => {
  const sent = { type: 'document.sent' } as never;
  const received = { type: 'receipt.deposited' } as never;
  expect(tallied(tallied(EMPTY_TALLY, sent, 1), sent, 2).unansweredSinceMs).toBe(1);
  expect(tallied(tallied(EMPTY_TALLY, sent, 1), received, 2).unansweredSinceMs).toBeNull();
});

/** One window around NOW_MS, in minutes. */
const around = (from: number, to: number): MaintenancePlan => ({
  weekly: [],
  dated: [{ name: 'W', stopsSending: true, fromMs: NOW_MS + from * MINUTE_MS, toMs: NOW_MS + to * MINUTE_MS }],
});

test('a broker that holds a business of less and one of more urgency is as urgent as the one of more', () => {
  const levels = { DEC: 'notice', COO: 'error', NPTS: 'warning' } as const;
  const policy: AlertPolicy = {
    ...POLICY,
    ruleOf: (rule, key) => ({ ...POLICY.ruleOf(rule, key), level: levels[key as keyof typeof levels] ?? 'notice' }),
  };
  const businesses = Object.keys(levels).map((key) => ({ ...BUSINESS, key, send: HELD }));
  const sight = { ...business({}), snapshot: { ...WELL, businesses } as unknown as Snapshot };
  expect(observe(sight, policy)).toMatchObject([{ rule: 'flow-held', level: 'error', count: 3 }]);
});

test('a flow that maintenance itself holds is no trouble', () => {
  const fault = { ...FAULT, code: 'maintenance.planned' };
  expect(observe(business({ send: { ...HELD, fault } }), POLICY)).toEqual([]);
});

test('time in maintenance does not count to any threshold that a broker or a platform brings about', () => {
  const maintenance = around(-240, -1);
  const found = (change: Readonly<Record<string, unknown>>, tally = EMPTY_TALLY): readonly AlertRule[] =>
    observe({ ...business(change), maintenance, tally }, POLICY).map(({ rule }) => rule);
  expect(found({ send: { ...HELD, sinceMs: NOW_MS - 200 * MINUTE_MS } })).toEqual([]);
  expect(found({ send: { ...HELD, sinceMs: NOW_MS - 250 * MINUTE_MS } })).toEqual(['flow-held']);
  expect(found({ waiting: 1, oldestWaitingMs: NOW_MS - 265 * MINUTE_MS })).toEqual([]);
  expect(found({}, { ...EMPTY_TALLY, unansweredSinceMs: NOW_MS - 300 * MINUTE_MS })).toEqual([]);
});

test.each([
  ['before', HELD.sinceMs, around(-5, 5)],
  ['within', HELD.sinceMs, around(-30, -10)],
  ['after', HELD.sinceMs, around(-30, -12)],
] as const)('a flow that is held since an edge of maintenance is told with it: %s', (began, sinceMs, maintenance) => {
  const always = { ...POLICY, ruleOf: () => ({ ...POLICY.ruleOf('flow-held', null), limit: 1 }) };
  const [trouble] = observe({ ...business({ send: { ...HELD, sinceMs } }), maintenance }, always);
  expect(trouble?.edge).toMatchObject({ began, window: { name: 'W' } });
  expect(trouble?.isPlanned).toBe(began === 'before');
});

test('late answers are kept quiet in maintenance and for half an hour after it; refusals are told', () => {
  const late = { ...business({ overdue: 3, now: [{ standing: 'rejected', documents: 1, concerning: 1 }] }) };
  const planned = (maintenance: MaintenancePlan): Readonly<Record<string, boolean>> =>
    Object.fromEntries(observe({ ...late, maintenance }, POLICY).map(({ rule, isPlanned }) => [rule, isPlanned]));
  expect(planned(around(-10, 10))).toEqual({ 'documents-rejected': false, 'answers-overdue': true });
  expect(planned(around(-60, -29))).toEqual({ 'documents-rejected': false, 'answers-overdue': true });
  expect(planned(around(-60, -31))).toEqual({ 'documents-rejected': false, 'answers-overdue': false });
});
