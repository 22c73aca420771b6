import { constants, type Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import type { ReceiptRecord } from '../../domain/receipt.js';

/** A person wants one file of a declaration; larger ones are taken from their box. */
const FILE_BYTES_MAX = 128 * 1024 * 1024;

/** Null where it is not there, is no regular file, or is too large: a link in a box could lead out of it. */
export async function readRegular(file: string): Promise<Buffer | null> {
  try {
    await using handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    const facts: Stats = await handle.stat();
    return facts.isFile() && facts.size <= FILE_BYTES_MAX ? await handle.readFile() : null;
  } catch {
    // The firm has taken it, or its box is away.
    return null;
  }
}

/** Where the file of a receipt is, by what the ledger says. */
export function receiptPath({ fileName }: ReceiptRecord, { inBox }: { readonly inBox: string }): string {
  return path.join(inBox, path.basename(fileName));
}
