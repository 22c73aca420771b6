import type { BusinessKey, DocumentId, DocumentRecord } from '../../../packages/core/src/domain/document.js';
import type { ReceiptId, ReceiptRecord } from '../../../packages/core/src/domain/receipt.js';
import { formatStamp } from '../../../packages/core/src/domain/stamp.js';

/** 2026-11-23 10:00:00 in China. */
export const START_MS = Date.UTC(2026, 10, 23, 2);
export const DEC = 'DEC' as BusinessKey;

/** The id of the number-th document of a test, a second apart. */
export function idOf(number: number): string {
  return `${formatStamp(START_MS + number * 1_000, 17)}${String(1).padStart(5, '0')}`;
}

export function makeDocument(number: number, changes: Partial<DocumentRecord> = {}): DocumentRecord {
  const atMs = START_MS + number * 1_000;
  return {
    id: idOf(number) as DocumentId,
    business: DEC,
    name: `报关单 ${number}.xml`,
    sizeBytes: 4096,
    sha256: String(number).padStart(64, 'a'),
    stage: 'sealed',
    keys: [{ name: 'clientSeqNo', value: `C${number}` }],
    root: 'DecMessage',
    messageId: `M${number}`,
    messageType: 'DECCUS001',
    stampMs: atMs,
    attempts: 1,
    origin: null,
    times: { found: atMs, settled: atMs, claimed: atMs, sealed: atMs, confirmed: null, filed: null },
    fault: null,
    signedBy: null,
    verdict: null,
    filedAs: null,
    standing: null,
    ...changes,
  };
}

export function makeFiled(document: DocumentRecord): DocumentRecord {
  const filedAs = { box: 'SentBox', path: `20261123/${document.name}` } as const;
  return { ...document, stage: 'filed', filedAs, times: { ...document.times, confirmed: START_MS, filed: START_MS } };
}

/** Receipts get ids of their own, half a second after the document of the same number. */
export function makeReceipt(number: number, changes: Partial<ReceiptRecord> = {}): ReceiptRecord {
  const atMs = START_MS + number * 1_000 + 500;
  return {
    id: `${formatStamp(atMs, 17)}00001` as ReceiptId,
    fingerprint: String(number).padStart(64, 'f'),
    business: DEC,
    kind: 'business-receipt',
    isSuccess: null,
    root: 'DecReceipt',
    code: 'J',
    codeTable: null,
    text: '审结',
    parts: [],
    keys: [{ name: 'seqNo', value: `S${number}` }],
    businessTimeMs: atMs,
    receivedMs: atMs,
    document: null,
    fileName: `Receipt_S${number}_20261123.xml`,
    messageId: null,
    sentName: null,
    sha256: '',
    sizeBytes: 100,
    unreadable: null,
    depositedMs: null,
    carrier: null,
    companions: [],
    acceptedMs: null,
    ...changes,
  };
}
