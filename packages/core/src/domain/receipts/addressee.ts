import type { CorrelationKey, DocumentRecord } from '../document.js';
import { handedOver } from '../handed-over.js';
import type { ReceiptRecord } from '../receipt.js';

/** What a receipt says about whom it answers. */
export type Evidence = Pick<
  ReceiptRecord,
  'kind' | 'isSuccess' | 'root' | 'code' | 'text' | 'keys' | 'businessTimeMs' | 'messageId' | 'sentName' | 'document'
> & {
  /** Null = it has none yet, so it is younger than every document. */
  readonly id: ReceiptRecord['id'] | null;
};

/** An answer to one sending: a send result, or the platform's own refusal, which is the last that is heard of it. */
export function isAnswer({ kind, isSuccess }: Pick<ReceiptRecord, 'kind' | 'isSuccess'>): boolean {
  return kind === 'send-result' || (kind === 'platform-response' && isSuccess === false);
}

/** The platform's clock and ours differ, and its times are cut to seconds. */
const CLOCK_SKEW_MS = 60_000;
const DAY_MS = 86_400_000;
const CHINA_OFFSET_MS = 8 * 3_600_000;

/**
 * Can this receipt be about that very sending? `all` are the documents that share a key with it, itself among them: an id or a
 * file name that the receipt echoes decides between those.
 */
export function canAnswer(receipt: Evidence, document: DocumentRecord, all: readonly DocumentRecord[]): boolean {
  if (handedOver(document) === 'never') return false;
  const { messageId, sentName } = receipt;
  const echoed = messageId === null ? undefined : all.find((one) => one.messageId === messageId);
  if (echoed !== undefined) return echoed.id === document.id;
  if (denies(receipt, document) && all.some((one) => !denies(receipt, one))) return false;
  // Ids are minted in order, whatever the clock does.
  if (receipt.id !== null && String(receipt.id) < document.id) return false;
  if (isEarlier(receipt.businessTimeMs, document)) return false;
  const isNamed = sentName !== null && all.some((one) => one.name === sentName && handedOver(one) !== 'never');
  return !isNamed || document.name === sentName;
}

/** The two have numbers of one kind and none in common: of two messages with one guid, the one with another order number. */
function denies({ keys }: Evidence, document: DocumentRecord): boolean {
  return keys.some(({ name }) => {
    const own = document.keys.filter((key) => key.name === name);
    return own.length > 0 && !sharesKey(own, keys);
  });
}

/** The platform's event came before the document was sealed. A time without hours may be any of its day. */
function isEarlier(businessTimeMs: number | null, { times }: DocumentRecord): boolean {
  if (businessTimeMs === null || times.sealed === null) return false;
  const isDateOnly = (businessTimeMs + CHINA_OFFSET_MS) % DAY_MS === 0;
  return businessTimeMs + (isDateOnly ? DAY_MS : CLOCK_SKEW_MS) < times.sealed;
}

/** The same key in both. */
export function sharesKey(one: readonly CorrelationKey[], other: readonly CorrelationKey[]): boolean {
  return one.some(({ name, value }) => other.some((key) => key.name === name && key.value === value));
}

/** True when the two say the same, so that one may be the other once more under another message id. */
export function saysTheSame(one: Evidence, other: Evidence): boolean {
  return (
    one.kind === other.kind &&
    one.root === other.root &&
    one.isSuccess === other.isSuccess &&
    one.code === other.code &&
    one.text === other.text &&
    one.businessTimeMs === other.businessTimeMs &&
    (one.sentName === null || other.sentName === null || one.sentName === other.sentName) &&
    one.keys.length === other.keys.length &&
    one.keys.every((key) => sharesKey([key], other.keys))
  );
}
