import path from 'node:path';
import { identityOf } from '../../boxes/twin.js';
import type { Examination } from '../../contract/commands.js';
import { Fault } from '../../contract/fault.js';
import type { DocumentRecord } from '../../domain/document.js';
import type { Jobs } from '../../ports/jobs.js';
import type { LedgerReader } from '../../ports/ledger.js';
import { toDocumentId } from '../documents/queries.js';
import { placeOf } from '../settings/business-places.js';
import type { BusinessUnit } from '../units/business-unit.js';
import { trace } from './trace.js';

export interface ExamineWorld {
  readonly ledger: LedgerReader;
  readonly units: () => readonly BusinessUnit[];
  readonly jobs: Jobs;
}

/**
 * Everything about one document: its story, where its file is, and for a rejected one what the checks say about the file in
 * FailBox now. Nothing is said about a file that the firm has taken.
 */
export async function examine(world: ExamineWorld, id: string, signal: AbortSignal): Promise<Examination> {
  const [story] = await trace(world.ledger, toDocumentId(id));
  if (story === undefined) throw new Fault('command.not-found', { document: id });
  const { document } = story;
  const unit = world.units().find(({ definition }) => definition.key === document.business);
  const file = unit === undefined ? null : placeOf(document, unit.directories);
  const isWrong = document.stage === 'rejected' && file !== null;
  return { trace: story, path: file, problems: isWrong ? await problemsOf(world.jobs, document, file, signal) : [] };
}

async function problemsOf(
  jobs: Jobs,
  { business }: DocumentRecord,
  file: string,
  signal: AbortSignal,
): Promise<Examination['problems']> {
  const identity = identityOf(file);
  if (identity === null) return [];
  const candidate = { business, name: path.basename(file), path: file, identity, foundMs: 0, settledMs: 0 };
  const [checked] = await jobs.inspect([candidate], signal);
  return checked === undefined || checked.outcome === 'failed' ? [] : checked.inspection.problems;
}
