import { existsSync } from 'node:fs';
import path from 'node:path';
import { openBoxes } from '../boxes/open-boxes.js';
import type { LoadedConfig } from '../config/load.js';
import type { CommandMap } from '../contract/commands.js';
import { Fault } from '../contract/fault.js';
import type { TellProgress } from '../contract/progress.js';
import { takenExtensions } from '../domain/businesses/attachments.js';
import type { BusinessDefinition } from '../domain/businesses/definition.js';
import { type BusinessKey, businessKey } from '../domain/document.js';
import { COMMAND_TABLES, openLedger } from '../ledger/open-ledger.js';
import type { Boxes } from '../ports/boxes.js';
import type { Clock } from '../ports/clock.js';
import type { LedgerCount } from '../ports/ledger.js';
import { endProcess, Scope } from '../runtime/scope.js';
import { writeBackup } from './care/backup.js';
import { ownLedgerOptions } from './care/upgrading.js';
import { answeredBusiness } from './commands/answered-business.js';
import { bookAlone } from './commands/book-handlers.js';
import { diff } from './commands/diff.js';
import { handle } from './commands/handle.js';
import { overdue } from './commands/overdue.js';
import { dayReport } from './commands/report.js';
import { resend } from './commands/resend.js';
import { settle } from './commands/settle.js';
import { listReceiptsByState } from './commands/states.js';
import { trace } from './commands/trace.js';
import { verify } from './commands/verify/verify.js';
import { type VerifiedBoxes, verifiedBoxes } from './commands/verify/world.js';
import { openOriginNotes } from './documents/origin-notes.js';
import { toDocumentQuery, toReceiptQuery } from './documents/queries.js';
import { findInstallation } from './owner/installation.js';
import { readHeldDays } from './reports/held-book.js';
import { configuredBusinesses } from './settings/configured-businesses.js';
import { dataDirOf, directoriesOf } from './settings/directories.js';

type OfflineCommand =
  | 'handle'
  | 'trace'
  | 'diff'
  | 'verify'
  | 'backup'
  | 'bookVerify'
  | 'bookExport'
  | 'resend'
  | 'settleUnknown'
  | 'listDocuments'
  | 'listReceipts'
  | 'overdue'
  | 'report';

/** The commands that make sense without an agent: they read the ledger and the disk. */
export type Offline = {
  readonly [Name in OfflineCommand]: (
    params: CommandMap[Name]['params'],
    signal: AbortSignal,
    tell: TellProgress,
  ) => Promise<CommandMap[Name]['result']>;
} & { counts(): Promise<readonly LedgerCount[]> } & AsyncDisposable;

/**
 * Opens the ledger while no agent runs; it holds the lock as long as it is open, so keep it short. Rejects with
 * `instance.already-running` when an agent does run, `ledger.none` when there is no ledger yet.
 */
export function openOffline(loaded: LoadedConfig, clock: Clock, signal: AbortSignal): Promise<Offline> {
  return Scope.open(signal, endProcess, (scope) => compose(loaded, clock, scope));
}

async function compose(loaded: LoadedConfig, clock: Clock, scope: Scope): Promise<Offline> {
  const dataDir = dataDirOf(loaded);
  const directory = path.join(dataDir, 'ledger');
  if (!existsSync(directory)) throw new Fault('ledger.none', { directory });
  const ledger = scope.use(
    await openLedger(
      directory,
      { ...ownLedgerOptions(loaded, clock, () => undefined), openTables: COMMAND_TABLES },
      clock,
    ),
  );
  const { boxes, verified } = await openEveryBox(loaded, clock, scope);
  const boxesOf = (business: string): Boxes | null => boxes.get(businessKey(business)) ?? null;
  const definitionOf = (business: string): BusinessDefinition | null =>
    configuredBusinesses(loaded).find(({ definition }) => definition.key === business)?.definition ?? null;
  return {
    trace: ({ query }) => trace(ledger, query),
    diff: (params) => diff({ ledger, boxesOf, definitionOf }, params),
    verify: (params, inner, tell) =>
      verify(
        { ledger, clock, boxes: verified, keepDays: loaded.config.ledger.keepDays, looks: 1, tell },
        params,
        inner,
      ),
    resend: async ({ files }, _, tell) =>
      resend({ ledger, origins: await openOriginNotes(ledger), boxesOf }, files, tell),
    backup: ({ file }, _, tell) => writeBackup({ ledger, loaded, file, tell }, clock),
    ...bookAlone({ ledger, loaded: () => loaded, clock }),
    // Without an agent nothing waits for a word about a file that is there; what is nowhere can be closed.
    settleUnknown: (params) =>
      settle(
        {
          ledger,
          clock,
          emit: () => undefined,
          boxesOf,
          tell: () => false,
          isDelivering: () => false,
        },
        params,
      ),
    handle: (params) => handle({ ledger, clock, emit: () => undefined }, params),
    listDocuments: (params) => ledger.listDocuments(toDocumentQuery(params)),
    listReceipts: (params) => listReceiptsByState(ledger, toReceiptQuery(params), params),
    overdue: (params) => overdue(ledger, configuredBusinesses(loaded).map(answeredBusiness), params, clock),
    report: ({ day }) =>
      dayReport(
        {
          ledger,
          businesses: configuredBusinesses(loaded).map(answeredBusiness),
          held: (wanted) => readHeldDays(dataDir)[wanted] ?? [],
          signerUntilMs: null,
          clock,
        },
        day,
      ),
    counts: () => ledger.counts(),
    [Symbol.asyncDispose]: () => scope[Symbol.asyncDispose](),
  };
}

interface EveryBox {
  readonly boxes: ReadonlyMap<BusinessKey, Boxes>;
  readonly verified: ReadonlyMap<BusinessKey, VerifiedBoxes>;
}

/** Of the businesses whose boxes are there. */
async function openEveryBox(loaded: LoadedConfig, clock: Clock, scope: Scope): Promise<EveryBox> {
  const boxes = new Map<BusinessKey, Boxes>();
  const verified = new Map<BusinessKey, VerifiedBoxes>();
  const installation = findInstallation(dataDirOf(loaded));
  for (const { definition, business } of configuredBusinesses(loaded)) {
    const directories = directoriesOf(loaded, definition, business);
    if (!existsSync(directories.outBox)) continue;
    const { send, retention } = business;
    const opened = scope.use(
      await openBoxes(
        { business: definition.key, directories, settleMs: send.settleMs, extensions: takenExtensions(definition) },
        clock,
      ),
    );
    boxes.set(definition.key, opened.boxes);
    const { sentDays } = retention;
    verified.set(definition.key, verifiedBoxes({ boxes: opened.boxes, directories, sentDays, installation }));
  }
  return { boxes, verified };
}
