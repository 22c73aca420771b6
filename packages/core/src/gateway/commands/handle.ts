import type { CommandMap } from '../../contract/commands.js';
import type { Emit } from '../../contract/events.js';
import { Fault } from '../../contract/fault.js';
import { concernOf, occasionOf } from '../../domain/concern.js';
import type { Clock } from '../../ports/clock.js';
import type { Ledger } from '../../ports/ledger.js';
import { hostUser } from '../../runtime/host/index.js';
import { findDocuments } from './find-documents.js';

export interface HandleWorld {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly emit: Emit;
}

type Handle = CommandMap['handle'];

/**
 * A person's word that what is wrong with a refused document is dealt with. Durable before it is answered. Rejects with
 * `command.not-found` where no such document waits for a person, `command.usage` where the word means several, or one of unknown
 * outcome, whose outcome has to be settled instead.
 */
export async function handle(
  world: HandleWorld,
  { document: word, note, by }: Handle['params'],
): Promise<Handle['result']> {
  const { ledger, clock, emit } = world;
  const found = (await findDocuments(ledger, word)).filter((document) => concernOf(document) !== null);
  const [document, second] = found;
  if (document === undefined) throw new Fault('command.not-found', { document: word });
  if (second !== undefined) throw new Fault('command.usage', { document: word, documents: found.length });
  const concern = concernOf(document);
  if (concern === null || concern === 'unknown')
    throw new Fault('command.usage', { document: document.id, what: 'its outcome is unknown: swic settle' });
  const who = by ?? hostUser().name;
  const handled = { by: who, atMs: clock.nowMs(), note, of: occasionOf(document) };
  await ledger.write([{ type: 'document-handled', id: document.id, handled }], 'durable');
  const { id, business, name } = document;
  emit({ type: 'document.handled', document: id, business, name, who, note });
  return { document: id, concern };
}
