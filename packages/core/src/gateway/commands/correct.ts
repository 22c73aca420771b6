import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { toFault } from '../../boxes/faults.js';
import { identityOf } from '../../boxes/twin.js';
import type { CommandMap } from '../../contract/commands.js';
import { Fault } from '../../contract/fault.js';
import type { Jobs } from '../../ports/jobs.js';
import type { LedgerReader } from '../../ports/ledger.js';
import { placeOf } from '../settings/business-places.js';
import type { BusinessUnit } from '../units/business-unit.js';
import { queueAgain, type ResendWorld } from './resend.js';
import { findCorrectable } from './resendable.js';

export interface CorrectWorld extends ResendWorld {
  readonly jobs: Jobs;
}

type Correct = CommandMap['correct'];
type Correctable = CommandMap['correctable'];

/** Which document a word means and where its file is, before a person begins to edit a copy of it. */
export async function correctable(
  world: { readonly ledger: LedgerReader; readonly units: () => readonly BusinessUnit[] },
  { document: word }: Correctable['params'],
): Promise<Correctable['result']> {
  const document = await findCorrectable(world.ledger, word);
  const unit = world.units().find(({ definition }) => definition.key === document.business);
  if (unit === undefined) throw new Fault('command.not-found', { business: document.business });
  const path = placeOf(document, unit.directories);
  if (path === null || identityOf(path) === null)
    throw new Fault('command.failed', {
      document: document.id,
      zh: '文件已不在箱中，请用 --with 指定更正后的文件',
      en: 'its file has left its box: give the corrected file with --with',
    });
  return { document: document.id, name: document.name, path };
}

/**
 * Checks a corrected copy of a document and puts it into OutBox as its successor, under the same name. The old one stays where it is
 * and is replaced. A copy with problems, or without any difference, is not queued.
 */
export async function correct(
  world: CorrectWorld,
  { document: word, file, isTrial }: Correct['params'],
  signal: AbortSignal,
): Promise<Correct['result']> {
  const document = await findCorrectable(world.ledger, word);
  const boxes = world.boxesOf(document.business);
  if (boxes === null) throw new Fault('command.not-found', { business: document.business });
  const identity = identityOf(file);
  if (identity === null) throw new Fault('command.not-found', { file });
  const { business, name } = document;
  const [result] = await world.jobs.inspect(
    [{ business, name, path: file, identity, foundMs: 0, settledMs: 0 }],
    signal,
  );
  if (result === undefined || result.outcome === 'failed')
    throw result === undefined ? new Fault('command.failed', { file }) : Fault.fromRecord(result.fault);
  const { problems, sha256 } = result.inspection;
  const fault = result.outcome === 'accepted' ? null : result.fault;
  const isSame = sha256 === document.sha256;
  const answer = { document: document.id, problems, fault, isSame };
  if (isTrial || fault !== null || isSame) return { ...answer, queuedAs: null };
  const bytes = await readFile(file).catch((reason: unknown) => {
    throw toFault(reason, 'document', file);
  });
  // Saved once more since it was checked.
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new Fault('document.changed', { file });
  return { ...answer, queuedAs: await queueAgain(world, boxes, document, bytes) };
}
