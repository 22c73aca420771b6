import type { DocumentRecord } from '../document.js';
import { handedOver } from '../handed-over.js';
import { canAnswer, type Evidence, isAnswer } from './addressee.js';
import { proofOfArrival } from './proof-of-arrival.js';

/** A document that a receipt may be about, and the answers that are linked to it. */
export interface Candidate {
  readonly document: DocumentRecord;
  readonly answers: readonly Evidence[];
}

/**
 * Which of several documents with one number a receipt is linked to and named after; null when none of them ever left us. It is
 * the likeliest, not a proof: what settles a document of unknown outcome is `proofOfArrival`.
 *
 * An answer goes to what was sent and not yet answered, the oldest first, since the platform answers in that order. A receipt of
 * customs is about the declaration: the newest that was sent.
 */
export function chooseAddressee(receipt: Evidence, candidates: readonly Candidate[]): DocumentRecord | null {
  const sent = candidates.filter(({ document }) => handedOver(document) !== 'never');
  const documents = sent.map(({ document }) => document);
  const fitting = sent.filter(({ document }) => canAnswer(receipt, document, documents));
  // A clock that is hours off must not leave a receipt without its only document.
  const pool = [...(fitting.length > 0 ? fitting : sent)].sort((a, b) => (a.document.id < b.document.id ? -1 : 1));
  const chosen = isAnswer(receipt) ? answered(receipt, pool) : declared(pool);
  return chosen?.document ?? null;
}

/** `pool` is oldest first. */
function answered(receipt: Evidence, pool: readonly Candidate[]): Candidate | undefined {
  const unanswered = pool.filter(({ answers }) => answers.length === 0);
  return (
    unanswered.find(isCertain) ??
    // On its way just now: likely confirmed, and not yet recorded.
    unanswered.find(({ document }) => document.stage === 'sealed') ??
    unanswered.find((candidate) => isProven(candidate, receipt, pool)) ??
    pool.findLast(isCertain) ??
    unanswered.find(({ document }) => document.stage === 'unknown') ??
    declared(pool)
  );
}

function declared(pool: readonly Candidate[]): Candidate | undefined {
  return (
    pool.findLast(isCertain) ??
    pool.findLast(({ document: { stage } }) => stage === 'sealed' || stage === 'unknown') ??
    pool.at(-1)
  );
}

function isCertain({ document }: Candidate): boolean {
  return handedOver(document) === 'certainly';
}

function isProven({ document }: Candidate, receipt: Evidence, pool: readonly Candidate[]): boolean {
  if (document.stage !== 'unknown') return false;
  const rivals = pool.map((other) => other.document).filter(({ id }) => id !== document.id);
  const receipts = [...pool.flatMap(({ answers }) => answers), receipt];
  return proofOfArrival({ unknown: document, rivals, receipts }).arrivedBy !== null;
}
