import { Fault } from '../contract/fault.js';
import { type DocumentRecord, NO_STANDING } from '../domain/document.js';
import type { ReceiptRecord } from '../domain/receipt.js';
import { STAGES } from '../domain/stage.js';

/** A record as it is in the store: its first form, and what changed since; null = nothing. JSON, so that a person can read it. */
export interface StoredText {
  readonly first: string;
  readonly changes: string | null;
}

export const encodeFirst = (record: DocumentRecord | ReceiptRecord): string => JSON.stringify(record);

/** Only the fields that differ from the first form. A record that came from the same object shares what did not change. */
export function encodeChanges<R extends DocumentRecord | ReceiptRecord>(first: R, now: R): string {
  const changes: Partial<R> = {};
  for (const name in now) if (now[name] !== first[name]) changes[name] = now[name];
  return JSON.stringify(changes);
}

/** Throws `ledger.broken` when the text is not a record; the schema version vouches for the fields themselves. */
export function decodeDocument({ first, changes }: StoredText): DocumentRecord {
  // What a record of before there were these does not have.
  const value = {
    verdict: null,
    signedBy: null,
    standing: null,
    ...parse(first),
    ...(changes === null ? null : parse(changes)),
  };
  if (!hasText(value, 'id') || !hasStage(value)) throw new Fault('ledger.broken', { record: 'document' });
  const record = value as unknown as DocumentRecord;
  const { standing } = record;
  if (standing === null) return record;
  const { customs } = standing;
  const isWhole = standing.answeredMs !== undefined && (customs === null || customs.parts !== undefined);
  if (isWhole) return record;
  return {
    ...record,
    standing: {
      ...NO_STANDING,
      ...standing,
      customs: customs === null ? null : { ...customs, parts: customs.parts ?? null },
    },
  };
}

/** As decodeDocument. */
export function decodeReceipt({ first, changes }: StoredText): ReceiptRecord {
  const value = {
    sentName: null,
    sha256: '',
    parts: [],
    carrier: null,
    companions: [],
    acceptedMs: null,
    ...parse(first),
    ...(changes === null ? null : parse(changes)),
  };
  if (!hasText(value, 'id') || !hasText(value, 'fingerprint')) throw new Fault('ledger.broken', { record: 'receipt' });
  return value as unknown as ReceiptRecord;
}

function parse(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (reason) {
    throw new Fault('ledger.broken', { record: 'not JSON' }, reason);
  }
  if (typeof value !== 'object' || value === null) throw new Fault('ledger.broken', { record: 'not an object' });
  return value;
}

function hasStage(value: object): boolean {
  return 'stage' in value && STAGES.some((stage) => stage === value.stage);
}

function hasText(value: object, name: string): boolean {
  return name in value && typeof (value as Record<string, unknown>)[name] === 'string';
}
