import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readVarint } from './snappy.js';
import { recordsOf } from './write-log.js';

/** Which files a LevelDB consists of, as its manifest says. */
export interface Manifest {
  readonly file: string;
  /** Logs of this number and later are needed. */
  readonly log: number;
  readonly tables: ReadonlySet<number>;
}

export interface ManifestProblem {
  readonly kind: 'missing' | 'manifest';
  readonly file: string;
}

/** Without opening it. A problem where LevelDB could not open, or would open something that is not whole. */
export function readManifest(directory: string): Manifest | ManifestProblem {
  const found = readOnce(directory);
  // A running agent may be writing the last record just now; what is damaged stays so.
  return 'kind' in found && found.kind === 'manifest' ? readOnce(directory) : found;
}

function readOnce(directory: string): Manifest | ManifestProblem {
  const current = path.join(directory, 'CURRENT');
  if (!existsSync(current)) return { kind: 'missing', file: 'CURRENT' };
  const file = readFileSync(current, 'utf8').trim();
  if (!/^MANIFEST-\d+$/.test(file)) return { kind: 'manifest', file: 'CURRENT' };
  if (!existsSync(path.join(directory, file))) return { kind: 'missing', file };
  const found: Found = { log: 0, tables: new Set() };
  let edits = 0;
  for (const record of recordsOf(path.join(directory, file), Number.MAX_SAFE_INTEGER, 'bad')) {
    if (record === 'bad' || !apply(record.content, found)) return { kind: 'manifest', file };
    edits += 1;
  }
  return edits === 0 ? { kind: 'manifest', file } : { file, ...found };
}

interface Found {
  log: number;
  readonly tables: Set<number>;
}

type Part = 'number' | 'text';

/** What follows each tag of an edit. */
const TAGS: Readonly<Record<number, readonly Part[]>> = {
  1: ['text'],
  2: ['number'],
  3: ['number'],
  4: ['number'],
  5: ['number', 'text'],
  6: ['number', 'number'],
  7: ['number', 'number', 'number', 'text', 'text'],
  9: ['number'],
};
const LOG = 2;
const DELETED_TABLE = 6;
const NEW_TABLE = 7;

/** False when it is no edit. */
function apply(edit: Uint8Array, found: Found): boolean {
  for (let at = 0; at < edit.length; ) {
    const [tag, begin] = readVarint(edit, at);
    const parts = tag === null ? undefined : TAGS[tag];
    const read = parts === undefined ? null : readParts(edit, begin, parts);
    if (read === null) return false;
    const [first = 0, second = 0] = read.numbers;
    if (tag === LOG) found.log = first;
    if (tag === DELETED_TABLE) found.tables.delete(second);
    if (tag === NEW_TABLE) found.tables.add(second);
    at = read.next;
  }
  return true;
}

/** The numbers among the parts, in order. */
function readParts(
  edit: Uint8Array,
  begin: number,
  parts: readonly Part[],
): { readonly numbers: readonly number[]; readonly next: number } | null {
  const numbers: number[] = [];
  let next = begin;
  for (const part of parts) {
    const [value, behind] = readVarint(edit, next);
    if (value === null) return null;
    if (part === 'number') numbers.push(value);
    next = part === 'number' ? behind : behind + value;
    if (next > edit.length) return null;
  }
  return { numbers, next };
}
