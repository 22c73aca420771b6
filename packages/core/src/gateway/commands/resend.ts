import type { ResendResult } from '../../contract/commands.js';
import { Fault } from '../../contract/fault.js';
import type { TellProgress } from '../../contract/progress.js';
import type { BusinessKey, DocumentRecord } from '../../domain/document.js';
import type { Boxes } from '../../ports/boxes.js';
import type { LedgerReader } from '../../ports/ledger.js';
import type { OriginNotes } from '../documents/origin-notes.js';
import { findResendable } from './resendable.js';

export interface ResendWorld {
  readonly ledger: LedgerReader;
  readonly boxesOf: (business: BusinessKey) => Boxes | null;
  readonly origins: OriginNotes;
}

/**
 * A copy of each file goes back into its OutBox as a new document that remembers its origin; the old one stays where it is.
 * Words are paths or names in SentBox or FailBox, document ids or business keys; each must mean exactly one document.
 */
export async function resend(
  world: ResendWorld,
  files: readonly string[],
  tell: TellProgress,
): Promise<readonly ResendResult[]> {
  const results: ResendResult[] = [];
  for (const file of files) {
    results.push(await resendOne(world, file));
    tell({ done: results.length, total: files.length });
  }
  return results;
}

async function resendOne(world: ResendWorld, file: string): Promise<ResendResult> {
  try {
    const document = await findResendable(world.ledger, file);
    const boxes = world.boxesOf(document.business);
    if (boxes === null || document.filedAs === null)
      throw new Fault('command.not-found', { file, stage: document.stage });
    const bytes = await boxes.readFiled(document.filedAs);
    const name = await queueAgain(world, boxes, document, bytes);
    return { file, outcome: 'queued', queuedAs: name, fault: null };
  } catch (reason) {
    const fault = Fault.from(reason, 'command.failed', { file });
    return {
      file,
      outcome: fault.code === 'command.not-found' ? 'not-found' : 'failed',
      queuedAs: null,
      fault: fault.toRecord(),
    };
  }
}

/** The note comes first: a claim may follow the file within the same instant. */
export async function queueAgain(
  world: ResendWorld,
  boxes: Boxes,
  document: DocumentRecord,
  bytes: Uint8Array,
): Promise<string> {
  const { name } = document;
  await world.origins.note(document.business, name, document.id);
  const used = await boxes.enqueue(name, bytes);
  if (used === name) return used;
  world.origins.take(document.business, name);
  await world.origins.note(document.business, used, document.id);
  return used;
}
