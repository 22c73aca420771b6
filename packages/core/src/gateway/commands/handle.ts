import type { CommandMap } from '../../contract/commands.js';
import type { Emit } from '../../contract/events.js';
import { Fault } from '../../contract/fault.js';
import { concernOf, occasionOf } from '../../domain/concern.js';
import type { DocumentRecord } from '../../domain/document.js';
import type { Clock } from '../../ports/clock.js';
import type { Ledger } from '../../ports/ledger.js';
import { hostUser } from '../../runtime/host/index.js';
import { findDocuments } from './find-documents.js';
import { meansSeveral, OUTCOME_UNKNOWN } from './resendable.js';

export interface HandleWorld {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly emit: Emit;
}

type Handle = CommandMap['handle'];

/**
 * A person's word that what is wrong with a refused document is dealt with. Durable before it is answered. Rejects with
 * `command.not-found` where there is none, `command.usage` where the word means several, and `command.failed` where nothing about it
 * waits for a person, or its outcome is unknown and has to be settled instead.
 */
export async function handle(
  world: HandleWorld,
  { document: word, note, by }: Handle['params'],
): Promise<Handle['result']> {
  const { ledger, clock, emit } = world;
  const all = await findDocuments(ledger, word);
  const found = all.filter((document) => concernOf(document) !== null);
  const [document, second] = found;
  if (document === undefined) throw nothingToHandle(word, all);
  if (second !== undefined) throw meansSeveral(word, found.length);
  const concern = concernOf(document);
  if (concern === null || concern === 'unknown') {
    const [zh, en] = OUTCOME_UNKNOWN;
    throw new Fault('command.failed', { document: document.id, zh, en });
  }
  const who = by ?? hostUser().name;
  const handled = { by: who, atMs: clock.nowMs(), note, of: occasionOf(document) };
  await ledger.write([{ type: 'document-handled', id: document.id, handled }], 'durable');
  const { id, business, name } = document;
  emit({ type: 'document.handled', document: id, business, name, who, note });
  return { document: id, concern };
}

function nothingToHandle(word: string, [document]: readonly DocumentRecord[]): Fault {
  if (document === undefined) return new Fault('command.not-found', { document: word });
  const { handled = null, replacedBy = null } = document.standing ?? {};
  const [zh, en] =
    replacedBy !== null
      ? [`已由 ${replacedBy} 替代，无需处理`, `it was replaced by ${replacedBy}: there is nothing to deal with`]
      : handled !== null
        ? [`${handled.by} 已标记为已处理`, `${handled.by} has already marked it as dealt with`]
        : ['该单据没有待人工处理的问题', 'nothing about it waits for a person'];
  return new Fault('command.failed', { document: document.id, zh, en });
}
