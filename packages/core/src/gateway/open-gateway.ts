import type { LoadedConfig } from '../config/load.js';
import { startError } from '../config/warnings.js';
import type { Direction } from '../contract/events.js';
import { Fault } from '../contract/fault.js';
import { createEnvelope } from '../envelope/create-envelope.js';
import type { Clock } from '../ports/clock.js';
import type { Ledger } from '../ports/ledger.js';
import type { LedgerName } from '../ports/left-behind.js';
import type { Transport } from '../ports/transport.js';
import { createFailure, type Failure } from '../runtime/failure.js';
import { createReclaimer } from '../runtime/host/index.js';
import { Limiter } from '../runtime/limiter.js';
import { Scope } from '../runtime/scope.js';
import type { Bus } from '../telemetry/bus.js';
import { ConfirmWatch } from '../transports/confirm-watch.js';
import { ConsumeWatch } from '../transports/consume-watch.js';
import { createSupervisor, RECONNECT_BACKOFF, type Supervisor } from '../transports/supervisor.js';
import { noticeOlderCopy, refuseLostLedger } from './care/lost-ledger.js';
import { openOwnLedger } from './care/upgrading.js';
import { createGateway, type Links } from './create-gateway.js';
import { openOriginNotes } from './documents/origin-notes.js';
import type { Gateway } from './gateway.js';
import { nameOf } from './owner/box-owner.js';
import { takeDataDirectory } from './owner/data-directory.js';
import { installationOf } from './owner/installation.js';
import { refuseMoved } from './owner/moved-mark.js';
import { stoppedFlowsIn } from './owner/stopped-flows.js';
import { createMint } from './parts/ids.js';
import { openJobs } from './parts/open-jobs.js';
import { openTelemetry } from './parts/open-telemetry.js';
import { openTransport } from './parts/open-transport.js';
import type { GatewayOptions } from './parts/options.js';
import { createReplaceableJobs } from './parts/replaceable-jobs.js';
import type { Decorate, Shared } from './parts/shared.js';
import { HeldBook } from './reports/held-book.js';
import { configuredBusinesses } from './settings/configured-businesses.js';
import { dataDirOf } from './settings/directories.js';
import { openSignerDesk } from './signing/open-signer-desk.js';
import { writeLastWords } from './watches/last-words.js';
import { demandSafeAddress } from './web/safe-address.js';
import { listWebUsers } from './web/users.js';

const PLAIN: Decorate = (_, port) => port;

/**
 * The composition root: everything concrete is chosen here and nowhere else, in the order in which it depends on what came
 * before, and disposed in the reverse. The ledger comes first: its lock is what makes this the only instance.
 */
export async function openGateway(
  loaded: LoadedConfig,
  options: GatewayOptions,
  signal: AbortSignal,
): Promise<Gateway> {
  const error = startError(loaded);
  if (error !== null) throw new Fault('config.invalid', { path: error.path, zh: error.zh, en: error.en });
  demandSafeAddress(loaded.config.web, () => listWebUsers(dataDirOf(loaded)).length);
  // Before all that writes, the last words too: what is at another machine by now is left as it is.
  refuseMoved(dataDirOf(loaded), []);
  const failure = createFailure();
  try {
    return await Scope.open(signal, failure.raise, (scope) => compose(loaded, options, { scope, failure }));
  } catch (reason) {
    const fault = Fault.from(reason, 'internal.unexpected');
    // The log of an agent that runs is its own, and an end that was asked for is no failure.
    const isOwn = fault.code !== 'instance.already-running' && fault.code !== 'operation.aborted';
    if (isOwn) writeLastWords(dataDirOf(loaded), fault, options.clock);
    throw fault;
  }
}

interface Lifetime {
  readonly scope: Scope;
  readonly failure: Failure;
}

async function compose(loaded: LoadedConfig, options: GatewayOptions, { scope, failure }: Lifetime): Promise<Gateway> {
  const { clock } = options;
  const { config } = loaded;
  const dataDir = dataDirOf(loaded);
  const exposed = takeDataDirectory(dataDir);
  const decorate = options.decorate ?? PLAIN;
  const opening = await openOwnLedger(loaded, options, scope);
  const ledger = decorate('ledger', opening.ledger);
  const businesses = configuredBusinesses(loaded);
  const ledgerName = nameOf(installationOf(dataDir), dataDir);
  const ledgerBefore = await beginRun({ ledger, own: ledgerName, clock }, loaded);
  const opened = await openTransport(loaded, 'client', clock);
  const telemetry = scope.use(await openTelemetry({ loaded, dataDir, businesses, address: opened.address, options }));
  const { emit } = telemetry.bus;
  opening.events.forEach(emit);
  for (const { path: directory, mode } of exposed) emit({ type: 'data.closed', path: directory, mode });
  if (opened.isPlainAndRemote) emit({ type: 'transport.plain', address: opened.address });
  const jobs = scope.use(createReplaceableJobs(await openJobs(loaded, businesses, emit)));
  const signer = await openSignerDesk(loaded, options, emit, scope);
  const supervise = (transport: Transport, direction: Direction): Supervisor =>
    createSupervisor({ transport, direction, clock, emit, policy: RECONNECT_BACKOFF });
  const links: Links = {
    sending: supervise(opened.sending, 'send'),
    receiving: supervise(opened.receiving, 'receive'),
    confirms: new ConfirmWatch(clock, emit),
    consumes: new ConsumeWatch(clock, emit),
  };
  const shared: Shared = {
    loaded,
    ledger,
    ledgerName,
    ledgerBefore,
    jobs,
    envelopeFor: (receivers) =>
      createEnvelope({
        kind: config.envelope.kind,
        clientId: config.clientId,
        receivers: () => receivers,
        icCard: config.envelope.icCard,
      }),
    sending: async (inner) => decorate('session', links.confirms.over(await links.sending.session(inner))),
    receiving: async (inner) => decorate('session', links.consumes.over(await links.receiving.session(inner))),
    sessionFault: (direction) => {
      const { fault } = (direction === 'send' ? links.sending : links.receiving).state();
      return fault === null ? new Fault('transport.unreachable') : Fault.fromRecord(fault);
    },
    sendQueue: opened.sendQueue,
    mintId: createMint(await ledger.latestId(), clock),
    origins: await openOriginNotes(ledger),
    stopped: stoppedFlowsIn(dataDir),
    inFlight: new Limiter(Number.MAX_SAFE_INTEGER, config.limits.inFlightBytesMax, createReclaimer()),
    signer,
    held: countHeldTimes(dataDir, telemetry.bus, clock, scope),
    decorate,
    clock,
    emit,
    fail: failure.raise,
  };
  return createGateway({ shared, telemetry, links, opened, businesses, dataDir, scope, failure, options });
}

function countHeldTimes(dataDir: string, bus: Bus, clock: Clock, scope: Scope): HeldBook['on'] {
  const book = new HeldBook(dataDir, clock);
  bus.addReader(book.see, 'report');
  scope.spawn((signal) => book.run(signal));
  return book.on;
}

/** What the ledger was before; a lost one is refused, and an older copy noticed, before the run begins. */
async function beginRun(
  { ledger, own, clock }: { readonly ledger: Ledger; readonly own: LedgerName; readonly clock: Clock },
  loaded: LoadedConfig,
): Promise<Shared['ledgerBefore']> {
  const before = { isNew: ledger.isNew, lastBatch: ledger.lastBatch };
  if (ledger.isNew) refuseLostLedger(own, loaded);
  await noticeOlderCopy({ ledger, own, clock }, loaded);
  await ledger.begin();
  return before;
}
