import path from 'node:path';
import { readVarint } from './files/snappy.js';
import { type FoundValue, findInTable, tablesIn } from './files/table-file.js';
import { logsIn, recordsOf } from './files/write-log.js';

/** What a ledger has under a key, read from its files without opening them; null = nothing that can be read. */
export function readValue(directory: string, key: string): string | null {
  return lastInLogs(directory, key) ?? latestInTables(directory, key);
}

/** Later than anything in a table. */
function lastInLogs(directory: string, key: string): string | null {
  let last: string | null = null;
  for (const log of logsIn(directory))
    for (const record of recordsOf(path.join(directory, log), Number.MAX_SAFE_INTEGER))
      if (record !== 'bad') last = lastInBatch(Buffer.from(record.content), key) ?? last;
  return last;
}

/** Kind of an entry that puts a value, in a batch. */
const PUT = 1;

/** Keys and values are text without such low characters, so this is where the entry of the key begins. */
function lastInBatch(batch: Buffer, key: string): string | null {
  const name = Buffer.from(key);
  const at = batch.lastIndexOf(Buffer.concat([Buffer.from([PUT, name.length]), name]));
  if (at < 0) return null;
  const [length, begin] = readVarint(batch, at + 2 + name.length);
  return length === null ? null : batch.subarray(begin, begin + length).toString('utf8');
}

function latestInTables(directory: string, key: string): string | null {
  let latest: FoundValue | null = null;
  for (const file of tablesIn(directory)) {
    const found = findInTable(directory, file, key);
    if (found !== null && (latest === null || found.sequence > latest.sequence)) latest = found;
  }
  return latest?.text ?? null;
}
