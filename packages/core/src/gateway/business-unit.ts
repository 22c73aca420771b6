import path from 'node:path';
import { openBoxes } from '../boxes/open-boxes.js';
import { openWatcher } from '../boxes/watcher.js';
import type { BusinessConfig } from '../config/schema.js';
import type { Direction } from '../contract/events.js';
import { Fault } from '../contract/fault.js';
import { takenExtensions } from '../domain/businesses/attachments.js';
import type { BusinessDefinition } from '../domain/businesses/definition.js';
import { messageTypeOf } from '../domain/businesses/message-type.js';
import type { DocumentRecord } from '../domain/document.js';
import { asDocumentId } from '../domain/ids.js';
import { messageIdFor } from '../envelope/message-id.js';
import { settleUnknown } from '../flows/deliver.js';
import { DuplicateGuard } from '../flows/duplicate-guard.js';
import { FlowGate } from '../flows/flow-gate.js';
import type { ReceiveDesk } from '../flows/receive-room.js';
import type { SendRoom } from '../flows/room.js';
import { runSendFlow } from '../flows/send-flow.js';
import { SharedHold } from '../flows/shared-hold.js';
import { UnknownDesk } from '../flows/unknown-desk.js';
import type { Claimed } from '../flows/withdraw-document.js';
import { Bell } from '../runtime/bell.js';
import { joinLimiters, Limiter } from '../runtime/limiter.js';
import { Scope } from '../runtime/scope.js';
import { callEvery } from '../runtime/timer.js';
import { findBoxOwner, writeBoxOwner } from './box-owner.js';
import type { Directories } from './directories.js';
import { explain } from './explain.js';
import { takeLease } from './lease.js';
import { type Known, recoverBusiness } from './recover.js';
import { recoverUndone } from './recover-undone.js';
import { createSealer } from './sealer.js';
import type { Shared } from './shared.js';
import { announceUnsigned, effectiveSigning } from './signing/effective-signing.js';

/** What is known of the run before, as far as it concerns one business. */
export interface LastRun {
  readonly open: readonly DocumentRecord[];
  /** Then moves that were done may be undone. */
  readonly hasMachineRestarted: boolean;
}

/** One configured business, alive: its boxes, its two flows, its part of recovery. */
export interface BusinessUnit extends AsyncDisposable {
  readonly definition: BusinessDefinition;
  readonly directories: Directories;
  readonly room: SendRoom;
  readonly desk: ReceiveDesk;
  readonly business: BusinessConfig;
  /** Puts boxes and ledger together again; returns how many documents that concerned. Before `run`. */
  recover(after: LastRun, signal: AbortSignal): Promise<number>;
  /** Until `intake` aborts and what is in flight is done, or `abort` aborts. */
  run(intake: AbortSignal, abort: AbortSignal): Promise<void>;
  /** Takes over limits and policies; anything else needs the unit to be opened anew. */
  apply(business: BusinessConfig): void;
}

export interface UnitSettings {
  readonly definition: BusinessDefinition;
  readonly business: BusinessConfig;
  readonly directories: Directories;
}

export function openBusinessUnit(shared: Shared, settings: UnitSettings, signal: AbortSignal): Promise<BusinessUnit> {
  return Scope.open(signal, shared.fail, (scope) => compose(shared, settings, scope));
}

async function compose(shared: Shared, settings: UnitSettings, scope: Scope): Promise<BusinessUnit> {
  const { definition, directories } = settings;
  const live = { business: settings.business };
  // Before anything is looked at: two clients on one OutBox would each take half of it.
  if (!definition.isReceiveOnly) scope.use(leaseOf(shared, directories.outBox));
  const opened = scope.use(await openBoxes(boxSettings(settings), shared.clock));
  scope.use(leaving(() => noteLastBatch(shared, directories.tempBox)));
  const inBox = shared.decorate('inBox', opened.inBox);
  const limiter = new Limiter(live.business.send.maxConcurrent, shared.loaded.config.limits.inFlightBytesMax);
  const isSending = !definition.isReceiveOnly && live.business.send.enabled;
  const gateOf = (direction: Direction, isStarted: boolean): FlowGate =>
    new FlowGate({ business: definition.key, direction }, isStarted, shared.clock, shared.emit);
  const gate = gateOf('send', isSending);
  let ending = new AbortController().signal;
  const room: SendRoom = {
    ...createRoom(shared, settings),
    policy: () => live.business.send,
    outBox: opened.outBox,
    boxes: shared.decorate('boxes', opened.boxes),
    inBox,
    gate,
    nacked: new SharedHold(gate),
    ending: () => ending,
    limiter: joinLimiters(limiter, shared.inFlight),
    spawn: (work) => scope.spawn(work),
  };
  joinSigner(shared, settings, room.gate, scope);
  let unknown: readonly Claimed[] = [];
  return {
    definition,
    directories,
    room,
    desk: { business: definition.key, inBox, gate: gateOf('receive', live.business.receive.enabled) },
    get business() {
      return live.business;
    },
    async recover({ open, hasMachineRestarted }, inner) {
      const recovered = await recoverBusiness(room, knownOf(shared, open, directories), inner);
      unknown = recovered.unknown;
      const { onDuplicate, duplicateHours } = live.business.send;
      if (onDuplicate !== 'off' && !definition.isReceiveOnly)
        await room.duplicates.seed(shared.clock.nowMs() - duplicateHours * HOUR_MS);
      const undone = hasMachineRestarted ? await recoverUndone(room, inner) : 0;
      return recovered.documents + undone;
    },
    async run(intake, abort) {
      ending = intake;
      for (const document of unknown) {
        scope.spawn((inner) => settleUnknown(room, document, AbortSignal.any([inner, abort])));
      }
      if (!definition.isReceiveOnly) await watchAndSend(room, live.business, intake, abort);
    },
    apply(next) {
      live.business = next;
      limiter.resize(next.send.maxConcurrent);
      room.bell.ring();
    },
    [Symbol.asyncDispose]: () => scope[Symbol.asyncDispose](),
  };
}

function joinSigner(shared: Shared, { definition, business }: UnitSettings, gate: FlowGate, scope: Scope): void {
  const needsSigner = effectiveSigning(shared, definition, business) !== 'none' && !definition.isReceiveOnly;
  if (shared.signer !== null && needsSigner) scope.use(leaving(shared.signer.join(gate, definition.key)));
  announceUnsigned(shared, definition, business);
}

function knownOf({ ledgerName }: Shared, open: LastRun['open'], { tempBox }: Directories): Known {
  return { open, tempBox, ledger: ledgerName };
}

function leaving(leave: () => void): AsyncDisposable {
  return { [Symbol.asyncDispose]: async () => leave() };
}

/** So that a copy of before this run is known for one. */
function noteLastBatch({ ledger, ledgerName }: Shared, tempBox: string): void {
  try {
    const owner = findBoxOwner(tempBox);
    if (owner?.installation === ledgerName.installation) writeBoxOwner(tempBox, { ...owner, batch: ledger.lastBatch });
  } catch {
    // A box that is away at the end: what was noted at the start still tells a copy of an earlier run.
  }
}

function leaseOf({ loaded, clock }: Shared, outBox: string): AsyncDisposable {
  const lease = takeLease(outBox, path.resolve(loaded.directory, loaded.config.dataDir), clock);
  const stopKeeping = callEvery(LEASE_KEPT_MS, () => lease.keep());
  return {
    [Symbol.asyncDispose]: async () => {
      stopKeeping();
      lease[Symbol.dispose]();
    },
  };
}

/** Two looks at the file system each time; another agent has to be started in between to be let in. */
const LEASE_KEPT_MS = 2_000;

const HOUR_MS = 3_600_000;

type OwnParts = 'policy' | 'outBox' | 'boxes' | 'inBox' | 'gate' | 'nacked' | 'ending' | 'limiter' | 'spawn';

/** The part of the room that needs nothing that is opened for this unit. */
function createRoom(shared: Shared, { definition, business, directories }: UnitSettings): Omit<SendRoom, OwnParts> {
  const { key } = definition;
  return {
    business: key,
    outBoxPath: directories.outBox,
    jobs: shared.jobs,
    ledger: shared.ledger,
    seal: createSealer(shared, definition, business),
    session: shared.sending,
    sessionFault: () => shared.sessionFault('send'),
    queue: shared.sendQueue,
    bell: new Bell(),
    unknowns: new UnknownDesk(),
    delivering: new Set(),
    mintId: () => asDocumentId(shared.mintId()),
    identify: (id, file) => ({
      messageId: messageIdFor(shared.loaded.config.clientId, id),
      messageType: messageTypeOf(file, definition),
    }),
    isResend: (name) => shared.origins.has(key, name),
    duplicates: new DuplicateGuard(key, shared.ledger),
    takeOrigin: (name) => shared.origins.take(key, name),
    keepOrigin: (name, origin) => shared.origins.note(key, name, origin),
    explain,
    clock: shared.clock,
    emit: shared.emit,
  };
}

async function watchAndSend(
  room: SendRoom,
  business: BusinessConfig,
  intake: AbortSignal,
  abort: AbortSignal,
): Promise<void> {
  await using _watcher = await openWatcher(
    {
      outBox: room.outBoxPath,
      mode: business.send.watch,
      ring: () => room.bell.ring(),
      onRootChange: (state) => announceRoot(room, state),
      onUnavailable: (reason) => announceUnwatched(room, reason),
      clock: room.clock,
    },
    intake,
  );
  await runSendFlow(room, intake, abort);
}

function boxSettings({ definition, business, directories }: UnitSettings): Parameters<typeof openBoxes>[0] {
  return {
    business: definition.key,
    directories,
    settleMs: business.send.settleMs,
    extensions: takenExtensions(definition),
  };
}

function announceUnwatched({ outBoxPath: path, emit }: SendRoom, reason: unknown): void {
  emit({ type: 'watch.unavailable', path, fault: new Fault('watch.unavailable', {}, reason).toRecord() });
}

function announceRoot({ business, outBoxPath, emit }: SendRoom, state: 'missing' | 'back'): void {
  const path = outBoxPath;
  if (state === 'back') emit({ type: 'box.back', business, path });
  else emit({ type: 'box.missing', business, path, fault: new Fault('disk.missing', { path }).toRecord() });
}
