import type { AlertDesk } from '../alerts/alert-desk.js';
import type { LoadedConfig } from '../config/load.js';
import type { ConfigChangeReport, TestStepRecord } from '../contract/commands.js';
import type { Emit, StampedEvent } from '../contract/events.js';
import { Fault } from '../contract/fault.js';
import type { FlowParams } from '../contract/flow.js';
import type { TellProgress } from '../contract/progress.js';
import type { Snapshot } from '../contract/snapshot.js';
import type { Clock } from '../ports/clock.js';
import type { Jobs } from '../ports/jobs.js';
import type { Ledger } from '../ports/ledger.js';
import type { Transport } from '../ports/transport.js';
import { hostUser } from '../runtime/host/index.js';
import { readLogHistory } from '../telemetry/log-history.js';
import { writeBackup } from './care/backup.js';
import { alertHandlers } from './commands/alerts.js';
import { amendmentHandlers } from './commands/amendment-handlers.js';
import { answeredBusiness } from './commands/answered-business.js';
import { bookHandlers } from './commands/book-handlers.js';
import { browse, outline } from './commands/browse.js';
import { changeFlows, type FlowsWorld, startByWord, stopByWord } from './commands/change-flows.js';
import { correct, correctable } from './commands/correct.js';
import { doctorByAgent } from './commands/doctor.js';
import { examine } from './commands/examine.js';
import { handle } from './commands/handle.js';
import { listWaiting } from './commands/list-waiting.js';
import { overdue } from './commands/overdue.js';
import { agentReport } from './commands/report.js';
import { resend } from './commands/resend.js';
import { editSettings, readSettings } from './commands/settings.js';
import { settle } from './commands/settle.js';
import { signerHandlers } from './commands/signer.js';
import { listReceiptsByState } from './commands/states.js';
import { testConnection } from './commands/test-connection.js';
import { trace } from './commands/trace.js';
import { why } from './commands/why.js';
import type { CommandHandlers, Notify } from './control/conversation.js';
import type { OriginNotes } from './documents/origin-notes.js';
import { toDocumentId, toDocumentQuery, toReceiptQuery } from './documents/queries.js';
import { withoutHaste } from './documents/tell-progress.js';
import type { StoppedFlows } from './owner/stopped-flows.js';
import { logDirectory } from './parts/open-telemetry.js';
import type { HeldBook } from './reports/held-book.js';
import { dataDirOf } from './settings/directories.js';
import type { SignerDesk } from './signing/signer-desk.js';
import type { BusinessUnit } from './units/business-unit.js';
import { verifyAndTell, verifyWorld } from './watches/verify-and-tell.js';

/** What the commands act on. */
export interface HandlerWorld {
  readonly ledger: Ledger;
  readonly units: () => readonly BusinessUnit[];
  readonly origins: OriginNotes;
  readonly stopped: StoppedFlows;
  readonly jobs: Jobs;
  readonly transport: Transport;
  readonly signer: SignerDesk | null;
  readonly alerts: () => AlertDesk | null;
  readonly clock: Clock;
  readonly emit: Emit;
  readonly snapshot: () => Snapshot;
  /** Brings what the snapshot says of documents up to what the ledger knows now. */
  readonly count: () => Promise<void>;
  readonly held: HeldBook['on'];
  readonly metricsText: () => Promise<string>;
  readonly backlog: (afterSeq: number | null) => readonly StampedEvent[];
  /** True when it changed anything. */
  readonly setPaused: (isPaused: boolean) => boolean;
  readonly away: FlowsWorld['away'];
  /** Receipts that waited for a stopped receive flow are deposited when it starts. */
  readonly onReceiveStarted: (unit: BusinessUnit) => void;
  /** The configuration that is in force. */
  readonly loaded: () => LoadedConfig;
  readonly reloadConfig: (signal: AbortSignal) => Promise<ConfigChangeReport>;
  readonly shutdown: () => void;
  /** Opens the page once, for this person; null where no page is served. */
  readonly webLink: (by: string) => string | null;
  /** False where nothing would start the agent again. */
  readonly restart: () => boolean;
}

export function createHandlers(world: HandlerWorld): CommandHandlers {
  const { ledger } = world;
  const boxesOf = (business: string): BusinessUnit | undefined =>
    world.units().find(({ definition }) => definition.key === business);
  return {
    status: () => statusOf(world),
    metrics: async () => ({ text: await world.metricsText() }),
    trace: ({ query }) => trace(ledger, query),
    why: ({ file }) => why(world.units(), ledger, file),
    listWaiting: async (params) => listWaiting(world.units(), params),
    verify: (params, signal, notify) => verifyAndTell(world, params, tellTo(notify), signal),
    backup: ({ file }, _, notify) =>
      writeBackup({ ledger, loaded: world.loaded(), file, tell: tellTo(notify) }, world.clock),
    resend: ({ files }, _, notify) =>
      resend(
        { ledger, origins: world.origins, boxesOf: (key) => boxesOf(key)?.sending.sender.boxes ?? null },
        files,
        withoutHaste(tellTo(notify), world.clock),
      ),
    correctable: (params) => correctable(world, params),
    correct: (params, signal) =>
      correct({ ...world, boxesOf: (key) => boxesOf(key)?.sending.sender.boxes ?? null }, params, signal),
    handle: (params) => handle(world, params),
    settleUnknown: (params) =>
      settle(
        {
          ledger,
          clock: world.clock,
          emit: world.emit,
          boxesOf: (key) => boxesOf(key)?.sending.sender.boxes ?? null,
          tell: ({ id }, settlement) =>
            world.units().some((unit) => unit.sending.inFlight.unknowns.settle(id, settlement)),
          isDelivering: ({ id }) => world.units().some((unit) => unit.sending.inFlight.delivering.has(id)),
        },
        params,
      ),
    ...amendmentHandlers(world),
    ...bookHandlers(world, tellTo),
    listDocuments: (params) => ledger.listDocuments(toDocumentQuery(params)),
    examine: ({ document }, signal) => examine(world, document, signal),
    ...listHandlers(ledger),
    listReceipts: (params) => listReceiptsByState(ledger, toReceiptQuery(params), params),
    report: ({ day }) => agentReport(world, day),
    overdue: (params) => overdue(ledger, world.units().map(answeredBusiness), params, world.clock),
    startFlow: (params) => changeFlows(world, params, (gate) => startByWord(world, gate, whoOf(params))),
    stopFlow: (params) => changeFlows(world, params, (gate) => stopByWord(world, gate, whoOf(params))),
    pause: async () => ({ changed: world.setPaused(true) }),
    resume: async () => ({ changed: world.setPaused(false) }),
    ...signerHandlers(world.signer),
    ...alertHandlers(world),
    testConnection: (_, signal, notify) => testThrough(world, (step) => notify('testStep', step), signal),
    doctor: (_, signal) =>
      doctorByAgent(world, { verifyWorld: () => verifyWorld(world), noRoute: () => noRouteOf(world.units()) }, signal),
    settings: async () => readSettings(world),
    editSettings: (params, signal) => editSettings(world, params, signal),
    reloadConfig: (_, signal) => world.reloadConfig(signal),
    subscribe: async ({ afterSeq }) => world.backlog(afterSeq),
    ...hostHandlers(world),
  };
}

const tellTo =
  (notify: Notify): TellProgress =>
  (progress) =>
    notify('progress', progress);

async function statusOf(world: HandlerWorld): Promise<Snapshot> {
  // Where the ledger gives no answer, the last counts are better than none: the agent tells that trouble itself.
  await world.count().catch(() => undefined);
  return world.snapshot();
}

const whoOf = ({ by }: FlowParams): string => by ?? hostUser().name;

const testThrough = (
  { transport, units }: HandlerWorld,
  onStep: (step: TestStepRecord) => void,
  signal: AbortSignal,
): Promise<readonly TestStepRecord[]> => testConnection(transport, noRouteOf(units()), onStep, signal);

/** The oldest word that a document has brought back of a route that is missing. */
function noRouteOf(units: readonly BusinessUnit[]): Fault | null {
  const faults = units.map(({ sending }) => sending.journal.gate.fault);
  return faults.find((fault) => fault?.code === 'transport.unroutable') ?? null;
}

/** In one answer; a caller pages. */
const ACTS_MAX = 1_000;

const listHandlers = (ledger: Ledger): Pick<CommandHandlers, 'browseDocuments' | 'outlineDocuments' | 'listActs'> => ({
  browseDocuments: (params) => browse(ledger, params),
  outlineDocuments: (params) => outline(ledger, params),
  listActs: ({ before, limit }) =>
    ledger.listActs(before === null ? null : toDocumentId(before), Math.min(limit, ACTS_MAX)),
});

/** What is asked of the process and of what it serves, and not of the businesses. */
const hostHandlers = (
  world: HandlerWorld,
): Pick<CommandHandlers, 'logHistory' | 'restart' | 'shutdown' | 'webLink'> => ({
  logHistory: (params) => readLogHistory(logDirectory(dataDirOf(world.loaded())), params),
  restart: async () => ({ accepted: world.restart() }),
  shutdown: async () => shutDown(world),
  webLink: async ({ by }) => ({ url: linkOf(world, by) }),
});

function linkOf({ webLink }: HandlerWorld, by: string): string {
  const url = webLink(by);
  if (url === null) throw new Fault('web.off');
  return url;
}

function shutDown({ shutdown }: HandlerWorld): { readonly accepted: boolean } {
  shutdown();
  return { accepted: true };
}
