import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { Fault } from '../../contract/fault.js';
import { type DocumentId, isDocumentId } from '../../domain/document.js';
import type { LedgerName } from '../../ports/left-behind.js';
import { replaceFile } from '../../runtime/durable-file.js';

/** Whose claims lie in a TempBox. */
export interface BoxOwner extends LedgerName {
  /** Of the last write that the ledger had when the boxes last heard of it: a ledger that has fewer is an older copy. */
  readonly batch: number;
  /** Files of ledgers that had the boxes before and left them behind. */
  readonly others: readonly (LedgerName & { readonly ids: readonly DocumentId[] })[];
}

/** Hidden, and no claimed file's name. */
const FILE = '.swic-owner';

/** Null where no ledger ever named itself: of a version before there were such names, or nothing was ever claimed. */
export function findBoxOwner(tempBox: string): BoxOwner | null {
  let text: string;
  try {
    text = readFileSync(path.join(tempBox, FILE), 'utf8');
  } catch (reason) {
    if (reason instanceof Error && 'code' in reason && reason.code === 'ENOENT') return null;
    throw Fault.from(reason, 'disk.denied', { path: path.join(tempBox, FILE) });
  }
  return parse(text);
}

/** Replaces it in one step. Before the first claim, so that no file is ever without an owner. */
export function writeBoxOwner(tempBox: string, owner: BoxOwner): void {
  const file = path.join(tempBox, FILE);
  const text = `${JSON.stringify(owner)}\n`;
  try {
    if (JSON.stringify(findBoxOwner(tempBox)) === text.trim()) return;
    replaceFile(file, text, { mode: null, isFlushed: true });
  } catch (reason) {
    throw Fault.from(reason, 'disk.denied', { path: file });
  }
}

export function nameOf(installation: string, dataDir: string): LedgerName {
  return { installation, dataDir, host: hostname() };
}

/** The ledger that claimed it; null = no ledger has named itself. */
export function ownerOf(owner: BoxOwner | null, id: DocumentId): LedgerName | null {
  return owner?.others.find(({ ids }) => ids.includes(id)) ?? owner;
}

/** The boxes are `now`'s from here on; of what they hold, `left` was claimed by others. */
export function takeOver(
  now: LedgerName & { readonly batch: number },
  left: readonly { readonly id: DocumentId; readonly of: LedgerName }[],
): BoxOwner {
  const others = new Map<string, LedgerName & { readonly ids: DocumentId[] }>();
  for (const { id, of } of left) {
    const { installation, dataDir, host } = of;
    const known = others.get(installation) ?? { installation, dataDir, host, ids: [] };
    known.ids.push(id);
    others.set(installation, known);
  }
  return { ...now, others: [...others.values()] };
}

/** A file that cannot be read names no owner, and then no ledger may send its claims again. */
function parse(text: string): BoxOwner {
  try {
    const value = JSON.parse(text) as Partial<BoxOwner>;
    const { installation = '', dataDir = '', host = '', batch = 0, others = [] } = value;
    return {
      installation,
      dataDir,
      host,
      batch,
      others: others.map((one) => ({ ...one, ids: one.ids.filter(isDocumentId) })),
    };
  } catch {
    return { installation: '', dataDir: '', host: '', batch: 0, others: [] };
  }
}
