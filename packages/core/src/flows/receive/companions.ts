import type { ReceiptRecord } from '../../domain/receipt.js';
import type { LedgerReader } from '../../ports/ledger.js';
import type { Correlation } from './correlate.js';

/** A further receipt in the file of another one. */
export interface Companion {
  record: ReceiptRecord;
  readonly correlation: Correlation | null;
}

/** As the ledger knows them: those in the file of this receipt, and the first ones of their own files. */
export async function knownCompanions(
  ledger: LedgerReader,
  { id, companions }: ReceiptRecord,
): Promise<{ readonly inFile: readonly Companion[]; readonly carriers: readonly ReceiptRecord[] }> {
  const inFile: Companion[] = [];
  const carriers: ReceiptRecord[] = [];
  for (const companion of companions) {
    const record = await ledger.findReceipt(companion);
    // Forgotten since, with its document.
    if (record === null) continue;
    if (record.carrier === id) inFile.push({ record, correlation: null });
    else if (record.carrier === null) carriers.push(record);
  }
  return { inFile, carriers };
}

/** Every receipt of the message whose first one this is, in all of its files. */
export async function allOfMessage(ledger: LedgerReader, first: ReceiptRecord): Promise<readonly ReceiptRecord[]> {
  const { inFile, carriers } = await knownCompanions(ledger, first);
  const others = await Promise.all(carriers.map((carrier) => knownCompanions(ledger, carrier)));
  return [first, ...carriers, ...[...inFile, ...others.flatMap((one) => one.inFile)].map(({ record }) => record)];
}

/** Their file is where that of their carrier is. */
export function carriedBy(
  companion: ReceiptRecord,
  { fileName, depositedMs, acceptedMs }: ReceiptRecord,
): ReceiptRecord {
  return { ...companion, fileName, depositedMs, acceptedMs: companion.acceptedMs ?? acceptedMs };
}
