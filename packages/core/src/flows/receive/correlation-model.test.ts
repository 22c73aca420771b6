import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDocument, makeFiled } from '../../../../../test/support/ledger/records.js';
import { openReceivingScene, withParts } from '../../../../../test/support/receiving.js';
import type { DocumentId, DocumentRecord } from '../../domain/document.js';
import { handedOver } from '../../domain/handed-over.js';
import { mintAfter, mintId } from '../../domain/ids.js';
import type { ReceiptId } from '../../domain/receipt.js';
import { workerSettings } from '../../gateway/parts/open-jobs.js';
import { LEDGER_OPTIONS, openLedger } from '../../ledger/open-ledger.js';
import type { Jobs } from '../../ports/jobs.js';
import type { Ledger } from '../../ports/ledger.js';
import type { Delivery } from '../../ports/transport.js';
import { systemClock } from '../../runtime/system-clock.js';
import { createInlineJobs } from '../../workers/inline-runner.js';
import { proofFor } from '../send/look-back.js';
import { acceptAll } from './accept.js';
import { depositAll, recordDeposits } from './deposit.js';
import { keepBatch } from './keep.js';
import type { Receiving } from './receiver.js';
import { Recognition } from './recognition.js';

let directory: string;
let ledger: Ledger;
let jobs: Jobs;
let lastMint = mintAfter(null);

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'swic-correlation-'));
  ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
  jobs = createInlineJobs(workerSettings(null, []));
});

afterAll(async () => {
  await jobs[Symbol.asyncDispose]();
  await ledger[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

type Outcome = 'confirmed' | Doubted | 'refused-by-broker' | 'rejected-by-us';
/** No answer came, or one queue of several refused; before or after another had it. */
type Doubted = 'lost-after' | 'lost-before' | 'nacked-after' | 'nacked-before';

type Step =
  | { readonly kind: 'send'; readonly outcome: Outcome; readonly isSameName: boolean }
  | { readonly kind: 'send-again'; readonly which: number; readonly outcome: Outcome }
  | { readonly kind: 'withdraw'; readonly which: number }
  | { readonly kind: 'answer'; readonly which: number; readonly isGood: boolean; readonly echoes: Echo }
  | { readonly kind: 'customs' }
  | { readonly kind: 'repeat-answer' | 'redeliver'; readonly which: number };
type Echo = 'nothing' | 'name' | 'id';

const which = fc.nat(7);
const outcome = fc.constantFrom<Outcome>(
  'confirmed',
  'lost-after',
  'lost-before',
  'lost-before',
  'nacked-after',
  'nacked-before',
  'refused-by-broker',
  'rejected-by-us',
);
const answer = fc.record({
  kind: fc.constant('answer' as const),
  which,
  isGood: fc.boolean(),
  echoes: fc.constantFrom<Echo>('nothing', 'nothing', 'nothing', 'name', 'id'),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('send' as const), outcome, isSameName: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('send-again' as const), which, outcome }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('withdraw' as const), which }) },
  { weight: 5, arbitrary: answer },
  { weight: 1, arbitrary: fc.constant({ kind: 'customs' as const }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('repeat-answer' as const, 'redeliver' as const), which }) },
);

interface Arrival {
  readonly document: DocumentRecord;
  isAnswered: boolean;
}

interface Sent {
  readonly id: string;
  readonly body: Uint8Array;
}

/** The platform as it may be, and what we make of it: real ledger, real reading of receipts. */
class Model {
  readonly #key: string;
  readonly #inBox: readonly string[];
  readonly #receiving: Receiving;
  readonly #arrivals: Arrival[] = [];
  readonly #answers: Sent[] = [];
  readonly #delivered: Sent[] = [];
  readonly #ids = new Map<string, DocumentId>();
  readonly documents = new Map<DocumentId, DocumentRecord>();
  #fresh = 0;
  #doubtful = 0;

  constructor(number: number) {
    this.#key = `K${number}`;
    const scene = openReceivingScene(ledger, jobs);
    this.#inBox = scene.inBox;
    const names = {
      ...scene.receiving.receiver.names,
      mintId: () => newId() as ReceiptId,
      documentOf: (messageId: string) => this.#ids.get(messageId) ?? null,
    };
    this.#receiving = withParts(scene.receiving, { receiver: { names } });
  }

  async apply(step: Step): Promise<void> {
    switch (step.kind) {
      case 'send':
        return this.#send(step.outcome, step.isSameName);
      case 'send-again':
        return this.#sendAgain(step.which, step.outcome);
      case 'withdraw':
        return this.#withdraw(step.which);
      case 'answer':
        return this.#answer(step);
      case 'customs':
        if (this.#answers.length > 0) await this.#deliver({ id: newId(), body: this.#customs() }, false);
        return;
      case 'repeat-answer': {
        const one = pick(this.#answers, step.which);
        if (one !== undefined) await this.#deliver({ id: newId(), body: one.body }, false);
        return;
      }
      case 'redeliver': {
        const one = pick(this.#delivered, step.which);
        if (one !== undefined) await this.#deliver(one, true);
        return;
      }
    }
  }

  /** After every step: what is proven is true, and settles; what was never handed over is never answered; all is deposited once. */
  async check(): Promise<void> {
    for (const document of this.documents.values()) {
      if (!isInDoubt(document)) continue;
      const { arrivedBy } = await proofFor(ledger, document);
      if (arrivedBy === null) continue;
      expect(this.#arrivals.some((arrival) => arrival.document.id === document.id)).toBe(true);
      await this.#write(makeFiled(document));
    }
    for (const document of this.documents.values())
      if (handedOver(document) === 'never') expect(await ledger.receiptsOf(document.id)).toEqual([]);
    expect(this.#inBox.length).toBeGreaterThanOrEqual(this.#fresh);
    expect(this.#inBox.length).toBeLessThanOrEqual(this.#fresh + this.#doubtful);
  }

  async #send(outcome: Outcome, isSameName: boolean): Promise<void> {
    const id = newId() as DocumentId;
    const nowMs = systemClock.nowMs();
    const document = makeDocument(1, {
      id,
      name: isSameName ? `${this.#key}.xml` : `${id}.xml`,
      messageId: `ours-${id}`,
      keys: [{ name: 'clientSeqNo', value: this.#key }],
      times: { found: nowMs, settled: nowMs, claimed: nowMs, sealed: nowMs, confirmed: null, filed: null },
    });
    this.#ids.set(`ours-${id}`, id);
    if (outcome === 'rejected-by-us') return this.#write({ ...document, stage: 'rejected', attempts: 0 });
    await this.#write(document);
    await this.#handOver(document, outcome);
  }

  async #sendAgain(which: number, outcome: Outcome): Promise<void> {
    const document = pick(this.#unknown(), which);
    if (document === undefined) return;
    const sealed: DocumentRecord = { ...document, stage: 'sealed', attempts: document.attempts + 1 };
    await this.#write(sealed);
    await this.#handOver(sealed, outcome === 'rejected-by-us' ? 'refused-by-broker' : outcome);
  }

  async #handOver(document: DocumentRecord, outcome: Outcome): Promise<void> {
    if (outcome === 'confirmed' || outcome === 'lost-after' || outcome === 'nacked-after')
      this.#arrivals.push({ document, isAnswered: false });
    if (outcome === 'confirmed') await this.#write(makeFiled(document));
    // It waits for its next attempt.
    else if (outcome === 'nacked-after' || outcome === 'nacked-before') await this.#write(document);
    else await this.#write({ ...document, stage: outcome === 'refused-by-broker' ? 'rejected' : 'unknown' });
  }

  async #withdraw(which: number): Promise<void> {
    const document = pick(this.#unknown(), which);
    if (document === undefined) return;
    const { attempts: afterAttempts } = document;
    const verdict = { as: 'withdraw', by: 'someone', atMs: 0, receipt: null, afterAttempts } as const;
    await this.#write({ ...document, stage: 'withdrawn', verdict });
  }

  async #answer(step: Extract<Step, { kind: 'answer' }>): Promise<void> {
    const arrival = pick(
      this.#arrivals.filter(({ isAnswered }) => !isAnswered),
      step.which,
    );
    if (arrival === undefined) return;
    arrival.isAnswered = true;
    const { messageId, name } = arrival.document;
    const content = Buffer.from(this.#result(step.isGood)).toString('base64');
    const id = step.echoes === 'id' ? messageId : `platform-${newId()}`;
    const fileName = step.echoes === 'name' ? `<AddInfo><FileName>${name}</FileName></AddInfo>` : '';
    const enveloped = `<DxpMsg><TransInfo><CopMsgId>${id}</CopMsgId></TransInfo><Data>${content}</Data>${fileName}</DxpMsg>`;
    const sent: Sent = {
      id: step.echoes === 'nothing' ? '' : newId(),
      body: Buffer.from(step.echoes === 'nothing' ? this.#result(step.isGood) : enveloped),
    };
    this.#answers.push(sent);
    await this.#deliver(sent, false);
  }

  async #deliver(sent: Sent, isRedelivered: boolean): Promise<void> {
    const message = { ...sent, type: '', contentType: 'application/xml', headers: {}, sentAtMs: 0 } as const;
    const delivery = { message, isRedelivered, accept: async () => undefined } as unknown as Delivery;
    const [unsealed] = await jobs.unseal([message.body], new AbortController().signal);
    if (unsealed === undefined) throw new Error('every body is opened');
    // Its acceptance is in doubt, and a document may wait for an answer of the same words: kept rather than lost (decision 0048).
    if (!isRedelivered) this.#fresh += 1;
    else if (sent.id === '' || this.#documentsThatWait() > 0) this.#doubtful += 1;
    this.#delivered.push(sent);
    const kept = await keepBatch(this.#receiving, [{ delivery, unsealed }], new Recognition());
    await depositAll(this.#receiving, kept);
    await acceptAll([delivery]);
    await recordDeposits(this.#receiving, kept);
  }

  #result(isGood: boolean): string {
    const seqNo = isGood ? `<SeqNo>S${this.#key}</SeqNo>` : '';
    return `<DecImportResponse><ResponseCode>${isGood ? '0' : '-1'}</ResponseCode><ClientSeqNo>${this.#key}</ClientSeqNo>${seqNo}</DecImportResponse>`;
  }

  #customs(): Uint8Array {
    return Buffer.from(`<DEC_RESULT><CUS_CIQ_NO>S${this.#key}</CUS_CIQ_NO><CHANNEL>P</CHANNEL></DEC_RESULT>`);
  }

  #documentsThatWait(): number {
    return [...this.documents.values()].filter(
      ({ id }) => !this.#arrivals.some((one) => one.document.id === id && one.isAnswered),
    ).length;
  }

  #unknown(): readonly DocumentRecord[] {
    return [...this.documents.values()].filter(isInDoubt);
  }

  async #write(record: DocumentRecord): Promise<void> {
    this.documents.set(record.id, record);
    await ledger.write([{ type: 'document', record }], 'soon');
  }
}

function isInDoubt({ stage }: DocumentRecord): boolean {
  return stage === 'unknown' || stage === 'sealed';
}

/** Ids of all models sort by the order in which they are made. */
function newId(): string {
  const minted = mintId(lastMint, systemClock.nowMs());
  lastMint = minted.mint;
  return minted.id;
}

function pick<T>(all: readonly T[], at: number): T | undefined {
  return all[at % Math.max(1, all.length)];
}

test('of several documents with one number none is called sent that the platform does not have, and no answer is lost, doubled or given to one that never left', async () => {
  let number = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 12 }), async (steps) => {
      number += 1;
      const model = new Model(number);
      for (const one of steps) {
        await model.apply(one);
        await model.check();
      }
    }),
    { numRuns: 250 },
  );
}, 60_000);
