import { openBoxes } from '../boxes/open-boxes.js';
import { openWatcher } from '../boxes/watcher.js';
import type { BusinessConfig } from '../config/schema.js';
import { Fault } from '../contract/fault.js';
import type { BusinessDefinition } from '../domain/businesses/definition.js';
import type { DocumentRecord } from '../domain/document.js';
import { asDocumentId } from '../domain/ids.js';
import { messageIdFor } from '../envelope/message-id.js';
import { settleUnknown } from '../flows/deliver.js';
import { FlowGate } from '../flows/flow-gate.js';
import type { ReceiveDesk } from '../flows/receive-room.js';
import type { SendRoom } from '../flows/room.js';
import { runSendFlow } from '../flows/send-flow.js';
import { UnknownDesk } from '../flows/unknown-desk.js';
import type { Claimed } from '../flows/withdraw-document.js';
import { Bell } from '../runtime/bell.js';
import { joinLimiters, Limiter } from '../runtime/limiter.js';
import { Scope } from '../runtime/scope.js';
import type { Directories } from './directories.js';
import { explain } from './explain.js';
import { recoverBusiness } from './recover.js';
import type { Shared } from './shared.js';
import { createSealer } from './sealer.js';

/** One configured business, alive: its boxes, its two flows, its part of recovery. */
export interface BusinessUnit extends AsyncDisposable {
  readonly definition: BusinessDefinition;
  readonly directories: Directories;
  readonly room: SendRoom;
  readonly desk: ReceiveDesk;
  readonly business: BusinessConfig;
  /** Puts boxes and ledger together again; returns how many documents that concerned. Before `run`. */
  recover(open: readonly DocumentRecord[], signal: AbortSignal): Promise<number>;
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

export async function openBusinessUnit(shared: Shared, settings: UnitSettings, signal: AbortSignal): Promise<BusinessUnit> {
  const { definition, directories } = settings;
  let business = settings.business;
  const { clock, emit } = shared;
  const scope = new Scope(signal, () => undefined);
  const opened = scope.use(await openBoxes(boxSettings(settings), clock));
  const inBox = shared.decorate('inBox', opened.inBox);
  const bell = new Bell();
  const limiter = new Limiter(business.send.maxConcurrent, shared.loaded.config.limits.inFlightBytesMax);
  const key = definition.key;
  const canSend = !definition.isReceiveOnly;
  const sendGate = new FlowGate({ business: key, direction: 'send' }, canSend && business.send.enabled, clock, emit);
  const receiveGate = new FlowGate({ business: key, direction: 'receive' }, business.receive.enabled, clock, emit);
  const room: SendRoom = {
    business: key,
    policy: () => business.send,
    outBox: opened.outBox,
    outBoxPath: directories.outBox,
    boxes: shared.decorate('boxes', opened.boxes),
    inBox,
    jobs: shared.jobs,
    ledger: shared.ledger,
    seal: createSealer(shared, definition, business),
    session: shared.session,
    queue: shared.sendQueue,
    gate: sendGate,
    bell,
    limiter: joinLimiters(limiter, shared.inFlight),
    unknowns: new UnknownDesk(),
    spawn: (work) => scope.spawn(work),
    mintId: () => asDocumentId(shared.mintId()),
    identify: (id, foundType) => ({
      messageId: messageIdFor(shared.loaded.config.clientId, id),
      messageType: business.messageType ?? definition.formIds[0] ?? foundType ?? '',
    }),
    takeOrigin: (name) => shared.origins.take(key, name),
    explain,
    clock,
    emit,
  };
  let unknown: readonly Claimed[] = [];
  return {
    definition,
    directories,
    room,
    desk: { business: key, inBox, gate: receiveGate },
    get business() {
      return business;
    },
    async recover(open, inner) {
      const recovered = await recoverBusiness(room, open, inner);
      unknown = recovered.unknown;
      return recovered.documents;
    },
    async run(intake, abort) {
      for (const document of unknown) scope.spawn((inner) => settleUnknown(room, document, AbortSignal.any([inner, abort])));
      if (!canSend) return;
      const onRootChange = (state: 'missing' | 'back'): void => announceRoot(room, state);
      await using _watcher = await openWatcher({ outBox: directories.outBox, mode: business.send.watch, ring: () => bell.ring(), onRootChange, clock }, intake);
      await runSendFlow(room, intake, abort);
    },
    apply(next) {
      business = next;
      limiter.resize(next.send.maxConcurrent);
      bell.ring();
    },
    [Symbol.asyncDispose]: () => scope[Symbol.asyncDispose](),
  };
}

function boxSettings({ definition, business, directories }: UnitSettings): Parameters<typeof openBoxes>[0] {
  return { business: definition.key, directories, settleMs: business.send.settleMs, extensions: definition.extensions };
}

function announceRoot({ business, outBoxPath, emit }: SendRoom, state: 'missing' | 'back'): void {
  const path = outBoxPath;
  if (state === 'back') emit({ type: 'box.back', business, path });
  else emit({ type: 'box.missing', business, path, fault: new Fault('disk.missing', { path }).toRecord() });
}
