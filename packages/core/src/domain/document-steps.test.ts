import { describe, expect, test } from 'vitest';
import { makeDocument } from '../../../../test/support/ledger/records.js';
import { Fault } from '../contract/fault.js';
import type { DocumentRecord, FiledAs, Verdict } from './document.js';
import {
  asAdopted,
  asAltered,
  asClaimed,
  asClosed,
  asConfirmed,
  asFiled,
  asFiledAgain,
  asFound,
  asInterrupted,
  asLost,
  asRebuilt,
  asRejected,
  asRejectionFiled,
  asSealed,
  asSealedAgain,
  asSentAndWaiting,
  asSettled,
  asTriedAgain,
  asUnanswered,
  asWithdrawn,
  beforeTheEnd,
  type Claim,
  type Step,
  unknownEvent,
} from './document-steps.js';
import type { ReceiptId } from './receipt.js';
import { canFollow, STAGES, type Stage } from './stage.js';

const SENT_AS: FiledAs = { box: 'SentBox', path: '20261123/a_20261123100001000.xml' };
const FAILED_AS: FiledAs = { box: 'FailBox', path: 'a_20261123100001000.xml' };
const BACK_AS: FiledAs = { box: 'OutBox', path: 'a.xml' };
const full = new Fault('disk.full').toRecord();
const nacked = new Fault('transport.nacked').toRecord();
const refused = new Fault('transport.refused').toRecord();
const altered = new Fault('document.altered', { path: 'TempBox/a.xml' }).toRecord();
const word = (as: Verdict['as'], afterAttempts = 1): Verdict => ({
  as,
  by: 'Li',
  atMs: 70,
  receipt: null,
  afterAttempts,
});
const RECEIPT = '2026112310000100000002' as ReceiptId;
const NOW = 90;

/** A document in any stage, as the steps before it leave it. */
function inStage(stage: Stage, changes: Partial<DocumentRecord> = {}): DocumentRecord {
  const attempts = stage === 'claimed' ? 0 : 1;
  const times = {
    found: 10,
    settled: 20,
    claimed: 30,
    sealed: stage === 'claimed' ? null : 40,
    confirmed: null,
    filed: null,
  };
  return makeDocument(1, { stage, attempts, times, ...changes });
}

interface Row {
  readonly step: (before: DocumentRecord) => Step;
  /** The stages in which it happens, and the stage after it; null = the stage stays. */
  readonly from: readonly Stage[];
  readonly to: Stage | null;
  /** The fields that it may change, besides `stage`. */
  readonly changes: readonly (keyof DocumentRecord)[];
  readonly tells: readonly string[];
}

const OPEN: readonly Stage[] = ['claimed', 'sealed', 'sent', 'unknown'];
const REJECTION = { filedAs: FAILED_AS, explanation: 'Failed_a.xml', problems: 2, nowMs: NOW };

const TABLE: Readonly<Record<string, Row>> = {
  sealed: {
    step: (before) => asSealed(before, { sealedMs: 40, signedBy: '01' }),
    from: ['claimed'],
    to: 'sealed',
    changes: ['attempts', 'times', 'signedBy'],
    tells: ['document.sealed'],
  },
  'sealed again': {
    step: (before) => asSealedAgain(before, '01'),
    from: ['unknown'],
    to: 'sealed',
    changes: ['attempts', 'fault', 'signedBy'],
    tells: ['document.retried', 'document.sealed'],
  },
  'tried again': {
    step: (before) => asTriedAgain(before, nacked),
    from: ['sealed'],
    to: null,
    changes: ['attempts'],
    tells: ['document.retried'],
  },
  confirmed: {
    step: (before) => asConfirmed(before, NOW),
    from: ['sealed', 'sent', 'unknown'],
    to: null,
    changes: ['times', 'fault'],
    tells: ['document.sent'],
  },
  'sent and waiting': {
    step: (before) => asSentAndWaiting(before, full),
    from: ['sealed', 'sent', 'unknown'],
    to: 'sent',
    changes: ['fault'],
    tells: [],
  },
  filed: {
    step: (before) => asFiled(before, SENT_AS, NOW),
    from: ['sealed', 'sent', 'unknown', 'filed'],
    to: 'filed',
    changes: ['filedAs', 'times'],
    tells: ['document.filed'],
  },
  'filed without a file': {
    step: (before) => asFiled(before, null, NOW),
    from: ['sealed', 'sent', 'unknown'],
    to: 'filed',
    changes: ['times'],
    tells: ['document.lost', 'document.filed'],
  },
  rejected: {
    step: (before) => asRejected(before, refused),
    from: ['claimed', 'sealed', 'unknown'],
    to: 'rejected',
    changes: ['fault'],
    tells: [],
  },
  'rejection filed': {
    step: (before) => asRejectionFiled(before, REJECTION),
    from: ['rejected'],
    to: null,
    changes: ['filedAs', 'times'],
    tells: ['document.rejected'],
  },
  withdrawn: {
    step: (before) => asWithdrawn(before, BACK_AS),
    from: ['claimed', 'sealed', 'unknown'],
    to: 'withdrawn',
    changes: ['filedAs'],
    tells: ['document.withdrawn'],
  },
  unanswered: {
    step: (before) => asUnanswered(before, nacked),
    from: ['sealed'],
    to: 'unknown',
    changes: ['fault'],
    tells: [],
  },
  interrupted: {
    step: (before) => asInterrupted(before, null),
    from: ['sealed', 'unknown'],
    to: 'unknown',
    changes: ['verdict'],
    tells: [],
  },
  altered: {
    step: (before) => asAltered(before, 'TempBox/a.xml'),
    from: ['sealed', 'sent', 'unknown'],
    to: 'unknown',
    changes: ['fault', 'verdict'],
    tells: ['document.altered'],
  },
  'settled by a receipt': {
    step: (before) => asSettled(before, { by: 'receipt', receipt: RECEIPT }, NOW),
    from: ['unknown'],
    to: null,
    changes: ['verdict'],
    tells: ['document.settled'],
  },
  'settled by an operator': {
    step: (before) => asSettled(before, { by: 'operator', verdict: word('resend') }, NOW),
    from: ['unknown'],
    to: null,
    changes: ['verdict'],
    tells: ['document.settled'],
  },
  lost: { step: asLost, from: [...OPEN, 'rejected'], to: 'lost', changes: [], tells: [] },
  'closed as lost': {
    step: (before) => asClosed(before, word('lost')),
    from: [...OPEN, 'rejected'],
    to: 'lost',
    changes: ['verdict'],
    tells: ['document.settled'],
  },
  'closed as sent': {
    step: (before) => asClosed(before, word('sent')),
    from: ['sealed', 'sent', 'unknown'],
    to: 'filed',
    changes: ['verdict', 'times'],
    tells: ['document.settled'],
  },
  'found in SentBox': {
    step: (before) => asFound(before, { stage: 'filed', filedAs: SENT_AS, nowMs: NOW }),
    from: ['sealed', 'sent', 'unknown'],
    to: 'filed',
    changes: ['filedAs', 'times'],
    tells: [],
  },
  'filed again': {
    step: (before) => asFiledAgain(before, SENT_AS),
    from: ['filed'],
    to: null,
    changes: ['filedAs'],
    tells: ['document.recovered'],
  },
};

describe.each(Object.entries(TABLE))('%s', (_name, { step, from, to, changes, tells }) => {
  test.each(from)('from %s: the ledger lets it follow, and only what it is about changes', (stage) => {
    const before = inStage(stage);
    const { record, events } = step(before);
    expect(record.stage).toBe(to ?? stage);
    expect(canFollow(stage, record.stage)).toBe(true);
    const allowed = new Set<string>([...changes, 'stage']);
    for (const [field, value] of Object.entries(before))
      if (!allowed.has(field)) expect(record[field as keyof DocumentRecord], field).toEqual(value);
    expect(events.map(({ type }) => type)).toEqual(tells);
    for (const event of events)
      expect(event).toMatchObject({ document: before.id, business: before.business, name: before.name });
    expect(before).toEqual(inStage(stage));
  });
});

test('every stage is reached by a step', () => {
  const reached = new Set(Object.values(TABLE).map(({ to }) => to));
  expect(STAGES.filter((stage) => stage !== 'claimed' && !reached.has(stage))).toEqual([]);
});

const CLAIM: Claim = {
  id: makeDocument(1).id,
  business: makeDocument(1).business,
  name: 'a.xml',
  sizeBytes: 7,
  sha256: 'f'.repeat(64),
  keys: [],
  root: 'DecMessage',
  messageId: 'M1',
  messageType: 'DECCUS001',
  origin: null,
  claimedMs: 30,
};

test('a claim begins a document at the instant that stamps its file', () => {
  const { record, events } = asClaimed(CLAIM, { foundMs: 10, settledMs: 20 });
  expect(record).toMatchObject({ ...withoutClaimedMs(CLAIM), stage: 'claimed', attempts: 0, stampMs: 30, fault: null });
  expect(record.times).toEqual({ found: 10, settled: 20, claimed: 30, sealed: null, confirmed: null, filed: null });
  expect(events).toMatchObject([
    { type: 'document.claimed', document: CLAIM.id, foundMs: 10, settledMs: 20, sizeBytes: 7 },
  ]);
});

test('a record that was lost is made again: of unknown outcome in TempBox, at its end in SentBox and FailBox', () => {
  const adopted = asAdopted(CLAIM);
  expect(adopted.record).toMatchObject({ stage: 'unknown', attempts: 1, fault: { code: 'ledger.damaged' } });
  expect(asRebuilt(CLAIM, SENT_AS).record).toMatchObject({ stage: 'filed', attempts: 1, filedAs: SENT_AS });
  const rejected = asRebuilt(CLAIM, FAILED_AS);
  expect(rejected.record).toMatchObject({ stage: 'rejected', attempts: 0, filedAs: FAILED_AS, times: { filed: 30 } });
  for (const made of [adopted, rejected]) {
    const first = beforeTheEnd(made).record;
    expect(first).toMatchObject({ stage: 'sealed', filedAs: null });
    expect(canFollow(first.stage, made.record.stage)).toBe(true);
  }
});

test('each attempt counts once, and the second sending keeps the time and the id of the first', () => {
  const first = asSealed(inStage('claimed'), { sealedMs: 40, signedBy: null }).record;
  const nack = asTriedAgain(first, nacked).record;
  const again = asSealedAgain(asUnanswered(nack, nacked).record, null).record;
  expect([first, nack, again].map(({ attempts }) => attempts)).toEqual([1, 2, 3]);
  expect(again).toMatchObject({ messageId: first.messageId, fault: null, times: { sealed: 40 } });
});

test('a confirm is timed once, and clears what the document waited for', () => {
  const waiting = asSentAndWaiting(asConfirmed(inStage('sealed'), 50).record, full).record;
  expect(asConfirmed(waiting, NOW).record).toMatchObject({ fault: null, times: { confirmed: 50 } });
});

test('a difference of the file stays named when an operator accepts it, and its sending is not told again', () => {
  const held = asAltered(asConfirmed(inStage('sealed'), 50).record, 'TempBox/a.xml').record;
  const { record, events } = asConfirmed({ ...held, verdict: word('sent') }, NOW);
  expect(record.fault).toEqual(altered);
  expect(events).toEqual([]);
});

test('a word that was said before a difference was seen does not count for it', () => {
  const told = asSettled(inStage('unknown'), { by: 'operator', verdict: word('sent') }, NOW).record;
  expect(asAltered(told, 'TempBox/a.xml').record.verdict).toBeNull();
});

test('an interrupted second sending that an operator asked for is asked for once more; an unanswered one is not', () => {
  const again = asSealedAgain(inStage('unknown', { verdict: word('resend') }), null).record;
  expect(asInterrupted(again, null).record.verdict?.afterAttempts).toBe(2);
  expect(asUnanswered(again, nacked).record.verdict?.afterAttempts).toBe(1);
});

test('what a document waits for is named, and without a reason it is the missing answer', () => {
  expect(unknownEvent(inStage('unknown'), 'hold', full)).toMatchObject({ policy: 'hold', fault: full });
  expect(unknownEvent(inStage('unknown'), 'resend', null)).toMatchObject({
    fault: { code: 'transport.outcome-unknown' },
  });
});

function withoutClaimedMs({ claimedMs: _, ...rest }: Claim): Omit<Claim, 'claimedMs'> {
  return rest;
}
