import { maintenancePlan } from '../config/maintenance-schema.js';
import { watchConfig } from '../config/watch.js';
import { CONTROL_PROTOCOL } from '../contract/commands.js';
import type { Direction } from '../contract/events.js';
import { Fault } from '../contract/fault.js';
import type { DocumentRecord } from '../domain/document.js';
import type { MaintenancePlan } from '../domain/maintenance/plan.js';
import { FlowGate } from '../flows/flow-gate.js';
import { untilDone } from '../flows/journal.js';
import { depositKept } from '../flows/receive/kept.js';
import { runReceiveFlow } from '../flows/receive/receive-flow.js';
import type { Receiving } from '../flows/receive/receiver.js';
import { lookBack } from '../flows/send/look-back.js';
import type { Ledger } from '../ports/ledger.js';
import type { Failure } from '../runtime/failure.js';
import { Scope } from '../runtime/scope.js';
import type { ConfirmWatch } from '../transports/confirm-watch.js';
import type { ConsumeWatch } from '../transports/consume-watch.js';
import type { Supervisor } from '../transports/supervisor.js';
import { answeredBusiness } from './commands/answered-business.js';
import { controlAddress } from './control/address.js';
import type { CommandHandlers, ConversationSettings } from './control/conversation.js';
import { createLocalClient } from './control/local-client.js';
import { type ControlServer, openControlServer } from './control/server.js';
import type { Gateway } from './gateway.js';
import { createHandlers } from './handlers.js';
import { runMetricsServer } from './metrics-server.js';
import { runOwnSandbox } from './own-sandbox.js';
import { readBootMark } from './owner/boot-mark.js';
import type { Telemetry } from './parts/open-telemetry.js';
import type { OpenedTransport } from './parts/open-transport.js';
import type { GatewayOptions } from './parts/options.js';
import type { Shared } from './parts/shared.js';
import { RestartOffer } from './restart-offer.js';
import type { ConfiguredBusiness } from './settings/configured-businesses.js';
import type { BusinessUnit } from './units/business-unit.js';
import { createReceiveUnit, OTHERS_KEY } from './units/receive-unit.js';
import { Units } from './units/units.js';
import { AlertWatch } from './watches/alert-watch.js';
import { watchBook } from './watches/book-watch.js';
import { DrainWatch } from './watches/drain-watch.js';
import { runHousekeeping } from './watches/housekeeping.js';
import { goneFault, watchLedger } from './watches/ledger-watch.js';
import { MaintenanceWatch } from './watches/maintenance-watch.js';
import { StandingWatch } from './watches/standing-watch.js';
import { watchStop } from './watches/stop-watch.js';
import { runDailyVerify, verifyAndTell } from './watches/verify-and-tell.js';
import type { WebDesk } from './web/web-server.js';
import { openWeb } from './web-routes.js';

/** The way to the broker and the way back: each is opened, ends and is told by itself (decision 0022). */
export interface Links {
  readonly sending: Supervisor;
  readonly receiving: Supervisor;
  readonly confirms: ConfirmWatch;
  readonly consumes: ConsumeWatch;
}

/** Everything that is open by now, in `openGateway`'s order. */
export interface Parts {
  readonly shared: Shared;
  readonly telemetry: Telemetry;
  readonly links: Links;
  readonly opened: OpenedTransport;
  readonly businesses: readonly ConfiguredBusiness[];
  readonly dataDir: string;
  readonly scope: Scope;
  /** Of everything that runs in the background, from the opening on. */
  readonly failure: Failure;
  readonly options: GatewayOptions;
}

/** Joins the parts, recovers what the last run left, opens the control socket. */
export async function createGateway(parts: Parts): Promise<Gateway> {
  const { shared, telemetry, scope, opened, options } = parts;
  const onReceiving = ({ definition, desk }: BusinessUnit): void =>
    scope.spawn(async (signal) => {
      const policy = { business: definition.key, hasMachineRestarted: false };
      // An InBox that is away just then would leave them in the ledger until the next start.
      await untilDone({ ...shared, gate: desk.gate }, () => depositKept(receive.receiving, policy), signal);
    });
  const alerts = new AlertWatch(shared, parts.dataDir, options.version);
  const listener = {
    onBusinesses: telemetry.setBusinesses,
    onReceiving,
    onStarted: () => maintenance.look(),
    onAlerts: alerts.adopt,
  };
  const units = scope.use(new Units(shared, listener, scope.signal));
  const maintenance = new MaintenanceWatch({ ...shared, plan: planOf(units), gates: units.gates });
  await units.open(parts.businesses);
  const receive = openReceiveUnit(parts, units);
  await recover(parts, units, receive.receiving);
  const drain = openDrainWatch(parts, units);
  const stopping = new AbortController();
  const restart = new RestartOffer(() => stopping.abort());
  const standings = new StandingWatch({ ...shared, businesses: () => units.all().map(answeredBusiness) });
  const handlers = createHandlers({
    ...shared,
    alerts: () => alerts.desk,
    units: units.all,
    away: units.away,
    transport: opened.transport,
    snapshot: () => telemetry.snapshot(),
    count: () => standings.look(),
    metricsText: () => telemetry.metrics.text(),
    backlog: (afterSeq) => telemetry.bus.backlog(afterSeq),
    setPaused: (isPaused) => units.setPaused(isPaused),
    onReceiveStarted: onReceiving,
    loaded: () => units.loaded,
    reloadConfig: () => units.reload(),
    shutdown: () => stopping.abort(),
    restart: () => restart.ask(),
    webLink: (by) => (web === null ? null : web.link(by)),
  });
  const conversation = conversationOf(telemetry, handlers);
  const web = openWeb(parts, units, conversation);
  const listening = { ...conversation, address: controlAddress(parts.dataDir), version: options.version };
  const control = scope.use(await openControlServer(listening));
  const all = { parts, units, receive, control, alerts, maintenance, standings, web };
  return {
    connect: () => createLocalClient(conversation, { protocol: CONTROL_PROTOCOL, version: options.version }),
    snapshot: () => telemetry.snapshot(),
    fail: shared.fail,
    offerRestart: () => restart.offer(),
    onEvent: (listener) => telemetry.bus.addReader(listener),
    drained: (limitMs, tell, signal) => drain.wait(limitMs, tell, signal),
    run: (intake, abort) => run(all, AbortSignal.any([intake, stopping.signal]), abort),
    [Symbol.asyncDispose]: () => close(parts),
  };
}

/** One queue for all businesses: what arrives for none of them is kept by it too. */
function openReceiveUnit({ shared, opened, dataDir }: Parts, units: Units): ReturnType<typeof createReceiveUnit> {
  const receiving = { business: OTHERS_KEY, direction: 'receive' satisfies Direction } as const;
  const receiveGate = new FlowGate(receiving, true, shared.clock, shared.emit);
  return createReceiveUnit(shared, {
    gate: receiveGate,
    queue: opened.receiveQueue,
    prefetch: opened.prefetch,
    desks: units.desks,
    dataDir,
    reconsider: (document, receipt) => {
      for (const { sending } of units.all())
        if (sending.inFlight.unknowns.has(document)) sending.inFlight.spawn(() => lookBack(sending, document, receipt));
    },
  });
}

function conversationOf({ bus, snapshot }: Telemetry, handlers: CommandHandlers): ConversationSettings {
  return { handlers, onEvent: (listener) => bus.addReader(listener), snapshot };
}

function openDrainWatch({ shared, telemetry }: Parts, units: Units): DrainWatch {
  const byReceipts = units.all().filter(({ definition }) => definition.sendResults.length === 0);
  const answered = new Set<string>(byReceipts.map(({ definition }) => definition.key));
  const drain = new DrainWatch(units.senders(), answered, shared.clock);
  telemetry.bus.addReader((event) => drain.see(event), 'drain');
  return drain;
}

/** A failure that came after `run` ended, or without it, has no other place to be told. */
async function close({ scope, failure }: Parts): Promise<void> {
  await scope[Symbol.asyncDispose]();
  failure.rethrow();
}

async function recover({ shared, dataDir, scope }: Parts, units: Units, receiving: Receiving): Promise<void> {
  const startedMs = shared.clock.tickMs();
  const open = new Map<string, DocumentRecord[]>();
  for await (const document of shared.ledger.openDocuments()) {
    const list = open.get(document.business) ?? [];
    list.push(document);
    open.set(document.business, list);
  }
  let documents = 0;
  const boot = readBootMark(dataDir, shared.clock);
  const { hasMachineRestarted } = boot;
  for (const unit of units.all())
    documents += await unit.recover({ open: open.get(unit.definition.key) ?? [], hasMachineRestarted }, scope.signal);
  const receipts = await depositKept(receiving, { business: null, hasMachineRestarted });
  units.startedAfter(boot);
  // What is recovered later asks again at the next start, in case it never comes to it.
  if (units.isComplete) boot.keep();
  const damage = await shared.ledger.findDamage();
  if (damage !== null && !damage.isAcknowledged) {
    const { noticedMs, gaps, batchesMissing, tables } = damage;
    const fault = new Fault('ledger.damaged', { noticedMs, gaps, batchesMissing, tables }).toRecord();
    shared.emit({ type: 'ledger.damaged', fault });
  }
  const durationMs = Math.round(shared.clock.tickMs() - startedMs);
  if (documents + receipts > 0) shared.emit({ type: 'ledger.recovered', documents, receipts, durationMs });
}

interface Running {
  readonly parts: Parts;
  readonly units: Units;
  readonly receive: ReturnType<typeof createReceiveUnit>;
  readonly control: ControlServer;
  readonly alerts: AlertWatch;
  readonly maintenance: MaintenanceWatch;
  readonly standings: StandingWatch;
  readonly web: WebDesk | null;
}

/**
 * Sending stops first and drains; receiving and the session stay up until then, since a confirm or a receipt may still settle
 * what is in flight. Then everything else ends.
 */
async function run(
  { parts, units, receive, control, alerts, maintenance, standings, web }: Running,
  intake: AbortSignal,
  wished: AbortSignal,
): Promise<void> {
  const { shared, telemetry, links, options, scope, failure } = parts;
  const { emit, loaded, signer, fail } = shared;
  const stop = AbortSignal.any([intake, failure.signal, scope.signal]);
  const hopeless = new AbortController();
  const abort = AbortSignal.any([wished, hopeless.signal]);
  emit({
    type: 'gateway.started',
    version: options.version,
    pid: process.pid,
    clientId: loaded.config.clientId,
    environment: loaded.config.environment,
  });
  {
    // Ends last: what is being received may still be accepted.
    await using connected = new Scope(abort, fail);
    for (const link of Object.values(links)) connected.spawn((signal) => link.run(signal));
    if (signer !== null) {
      // Looked at before the first document, so that none is taken for a card that is not there.
      await signer.look(stop).catch(fail);
      connected.spawn((signal) => signer.run(signal));
    }
    await using around = new Scope(abort, fail);
    const gates = (): readonly FlowGate[] => [receive.receiving.journal.gate, ...units.gates()];
    receive.receiving.journal.gate.endsWith(stop);
    const ending = { isEnding: () => stop.aborted, giveUp: () => hopeless.abort() };
    around.spawn((signal) => watchStop({ ...shared, ...links, ...ending, gates, stop }, signal));
    around.spawn((signal) => watchLedger({ ...shared, ...ending, gates, listen: () => control.listenAgain() }, signal));
    around.spawn((signal) => runReceiveFlow(receive.receiving, signal));
    around.spawn((signal) => receive.flusher.run(signal));
    around.spawn((signal) => receive.inBoxes.run(signal));
    around.spawn((signal) => watchConfig(loaded.file, () => units.reload(), shared, signal));
    around.spawn((signal) => serveMetrics(parts, signal));
    if (web !== null) around.spawn((signal) => web.run(signal));
    if (loaded.config.sandbox.enabled) around.spawn((signal) => runOwnSandbox(shared, signal));
    around.spawn((signal) => standings.run(signal));
    around.spawn((signal) => watchBook({ ...shared, loaded: () => units.loaded }, signal));
    const verifying = { ...shared, units: units.all, loaded: () => units.loaded };
    const inFlight = (): number => shared.inFlight.inFlight;
    const look = (signal: AbortSignal): Promise<unknown> => verifyAndTell(verifying, null, () => undefined, signal);
    around.spawn((signal) => runDailyVerify({ ...shared, inFlight, look }, signal));
    around.spawn((signal) => runHousekeeping({ shared, units: units.all, dataDir: parts.dataDir }, signal));
    const watching = { ...options, ...shared, ...telemetry, units: units.all, plan: planOf(units), failure };
    around.spawn((signal) => alerts.run(watching, signal));
    // At the stop it lets go: what is in flight is brought to its end, and nothing new is taken.
    const working = units.run(stop, AbortSignal.any([abort, failure.signal]));
    around.spawn((signal) => maintenance.run(AbortSignal.any([signal, stop])));
    await working;
    emit({ type: 'gateway.stopping', reason: abort.aborted ? 'aborted' : 'drained' });
  }
  await receive.flusher.flush();
  // Also where nothing was left to write, which would have told: a stop without the ledger is no good end.
  const gone = goneFault(shared.ledger);
  if (gone !== null) fail(gone);
  const openDocuments = await countOpen(shared.ledger);
  if (failure.first !== null) emit({ type: 'gateway.failed', fault: failure.first.toRecord() });
  emit({ type: 'gateway.stopped', openDocuments });
  failure.rethrow();
}

const planOf = (units: Units) => (): MaintenancePlan => {
  const { maintenance, transport } = units.loaded.config;
  return maintenancePlan(maintenance, transport.kind);
};

async function countOpen(ledger: Ledger): Promise<number> {
  const counts = await ledger.counts();
  const openStages = new Set(['claimed', 'sealed', 'sent', 'unknown']);
  return counts.filter(({ stage }) => openStages.has(stage)).reduce((sum, { documents }) => sum + documents, 0);
}

async function serveMetrics({ shared, telemetry: { metrics, snapshot } }: Parts, signal: AbortSignal): Promise<void> {
  const { host, port } = shared.loaded.config.metrics;
  if (port !== null) await runMetricsServer({ host, port }, { ...shared, metrics, snapshot }, signal);
}
