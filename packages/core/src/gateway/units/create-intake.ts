import { openWatcher } from '../../boxes/watcher.js';
import type { BusinessConfig } from '../../config/schema.js';
import type { SwicEvent } from '../../contract/events.js';
import { Fault } from '../../contract/fault.js';
import { messageTypeOf } from '../../domain/businesses/message-type.js';
import type { BusinessKey } from '../../domain/document.js';
import { asDocumentId } from '../../domain/ids.js';
import { messageIdFor } from '../../envelope/message-id.js';
import type { FlowGate } from '../../flows/flow-gate.js';
import { Amendments } from '../../flows/send/amendments.js';
import { createSending } from '../../flows/send/deliver.js';
import { DuplicateGuard } from '../../flows/send/duplicate-guard.js';
import type { Intake } from '../../flows/send/intake.js';
import { runSendFlow } from '../../flows/send/send-flow.js';
import type { DocumentNames, InFlight, Origins, Sender } from '../../flows/send/sender.js';
import { SharedHold } from '../../flows/send/shared-hold.js';
import { UnknownDesk } from '../../flows/send/unknown-desk.js';
import { Bell } from '../../runtime/bell.js';
import type { JointLimiter } from '../../runtime/limiter.js';
import type { Shared } from '../parts/shared.js';
import type { UnitSettings } from '../settings/unit-settings.js';
import { explain } from './explain.js';
import { createSealer } from './sealer.js';

/** What is opened, and lives, with one business. */
export interface OpenedUnit
  extends Pick<Sender, 'policy' | 'outBox' | 'boxes' | 'inBox'>,
    Pick<InFlight, 'ending' | 'spawn'> {
  readonly gate: FlowGate;
  readonly limiter: JointLimiter;
}

/** The line of one business's sending, and how files come onto it. */
export function createIntake(shared: Shared, settings: UnitSettings, opened: OpenedUnit): Intake {
  const { ledger, clock, emit, jobs } = shared;
  const { gate, limiter, ending, spawn } = opened;
  const sending = createSending({
    sender: createSender(shared, settings, opened),
    journal: { ledger, gate, clock, emit },
    inFlight: { delivering: new Set(), unknowns: new UnknownDesk(), nacked: new SharedHold(gate), ending, spawn },
  });
  const duplicates = new DuplicateGuard(settings.definition.key, ledger);
  const amendments = new Amendments(settings.definition.key, ledger);
  return { sending, jobs, bell: new Bell(), limiter, duplicates, amendments };
}

function createSender(shared: Shared, settings: UnitSettings, opened: OpenedUnit): Sender {
  const { definition, business } = settings;
  const { policy, outBox, boxes, inBox } = opened;
  return {
    business: definition.key,
    policy,
    outBox,
    boxes,
    inBox,
    names: namesOf(shared, settings),
    origins: originsOf(shared, definition.key),
    seal: createSealer(shared, definition, business),
    session: shared.sending,
    sessionFault: () => shared.sessionFault('send'),
    queue: shared.sendQueue,
    explain,
  };
}

function namesOf({ mintId, loaded }: Shared, { definition }: UnitSettings): DocumentNames {
  return {
    mintId: () => asDocumentId(mintId()),
    identify: (id, file) => ({
      messageId: messageIdFor(loaded.config.clientId, id),
      messageType: messageTypeOf(file, definition),
    }),
  };
}

function originsOf({ origins }: Shared, key: BusinessKey): Origins {
  return {
    has: (name) => origins.has(key, name),
    take: (name) => origins.take(key, name),
    keep: (name, origin) => origins.note(key, name, origin),
  };
}

interface Watched {
  readonly intake: Intake;
  /** Absolute path. */
  readonly outBox: string;
  readonly watch: BusinessConfig['send']['watch'];
}

/** Until `taking` aborts and what is in flight is done, or `abort` aborts. */
export async function watchAndSend(
  { intake, outBox, watch }: Watched,
  taking: AbortSignal,
  abort: AbortSignal,
): Promise<void> {
  const { clock, emit } = intake.sending.journal;
  const key = intake.sending.sender.business;
  await using _watcher = await openWatcher(
    {
      outBox,
      mode: watch,
      ring: () => intake.bell.ring(),
      onRootChange: (state) => emit(rootEvent(key, outBox, state)),
      onUnavailable: (reason) =>
        emit({
          type: 'watch.unavailable',
          path: outBox,
          fault: new Fault('watch.unavailable', {}, reason).toRecord(),
        }),
      clock,
    },
    taking,
  );
  await runSendFlow(intake, taking, abort);
}

function rootEvent(business: BusinessKey, path: string, state: 'missing' | 'back'): SwicEvent {
  if (state === 'back') return { type: 'box.back', business, path };
  return { type: 'box.missing', business, path, fault: new Fault('disk.missing', { path }).toRecord() };
}
