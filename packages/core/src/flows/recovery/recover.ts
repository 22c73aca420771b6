import { type DocumentRecord, type FiledAs, pendingWord } from '../../domain/document.js';
import { asFound, asInterrupted } from '../../domain/document-steps.js';
import type { Problem } from '../../domain/problem.js';
import { claimOne } from '../../ports/array-of-one.js';
import type { ClaimedFile } from '../../ports/boxes.js';
import { writeSteps } from '../journal.js';
import { confirm, fileConfirmed } from '../send/file.js';
import { putBack } from '../send/put-back.js';
import { finishRejection } from '../send/refuse.js';
import type { Claimed } from '../send/sender.js';
import { adopt } from './adopt.js';
import { type Decision, decideRecovery, type LastWord, type Places, whereFound } from './decide.js';
import type { Recovering } from './recovering.js';
import { isForeign, sortClaims } from './sort-claims.js';

/** What recovery found and did. */
export interface Recovered {
  readonly documents: number;
  /** Documents of unknown outcome: they go on when the flow runs. */
  readonly unknown: readonly Claimed[];
}

/** One document as the ledger and the disk tell of it; at least one of the two is not null. */
interface Remains {
  readonly document: DocumentRecord | null;
  readonly claimed: ClaimedFile | null;
  readonly filedAs: FiledAs | null;
  readonly places: Places;
  readonly word: LastWord;
  /** Data directory of the ledger that claimed it, where that is another. */
  readonly owner: string;
}

/** A file in TempBox that the ledger has no record of. */
const NOTHING: Omit<Remains, 'claimed' | 'word' | 'owner'> = {
  document: null,
  filedAs: null,
  places: { temp: true, sent: false, fail: false, out: false },
};

/**
 * Brings one business's boxes and the ledger together again after whatever ended the last run. Which decision follows from
 * what is known is a pure table (decide.ts); here it is carried out. Nothing is sent from here.
 */
export async function recoverBusiness(
  at: Recovering,
  open: readonly DocumentRecord[],
  signal: AbortSignal,
): Promise<Recovered> {
  const unknown: Claimed[] = [];
  const seen = new Set<string>();
  let documents = 0;
  const handle = async (remains: Remains): Promise<void> => {
    const decision = decideRecovery(remains.word, remains.places);
    announce(at, remains, decision);
    const parked = await carryOut(at, decision, remains, signal);
    if (parked !== null) unknown.push(parked);
    if (decision !== 'leave-to-owner') documents += 1;
  };
  const silent: ClaimedFile[] = [];
  for await (const claimed of at.sending.sender.boxes.claimedFiles()) {
    seen.add(claimed.id);
    const document = await at.sending.journal.ledger.findDocument(claimed.id);
    if (document === null) silent.push(claimed);
    else await handle(await find(at, document, claimed));
  }
  const claims = await sortClaims(at.sending.journal.ledger, at.owners, silent);
  // From here on this ledger claims, and so says whose the others are.
  at.owners.takeOver(at.sending.journal.ledger.lastBatch, claims.filter(isForeign));
  for (const { claimed, word, of } of claims) await handle({ ...NOTHING, claimed, word, owner: of.dataDir });
  for (const document of open) if (!seen.has(document.id)) await handle(await find(at, document, null));
  return { documents, unknown };
}

/** A word of the operator that was not carried out may be what the file's place tells of. */
function lastWord(document: DocumentRecord): LastWord {
  return pendingWord(document)?.as === 'withdraw' ? 'told-to-withdraw' : document.stage;
}

async function find(at: Recovering, document: DocumentRecord, claimed: ClaimedFile | null): Promise<Remains> {
  const temp = claimed !== null;
  const sent = await filed(at, document, 'SentBox');
  const fail = await filed(at, document, 'FailBox');
  const isNowhere = !temp && sent === null && fail === null;
  // Only asked when the file is nowhere else: it reads and hashes a file.
  const out = isNowhere && at.left.findTwin(document) !== null;
  const places = { temp, sent: sent !== null, fail: fail !== null, out };
  return { document, claimed, filedAs: sent ?? fail, places, word: lastWord(document), owner: '' };
}

async function filed(at: Recovering, document: DocumentRecord, box: 'SentBox' | 'FailBox'): Promise<FiledAs | null> {
  const { filedAs, name, stampMs } = document;
  if (filedAs !== null && filedAs.box === box && (await at.sending.sender.boxes.exists(filedAs))) return filedAs;
  return at.sending.sender.boxes.findFiled(box, name, stampMs);
}

function announce(at: Recovering, { document, claimed, places, word, owner }: Remains, decision: Decision): void {
  const id = document?.id ?? claimed?.id;
  if (id === undefined) return;
  const name = document?.name ?? claimed?.name ?? '';
  const { business } = at.sending.sender;
  const { emit } = at.sending.journal;
  if (decision === 'leave-to-owner') return emit({ type: 'document.foreign', document: id, business, name, owner });
  emit({ type: 'document.recovered', document: id, business, name, decision, stage: document?.stage ?? word });
  if (decision === 'report-lost' || decision === 'keep-and-report') {
    emit({
      type: 'document.lost',
      document: id,
      business,
      name,
      where: `${document?.stage ?? word}: ${whereFound(places)}`,
    });
  }
}

/** The document, when its outcome is unknown and its policy has to go on. */
async function carryOut(
  at: Recovering,
  decision: Decision,
  remains: Remains,
  signal: AbortSignal,
): Promise<Claimed | null> {
  const { document, claimed } = remains;
  switch (decision) {
    case 'nothing':
    case 'report-lost':
    case 'keep-and-report':
    case 'leave-to-owner':
      return null;
    case 'return-to-outbox':
      if (claimed !== null) await returnFile(at, { document, claimed }, signal);
      return null;
    case 'treat-as-unknown':
      if (document !== null)
        return {
          document: await asUnknown(at, document, signal),
          claimed: claimed ?? (await claimTwin(at, document)),
        };
      return claimed === null ? null : { document: await adopt(at, claimed, signal), claimed };
    case 'file-to-sent':
      return document === null || claimed === null ? null : file(at, { document, claimed }, signal);
    case 'file-to-fail':
      if (document !== null && claimed !== null)
        await finishRejection(
          at.sending,
          { document, claimed, problems: await problemsAgain(at, document, claimed, signal) },
          signal,
        );
      return null;
    case 'record-filed':
      await record(at, remains, 'filed', signal);
      return null;
    case 'record-rejected':
      await record(at, remains, 'rejected', signal);
      return null;
    case 'record-withdrawn':
      await record(at, remains, 'withdrawn', signal);
      return null;
  }
}

/** The document, when its file is not what was sent: then it goes on as one that waits for an operator. */
async function file(at: Recovering, sent: Claimed, signal: AbortSignal): Promise<Claimed | null> {
  const { document, claimed } = sent;
  if (document.stage === 'filed' && !(await at.sending.sender.boxes.isUnchanged(claimed, document))) {
    // Its end was recorded, and stays so; `verify` names the file in TempBox.
    const { id, business, name, sha256 } = document;
    at.sending.journal.emit({ type: 'document.altered', document: id, business, name, isSent: true, sha256 });
    return null;
  }
  const altered = await fileConfirmed(at.sending, confirm(at.sending, sent), signal);
  return altered === null ? null : { ...sent, document: altered };
}

async function returnFile(
  at: Recovering,
  { document, claimed }: { readonly document: DocumentRecord | null; readonly claimed: ClaimedFile },
  signal: AbortSignal,
): Promise<void> {
  if (document !== null) return putBack(at.sending, { document, claimed }, signal);
  const { path } = await at.sending.sender.boxes.withdraw(claimed);
  at.sending.journal.emit({
    type: 'document.withdrawn',
    document: claimed.id,
    business: at.sending.sender.business,
    name: claimed.name,
    path,
  });
}

/** The checks are deterministic, so the explanation comes out the same, and one that was written already is recognised. */
async function problemsAgain(
  at: Recovering,
  document: DocumentRecord,
  claimed: ClaimedFile,
  signal: AbortSignal,
): Promise<readonly Problem[]> {
  const identity = at.left.identify(claimed.path);
  // A refusal by the broker had no problems of its own.
  if (identity === null || document.fault?.code.startsWith('document.') !== true) return [];
  const { name, business } = document;
  const [result] = await at.jobs.inspect(
    [{ business, name, path: claimed.path, identity, foundMs: 0, settledMs: 0 }],
    signal,
  );
  return result === undefined || result.outcome === 'failed' ? [] : result.inspection.problems;
}

async function asUnknown(at: Recovering, document: DocumentRecord, signal: AbortSignal): Promise<DocumentRecord> {
  const interrupted = asInterrupted(document, null);
  await writeSteps(at.sending.journal, [interrupted], 'durable', signal);
  return interrupted.record;
}

/** The file is in OutBox though its document was sealed: it is claimed under its old id, so that it is not sent as if new. */
async function claimTwin(at: Recovering, document: DocumentRecord): Promise<ClaimedFile> {
  const twin = at.left.findTwin(document);
  const nowMs = at.sending.journal.clock.nowMs();
  const { business } = at.sending.sender;
  if (twin === null) return { id: document.id, name: document.name, path: '' };
  const { name, id } = document;
  const seen = { path: twin.path, identity: twin.identity, foundMs: nowMs, settledMs: nowMs };
  return claimOne(at.sending.sender.boxes, { candidate: { business, name, ...seen }, id });
}

async function record(
  at: Recovering,
  { document, filedAs }: Remains,
  stage: 'filed' | 'rejected' | 'withdrawn',
  signal: AbortSignal,
): Promise<void> {
  if (document === null) return;
  await writeSteps(
    at.sending.journal,
    [asFound(document, { stage, filedAs, nowMs: at.sending.journal.clock.nowMs() })],
    'durable',
    signal,
  );
}
