import { Fault } from '../contract/fault.js';
import { businessKey } from '../domain/document.js';
import { asDocumentId } from '../domain/ids.js';
import type { Message } from '../domain/message.js';
import type { Unsealed } from '../domain/receipts/unsealed.js';
import { createEnvelope } from '../envelope/create-envelope.js';
import { sendOne } from '../ports/array-of-one.js';
import type { Clock } from '../ports/clock.js';
import type { Jobs } from '../ports/jobs.js';
import type { Delivery, Session } from '../ports/transport.js';
import { createFailure } from '../runtime/failure.js';
import { Scope } from '../runtime/scope.js';
import { answersTo } from './answers.js';
import { type Due, Gatherer, gatheredAs } from './gather.js';
import { type Misbehaviour, misbehave, type Outgoing } from './misbehaviour.js';
import { readReceived } from './received.js';
import type { Scenario } from './scenario.js';
import { TakenNumbers } from './taken-numbers.js';

/** The other side, simulated. Everything it knows of the real platform is in the domain reference; it proves our side only. */
export interface PlatformSettings {
  readonly seed: number;
  readonly delayMs: number;
  readonly refuseShare: number;
  readonly misbehave: readonly Misbehaviour[];
  readonly misbehaveShare: number;
  readonly scenario: Scenario;
  readonly envelope: 'dxp' | 'plain';
  /** Answers to documents of one client that are due within this time go out as one message; 0 = each alone. */
  readonly gatherMs: number;
}

export interface PlatformRoom {
  readonly session: (signal: AbortSignal) => Promise<Session>;
  readonly receiveQueue: string;
  readonly sendQueue: string;
  readonly jobs: Jobs;
  /** The XML inside a ZIP; null when there is none to be had. */
  readonly unpack: (content: Uint8Array) => Promise<Uint8Array | null>;
  readonly clock: Clock;
}

/** Messages being answered at a time. */
const PREFETCH = 512;
const PLATFORM_ID = 'DXPSIM0000000001';

/** Answers what clients send, until the signal aborts. A message is accepted when all of its answers are with the broker. */
export async function runPlatform(room: PlatformRoom, settings: PlatformSettings, signal: AbortSignal): Promise<void> {
  // Over sessions: what was taken stays taken.
  const taken = new TakenNumbers();
  while (!signal.aborted) {
    try {
      const session = await room.session(signal);
      await serve(room, { settings, taken }, session, signal);
    } catch (reason) {
      const fault = Fault.from(reason, 'internal.unexpected');
      if (fault.code === 'operation.aborted') return;
      if (fault.fate === 'halt') throw fault;
    }
  }
}

interface Memory {
  readonly settings: PlatformSettings;
  readonly taken: TakenNumbers;
}

async function serve(room: PlatformRoom, memory: Memory, session: Session, signal: AbortSignal): Promise<void> {
  const failure = createFailure();
  // An answer that fails with its session is given again after the redelivery, under the same id.
  await using scope = new Scope(signal, (reason) => {
    if (Fault.from(reason, 'internal.unexpected').fate === 'halt') failure.raise(reason);
  });
  const ending = AbortSignal.any([signal, failure.signal]);
  const gatherer = new Gatherer(room.clock, memory.settings.gatherMs, (due, inner) =>
    sendOut(room, session, outgoingOf(memory.settings, [{ ...due, answer: { ...due.answer, afterMs: 0 } }]), inner),
  );
  for await (const delivery of session.receive(room.receiveQueue, { prefetch: PREFETCH }, ending)) {
    scope.spawn((inner) => answer(room, memory, { session, gatherer, delivery }, inner));
  }
  await scope.settled();
  failure.rethrow();
}

interface Serving {
  readonly session: Session;
  readonly gatherer: Gatherer;
  readonly delivery: Delivery;
}

async function answer(
  room: PlatformRoom,
  { settings, taken }: Memory,
  { session, gatherer, delivery }: Serving,
  signal: AbortSignal,
): Promise<void> {
  const unsealed = await open(room, delivery.message.body, signal);
  if (unsealed === null) return delivery.release();
  const received = readReceived(delivery.message, unsealed);
  const answers = answersTo(received, settings, taken, room.clock.nowMs());
  const all = answers.map((each, index): Due => ({ received, answer: each, index }));
  const keyOf = (due: Due): string | null => (settings.gatherMs === 0 ? null : gatheredAs(due));
  const alone = all.filter((due) => keyOf(due) === null);
  const together = all.flatMap((due) => {
    const key = keyOf(due);
    return key === null ? [] : [gatherer.add(key, due, signal)];
  });
  await Promise.all([sendOut(room, session, outgoingOf(settings, alone), signal), ...together]);
  await delivery.accept();
}

function outgoingOf(settings: PlatformSettings, due: readonly Due[]): readonly Outgoing[] {
  return misbehave(
    due.map((each) => seal(settings, each)),
    { seed: settings.seed, kinds: settings.misbehave, share: settings.misbehaveShare },
  );
}

async function sendOut(
  room: PlatformRoom,
  session: Session,
  outgoing: readonly Outgoing[],
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(outgoing.map((message) => sendLater(room, session, message, signal)));
}

/** Out of its envelope, and out of its ZIP where it came in one: the business system reads the XML in it. */
async function open(room: PlatformRoom, body: Uint8Array, signal: AbortSignal): Promise<Unsealed | null> {
  const [unsealed] = await room.jobs.unseal([body], signal);
  if (unsealed === undefined) return null;
  const xml = unsealed.unreadable === null ? null : await room.unpack(unsealed.receipt);
  if (xml === null) return unsealed;
  const [inner] = await room.jobs.unseal([xml], signal);
  return inner === undefined ? unsealed : { ...inner, envelope: unsealed.envelope };
}

function seal(settings: PlatformSettings, { received, answer, index }: Due): Outgoing {
  const id = `${PLATFORM_ID}${received.messageId}-${index + 1}`;
  // A DxpRep is an envelope of its own.
  if (answer.xml.includes('<DxpRep'))
    return { id, type: answer.messageType, afterMs: answer.afterMs, body: Buffer.from(answer.xml) };
  const envelope = createEnvelope({
    kind: settings.envelope,
    clientId: PLATFORM_ID,
    receivers: () => [received.clientId],
    icCard: null,
  });
  const enclosed = {
    id: asDocumentId(''),
    business: businessKey(received.business?.key ?? 'OTHERS'),
    name: answer.fileName,
    messageId: id,
    messageType: answer.messageType,
    keys: [],
  };
  const { body } = envelope.seal(enclosed, Buffer.from(answer.xml), 0);
  return { id, type: answer.messageType, afterMs: answer.afterMs, body };
}

async function sendLater(room: PlatformRoom, session: Session, outgoing: Outgoing, signal: AbortSignal): Promise<void> {
  if (outgoing.afterMs > 0) await room.clock.sleep(outgoing.afterMs, signal);
  const { id, type, body } = outgoing;
  const message: Message = {
    id,
    type,
    contentType: 'application/xml',
    headers: {},
    sentAtMs: room.clock.nowMs(),
    body,
  };
  await sendOne(session, room.sendQueue, message, signal);
}
