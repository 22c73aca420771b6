import type { LoadedConfig } from '../../config/load.js';
import type { CommandMap } from '../../contract/commands.js';
import type { TellProgress } from '../../contract/progress.js';
import type { BusinessKey } from '../../domain/document.js';
import type { Clock } from '../../ports/clock.js';
import type { LedgerReader } from '../../ports/ledger.js';
import { checkBook } from '../book/check-book.js';
import type { ArchiveWorld } from '../book/write-archive.js';
import type { CommandHandlers, Notify } from '../control/conversation.js';
import { readRegular, receiptPath } from '../documents/read-regular.js';
import { withoutHaste } from '../documents/tell-progress.js';
import { configuredBusinesses } from '../settings/configured-businesses.js';
import { type Directories, directoriesOf } from '../settings/directories.js';

interface BookWorld {
  readonly ledger: LedgerReader;
  readonly clock: Clock;
  readonly loaded: () => LoadedConfig;
}

type BookHandlers = Pick<CommandHandlers, 'bookVerify' | 'bookExport'>;

/** What both give, to whatever tells their progress. */
type Told<Name extends keyof BookHandlers> = (
  params: CommandMap[Name]['params'],
  signal: AbortSignal,
  tell: TellProgress,
) => Promise<CommandMap[Name]['result']>;

export function bookHandlers(world: BookWorld, tellTo: (notify: Notify) => TellProgress): BookHandlers {
  const { bookVerify, bookExport } = bookAlone(world);
  return {
    bookVerify: (params, signal, notify) => bookVerify(params, signal, tellTo(notify)),
    bookExport: (params, signal, notify) => bookExport(params, signal, tellTo(notify)),
  };
}

/** The same without an agent. */
export function bookAlone(world: BookWorld): { readonly [Name in keyof BookHandlers]: Told<Name> } {
  return {
    bookVerify: (_, signal, tell) => checkBook(world.ledger, withoutHaste(tell, world.clock), signal),
    bookExport: async (selection, signal, tell) => {
      // ZIP and CSV are for this alone: an agent starts without them.
      const { writeArchive } = await import('../book/write-archive.js');
      return writeArchive(archiveWorld(world, tell), selection, signal);
    },
  };
}

function archiveWorld({ ledger, clock, loaded }: BookWorld, tell: TellProgress): ArchiveWorld {
  const places = placesIn(loaded());
  return {
    ledger,
    clock,
    clientId: loaded().config.clientId,
    tell: withoutHaste(tell, clock),
    readReceipt: async (receipt) => {
      const boxes = places.get(receipt.business);
      return boxes === undefined ? null : readRegular(receiptPath(receipt, boxes));
    },
  };
}

function placesIn(loaded: LoadedConfig): ReadonlyMap<BusinessKey, Directories> {
  return new Map(
    configuredBusinesses(loaded).map(({ definition, business }) => [
      definition.key,
      directoriesOf(loaded, definition, business),
    ]),
  );
}
