import type { CommandMap } from '../../contract/commands.js';
import type { Emit } from '../../contract/events.js';
import { Fault } from '../../contract/fault.js';
import { type BusinessKey, type DocumentRecord, isOperatorsWord, type Verdict } from '../../domain/document.js';
import { asClosed } from '../../domain/document-steps.js';
import { canFollow, isOpen } from '../../domain/stage.js';
import type { Settlement } from '../../flows/send/unknown-desk.js';
import type { Boxes } from '../../ports/boxes.js';
import type { Clock } from '../../ports/clock.js';
import type { Ledger } from '../../ports/ledger.js';
import { createDeferred } from '../../runtime/deferred.js';
import { hostUser } from '../../runtime/host/index.js';
import { findDocuments } from './find-documents.js';
import { meansSeveral } from './resendable.js';

export interface SettleWorld {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly emit: Emit;
  readonly boxesOf: (business: BusinessKey) => Boxes | null;
  /** Tells the flow that waits for this document's outcome; false when none does. */
  readonly tell: (document: DocumentRecord, settlement: Settlement) => boolean;
  /** Is it on its way to the broker right now? Then what becomes of it is not decided yet. */
  readonly isDelivering: (document: DocumentRecord) => boolean;
}

type Params = CommandMap['settleUnknown']['params'];

/**
 * An operator's word for a document that nothing else can settle: of unknown outcome, or whose file is in none of its boxes. Who
 * said it and when is durable before this resolves; a start after a crash carries the word out. Rejects with `command.not-found` when
 * there is no such document, `command.failed` when its outcome is known, `command.usage` when the word does not fit what is there.
 */
export async function settle(world: SettleWorld, { document: word, decision, by }: Params): Promise<{ stage: string }> {
  const document = await findOne(world, word);
  const verdict: Verdict = {
    as: decision,
    by: by ?? hostUser().name,
    atMs: world.clock.nowMs(),
    receipt: null,
    afterAttempts: document.attempts,
  };
  const box = await findBox(world, document);
  if (box === null) return close(world, document, verdict);
  if (decision === 'lost')
    throw new Fault('command.usage', { document: document.id, found: box, what: 'it is not lost' });
  if (!(await isTold(world, document, verdict))) throw notYet(world, document);
  return { stage: document.stage };
}

/** False when no flow waits for it. Resolves when the word is durable; rejects with `ledger.*` Faults when it cannot be kept. */
async function isTold(world: SettleWorld, document: DocumentRecord, verdict: Verdict): Promise<boolean> {
  const kept = createDeferred<void>();
  if (!world.tell(document, { decision: verdict.as, by: 'operator', verdict, kept })) return false;
  await kept.promise;
  return true;
}

function notYet(world: SettleWorld, document: DocumentRecord): Fault {
  const { id, stage } = document;
  if (!world.isDelivering(document)) return new Fault('command.not-found', { document: id, stage });
  return new Fault('command.failed', {
    document: id,
    stage,
    zh: '该单据正在发送，结果尚未产生，请稍后再试',
    en: 'it is being sent, and its outcome is not known yet: try again in a moment',
  });
}

async function findOne({ ledger }: SettleWorld, word: string): Promise<DocumentRecord> {
  const all = await findDocuments(ledger, word);
  const found = all.filter(isUnsettled);
  const [only, second] = found;
  if (only === undefined) throw nothingToSettle(word, all);
  if (second !== undefined) throw meansSeveral(word, found.length);
  return only;
}

function nothingToSettle(word: string, [document]: readonly DocumentRecord[]): Fault {
  if (document === undefined) return new Fault('command.not-found', { document: word });
  return new Fault('command.failed', {
    document: document.id,
    stage: document.stage,
    zh: '该单据的结果已经确定，无需决定',
    en: 'what became of it is known: there is nothing to settle',
  });
}

/** Something still has to happen to it, or it is not known where the file went that was sent. */
function isUnsettled({ stage, filedAs, verdict }: DocumentRecord): boolean {
  return (
    isOpen(stage) || (filedAs === null && !isOperatorsWord(verdict) && (stage === 'rejected' || stage === 'filed'))
  );
}

/** The box in which its own file is; null when it is nowhere. */
async function findBox({ boxesOf }: SettleWorld, document: DocumentRecord): Promise<string | null> {
  const boxes = boxesOf(document.business);
  if (boxes === null) throw new Fault('command.not-found', { business: document.business });
  for await (const { id } of boxes.claimedFiles()) if (id === document.id) return 'TempBox';
  for (const box of ['SentBox', 'FailBox'] as const)
    if ((await boxes.findFiled(box, document.name, document.stampMs)) !== null) return box;
  return null;
}

/** A file that is not there cannot be sent or moved: the operator says what became of the message. */
async function close(world: SettleWorld, document: DocumentRecord, verdict: Verdict): Promise<{ stage: string }> {
  const { id } = document;
  const stage = verdict.as === 'sent' ? 'filed' : 'lost';
  const isPossible = (verdict.as === 'sent' || verdict.as === 'lost') && canFollow(document.stage, stage);
  if (!isPossible)
    throw new Fault('command.usage', { document: id, stage: document.stage, what: 'its file is nowhere' });
  // A flow that still waits for it writes the same.
  if (await isTold(world, document, verdict)) return { stage };
  if (world.isDelivering(document))
    throw new Fault('command.usage', { document: id, what: 'it is being sent right now' });
  const { record, events } = asClosed(document, verdict);
  await world.ledger.write([{ type: 'document', record }], 'durable');
  for (const event of events) world.emit(event);
  return { stage };
}
