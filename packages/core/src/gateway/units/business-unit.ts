import { createLeftBehind } from '../../boxes/left-behind.js';
import { openBoxes } from '../../boxes/open-boxes.js';
import type { BusinessConfig } from '../../config/schema.js';
import type { Direction } from '../../contract/events.js';
import { takenExtensions } from '../../domain/businesses/attachments.js';
import type { BusinessDefinition } from '../../domain/businesses/definition.js';
import type { BusinessKey, DocumentRecord } from '../../domain/document.js';
import { FlowGate } from '../../flows/flow-gate.js';
import type { ReceiveDesk } from '../../flows/receive/receiver.js';
import { recoverBusiness } from '../../flows/recovery/recover.js';
import type { Recovering } from '../../flows/recovery/recovering.js';
import { recoverUndone } from '../../flows/recovery/undone.js';
import type { Amendments } from '../../flows/send/amendments.js';
import { settleUnknown } from '../../flows/send/doubt.js';
import type { Intake } from '../../flows/send/intake.js';
import type { Claimed, Sending } from '../../flows/send/sender.js';
import { joinLimiters, Limiter } from '../../runtime/limiter.js';
import { Scope } from '../../runtime/scope.js';
import { callEvery } from '../../runtime/timer.js';
import { findBoxOwner, writeBoxOwner } from '../owner/box-owner.js';
import { createClaimOwners } from '../owner/claim-owners.js';
import { takeLease } from '../owner/lease.js';
import type { Shared } from '../parts/shared.js';
import { type Directories, dataDirOf } from '../settings/directories.js';
import type { UnitSettings } from '../settings/unit-settings.js';
import { announceUnsigned, effectiveSigning } from '../signing/effective-signing.js';
import { createIntake, watchAndSend } from './create-intake.js';

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
  readonly sending: Sending;
  readonly desk: ReceiveDesk;
  readonly business: BusinessConfig;
  /** Puts boxes and ledger together again; returns how many documents that concerned. Before `run`. */
  recover(after: LastRun, signal: AbortSignal): Promise<number>;
  /** Until `intake` aborts and what is in flight is done, or `abort` aborts. */
  run(intake: AbortSignal, abort: AbortSignal): Promise<void>;
  /** Files that are held as amendments, and what a person says of them. */
  readonly amendments: Amendments;
  /** Takes over limits and policies; anything else needs the unit to be opened anew. */
  apply(business: BusinessConfig): void;
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
  const gate = gateOf(shared, definition.key, 'send', isSending);
  let ending = new AbortController().signal;
  const intake = createIntake(shared, settings, {
    policy: () => live.business.send,
    outBox: opened.outBox,
    boxes: shared.decorate('boxes', opened.boxes),
    inBox,
    gate,
    limiter: joinLimiters(limiter, shared.inFlight),
    ending: () => ending,
    spawn: (work) => scope.spawn(work),
  });
  const { sending, amendments } = intake;
  const receiveGate = gateOf(shared, definition.key, 'receive', live.business.receive.enabled);
  joinSigner(shared, settings, gate, scope);
  let unknown: readonly Claimed[] = [];
  return {
    definition,
    directories,
    sending,
    amendments,
    desk: { business: definition.key, inBox, gate: receiveGate },
    get business() {
      return live.business;
    },
    async recover({ open, hasMachineRestarted }, inner) {
      const at = recoveringAt(shared, sending, directories);
      const recovered = await recoverBusiness(at, open, inner);
      unknown = recovered.unknown;
      if (!definition.isReceiveOnly) await seedDuplicates(intake, live.business);
      const undone = hasMachineRestarted ? await recoverUndone(at, inner) : 0;
      return recovered.documents + undone;
    },
    async run(taking, abort) {
      ending = taking;
      for (const flow of [gate, receiveGate]) flow.endsWith(taking);
      for (const document of unknown) {
        scope.spawn((inner) => settleUnknown(sending, document, AbortSignal.any([inner, abort])));
      }
      if (!definition.isReceiveOnly)
        await watchAndSend({ intake, outBox: directories.outBox, watch: live.business.send.watch }, taking, abort);
    },
    apply(next) {
      live.business = next;
      limiter.resize(next.send.maxConcurrent);
      intake.bell.ring();
    },
    [Symbol.asyncDispose]: () => scope[Symbol.asyncDispose](),
  };
}

async function seedDuplicates({ duplicates, sending }: Intake, { send }: BusinessConfig): Promise<void> {
  if (send.onDuplicate !== 'off') await duplicates.seed(sending.journal.clock.nowMs() - send.duplicateHours * HOUR_MS);
}

function recoveringAt({ jobs, ledgerName }: Shared, sending: Sending, { outBox, tempBox }: Directories): Recovering {
  return { sending, jobs, owners: createClaimOwners(tempBox, ledgerName), left: createLeftBehind(outBox) };
}

/** At its start: which of its flows run, and which a person stopped in an earlier run. */
export function tellFlows({ emit, stopped }: Shared, { sending, desk }: BusinessUnit): void {
  for (const gate of [sending.journal.gate, desk.gate]) {
    const word = stopped.find(gate.flow);
    gate.tellStart();
    if (gate.state === 'stopped' && word !== null) emit({ type: 'flow.stopped', flow: gate.flow, ...word });
  }
}

/** What a person has stopped stays stopped, whatever the configuration says. */
export function gateOf(
  { clock, emit, stopped }: Shared,
  business: BusinessKey,
  direction: Direction,
  isStarted: boolean,
): FlowGate {
  const flow = { business, direction };
  return new FlowGate(flow, isStarted && stopped.find(flow) === null, clock, emit);
}

function joinSigner(shared: Shared, { definition, business }: UnitSettings, gate: FlowGate, scope: Scope): void {
  const needsSigner = effectiveSigning(shared, definition, business) !== 'none' && !definition.isReceiveOnly;
  if (shared.signer !== null && needsSigner) scope.use(leaving(shared.signer.join(gate, definition.key)));
  announceUnsigned(shared, definition, business);
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
  const lease = takeLease(outBox, dataDirOf(loaded), clock);
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

function boxSettings({ definition, business, directories }: UnitSettings): Parameters<typeof openBoxes>[0] {
  return {
    business: definition.key,
    directories,
    settleMs: business.send.settleMs,
    extensions: takenExtensions(definition),
  };
}
