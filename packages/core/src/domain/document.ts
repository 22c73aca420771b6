import type { FaultRecord } from '../contract/fault.js';
import type { Customs } from './receipts/customs-state.js';
import type { Stage } from './stage.js';

/**
 * Names a document for life: 22 digits, `yyyyMMddHHmmssfff` of the claim in China time and a 5-digit counter, so ids sort
 * by time and the ledger needs no index of its own for it.
 */
export type DocumentId = string & { readonly __brand: 'DocumentId' };

/** A configured business, e.g. `DEC`; upper case. */
export type BusinessKey = string & { readonly __brand: 'BusinessKey' };

export function businessKey(text: string): BusinessKey {
  return text.toUpperCase() as BusinessKey;
}

const DOCUMENT_ID = /^\d{22}$/;

export function isDocumentId(text: string): text is DocumentId {
  return DOCUMENT_ID.test(text);
}

/** A value inside a document or receipt that names the declaration, e.g. `clientSeqNo`. */
export interface CorrelationKey {
  readonly name: string;
  readonly value: string;
}

/** When each thing happened, epoch milliseconds by our clock; null = not yet, or not known after a crash. */
export interface DocumentTimes {
  readonly found: number | null;
  readonly settled: number | null;
  readonly claimed: number;
  readonly sealed: number | null;
  readonly confirmed: number | null;
  readonly filed: number | null;
}

/** What settled a document of unknown outcome: an operator's word, or a receipt that could only come because it had arrived. */
export interface Verdict {
  readonly as: 'sent' | 'resend' | 'withdraw' | 'lost';
  /** Who said so, for people: as the system knows them; '' for a receipt. */
  readonly by: string;
  readonly atMs: number;
  /** Id of the receipt; null = an operator said it. */
  readonly receipt: string | null;
  /** How many times the document had been handed over by then: with more, the word was carried out. */
  readonly afterAttempts: number;
}

export function isOperatorsWord(verdict: Verdict | null): boolean {
  return verdict !== null && verdict.receipt === null;
}

/** A person's word that a refused document is dealt with, though no successor replaces it. */
export interface Handled {
  readonly by: string;
  readonly atMs: number;
  /** Why, in the person's words; '' = nothing was said. */
  readonly note: string;
  /** Which trouble was meant (`occasionOf`): the next one is not covered. */
  readonly of: string;
}

/**
 * What became known of a document beside its way through the client. The ledger itself writes it, from the receipts, successors and
 * words that it is given: a writer of records neither sets nor takes it back.
 */
export interface Standing {
  /** Null until a receipt says where the declaration is. */
  readonly customs: Customs | null;
  /** Numbers that receipts taught, e.g. `seqNo` (统一编号) and `entryId` (报关单号). */
  readonly learned: readonly CorrelationKey[];
  readonly handled: Handled | null;
  /** The latest document that was sent again from this one. */
  readonly replacedBy: DocumentId | null;
  /** When the first receipt about it came that could be understood, epoch ms; null = none yet. */
  readonly answeredMs: number | null;
}

export const NO_STANDING: Standing = {
  customs: null,
  learned: [],
  handled: null,
  replacedBy: null,
  answeredMs: null,
};

/** What the ledger remembers of one document. `stage` and `fault` say the last known word. */
export interface DocumentRecord {
  readonly id: DocumentId;
  readonly business: BusinessKey;
  /** Its file name in OutBox, as the firm's own system wrote it. */
  readonly name: string;
  readonly sizeBytes: number;
  /** SHA-256 of the bytes that were checked and sent, hex. */
  readonly sha256: string;
  readonly stage: Stage;
  readonly keys: readonly CorrelationKey[];
  /** Root element's local name, or '' where the content is opaque. */
  readonly root: string;
  /** Id of the message at the broker (CopMsgId in a DxpMsg); null until sealed. */
  readonly messageId: string | null;
  /** Type of the message (FormId or MT number); null until sealed. */
  readonly messageType: string | null;
  /** The instant from which the name in SentBox or FailBox is made; epoch ms. */
  readonly stampMs: number;
  /** How many times it was handed to the broker. More than one means it may be there twice: marked, never silent. */
  readonly attempts: number;
  /** The document this one was sent again from, by an operator's word. */
  readonly origin: DocumentId | null;
  readonly times: DocumentTimes;
  /** Why it was rejected or held; null when all is well. */
  readonly fault: FaultRecord | null;
  /** Number of the certificate that signed it or its envelope; null = it is not signed. */
  readonly signedBy: string | null;
  /** The last word about it; null = none was needed. */
  readonly verdict: Verdict | null;
  /** Where the file is once it left TempBox: path relative to the business's SentBox or FailBox. */
  readonly filedAs: FiledAs | null;
  /** Null = nothing yet. */
  readonly standing: Standing | null;
}

export interface FiledAs {
  readonly box: 'SentBox' | 'FailBox' | 'OutBox';
  /** Relative to the box, with forward slashes, e.g. `20261123/name_20261123104158048.xml`. */
  readonly path: string;
}

/** Its file is not what was sent. */
export function isAltered({ fault }: Pick<DocumentRecord, 'fault'>): boolean {
  return fault?.code === 'document.altered';
}

/** A later attempt was refused, and an earlier one may have arrived: sent once more it would be refused once more. */
export function isRefusedLater({ stage, attempts, fault }: DocumentRecord): boolean {
  return stage === 'unknown' && attempts > 1 && fault?.fate === 'reject';
}

/** An operator who was told about the difference has said that the file belongs to what was sent. */
export function isAccepted(document: DocumentRecord): boolean {
  return isAltered(document) && isOperatorsWord(document.verdict) && document.verdict?.as === 'sent';
}

/** An operator's word about a document of unknown outcome that was not carried out yet. */
export function pendingWord({ stage, verdict, attempts }: DocumentRecord): Verdict | null {
  if (verdict === null || !isOperatorsWord(verdict) || stage !== 'unknown') return null;
  return verdict.afterAttempts === attempts ? verdict : null;
}

/** The second sending that an operator asked for was interrupted: the word still counts. */
export function renewedWord(document: DocumentRecord): DocumentRecord {
  const { verdict, attempts } = document;
  if (verdict?.as !== 'resend' || verdict.afterAttempts >= attempts) return document;
  // It was carried out, and the broker has answered.
  if (isRefusedLater(document)) return document;
  return { ...document, verdict: { ...verdict, afterAttempts: attempts } };
}
