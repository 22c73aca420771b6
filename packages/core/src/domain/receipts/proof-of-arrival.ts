import type { DocumentRecord } from '../document.js';
import { canAnswer, type Evidence, isAnswer, saysTheSame, sharesKey } from './addressee.js';

/** A document of unknown outcome and all that is known around it. */
export interface Doubt<Receipt extends Evidence> {
  readonly unknown: DocumentRecord;
  /** Other documents with a key of it, or with its file name where it has no key. */
  readonly rivals: readonly DocumentRecord[];
  /** What is linked to any of them, and what has no document and carries a key of it. Oldest first. */
  readonly receipts: readonly Receipt[];
}

export interface Proof<Receipt extends Evidence> {
  /** The receipt that could not have come unless this very document had arrived; null = none. */
  readonly arrivedBy: Receipt | null;
  /** Without a proof: receipts that may be about it, or about a rival. A person decides. */
  readonly perhaps: readonly Receipt[];
}

/** A sending is answered once; more attempts than this are counted as this many. */
const ATTEMPTS_MAX = 8;

/**
 * Did it arrive? An echoed message id says so. Otherwise it is a matter of counting: each sending is answered at most once, so
 * it did when the answers are more than its rivals can have been asked for. A receipt of customs is about the declaration, which
 * any rival may have brought there.
 */
export function proofOfArrival<Receipt extends Evidence>(doubt: Doubt<Receipt>): Proof<Receipt> {
  const { unknown, rivals } = doubt;
  const all = [unknown, ...rivals];
  const concerning = doubt.receipts.filter((receipt) => concerns(receipt, unknown, rivals.length === 0));
  const fitting = concerning.filter((receipt) => canAnswer(receipt, unknown, all));
  const arrivedBy =
    fitting.find(({ messageId }) => messageId !== null && messageId === unknown.messageId) ??
    fitting.find((receipt) => !isAnswer(receipt) && !rivals.some((rival) => fits(receipt, rival, all))) ??
    surplusAnswer(concerning, new Set(fitting), { rivals, all });
  return arrivedBy === null ? { arrivedBy, perhaps: fitting } : { arrivedBy, perhaps: [] };
}

/** Among rivals, a receipt that came to it by a number that another receipt taught proves no more than that one does. */
function concerns(receipt: Evidence, { id, keys, messageId }: DocumentRecord, isAlone: boolean): boolean {
  if (receipt.messageId !== null && receipt.messageId === messageId) return true;
  if (sharesKey(receipt.keys, keys)) return true;
  return receipt.document === id && (isAlone || receipt.keys.length === 0);
}

function fits(receipt: Evidence, rival: DocumentRecord, all: readonly DocumentRecord[]): boolean {
  const isAbout = receipt.keys.length === 0 || receipt.document === rival.id || sharesKey(receipt.keys, rival.keys);
  return isAbout && canAnswer(receipt, rival, all);
}

/**
 * The first answer that is left over when as many as possible are given to the rivals' sendings (a maximum matching, by
 * augmenting paths). Those that cannot be about the document are given away first. The same words a second time may be the
 * same answer once more, so they count once.
 */
function surplusAnswer<Receipt extends Evidence>(
  concerning: readonly Receipt[],
  fitting: ReadonlySet<Receipt>,
  { rivals, all }: { readonly rivals: readonly DocumentRecord[]; readonly all: readonly DocumentRecord[] },
): Receipt | null {
  const answers = distinct(concerning.filter(isAnswer));
  const slots = rivals.flatMap((rival) => Array.from({ length: Math.min(rival.attempts, ATTEMPTS_MAX) }, () => rival));
  const takenBy = new Map<number, Receipt>();
  const place = (answer: Receipt, tried: Set<number>): boolean => {
    for (const [slot, rival] of slots.entries()) {
      if (tried.has(slot) || !fits(answer, rival, all)) continue;
      tried.add(slot);
      const other = takenBy.get(slot);
      if (other !== undefined && !place(other, tried)) continue;
      takenBy.set(slot, answer);
      return true;
    }
    return false;
  };
  for (const answer of answers) if (!fitting.has(answer)) place(answer, new Set());
  for (const answer of answers) if (fitting.has(answer) && !place(answer, new Set())) return answer;
  return null;
}

function distinct<Receipt extends Evidence>(answers: readonly Receipt[]): readonly Receipt[] {
  return answers.filter((answer, index) => answers.findIndex((one) => saysTheSame(one, answer)) === index);
}
