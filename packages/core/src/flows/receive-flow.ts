import { Fault } from '../contract/fault.js';
import type { Delivery, Session } from '../ports/transport.js';
import { Scope } from '../runtime/scope.js';
import { untilDone } from './fates.js';
import type { FlowGate } from './flow-gate.js';
import { type Opened, receiveBatch } from './receive-delivery.js';
import type { ReceiveRoom } from './receive-room.js';
import { isSuspect, receiveSuspect } from './suspect-delivery.js';

/** Deliveries opened and made durable together: one commit for many, and a single one waits for nobody. */
const BATCH_MAX = 256;

/**
 * The receive flow, until `intake` aborts: a session after another, deliveries in natural batches. What was received and not
 * accepted when it ends is delivered again by the broker.
 */
export async function runReceiveFlow(room: ReceiveRoom, gate: FlowGate, intake: AbortSignal): Promise<void> {
  while (!intake.aborted) {
    try {
      await gate.pass(intake);
      await receiveFrom(room, gate, await room.session(intake), intake);
    } catch (reason) {
      const fault = Fault.from(reason, 'internal.unexpected');
      if (fault.code === 'operation.aborted') return;
      if (fault.fate === 'halt') throw fault;
    }
  }
}

/** Reads ahead up to the prefetch while the batch before is being made durable; ends with the session or the signal. */
async function receiveFrom(room: ReceiveRoom, gate: FlowGate, session: Session, intake: AbortSignal): Promise<void> {
  let failure: Fault | null = null;
  const stop = new AbortController();
  const ending = AbortSignal.any([intake, stop.signal]);
  const fail = (reason: unknown): void => {
    failure ??= Fault.from(reason, 'internal.unexpected');
    stop.abort();
  };
  void session.ended.then(() => stop.abort());
  const waiting: Delivery[] = [];
  await using scope = new Scope(intake, fail);
  let isPumping = false;
  const pump = async (): Promise<void> => {
    isPumping = true;
    // One turn of the event loop gathers what has arrived together.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (waiting.length > 0 && !ending.aborted) await handle(room, gate, waiting.splice(0, BATCH_MAX), ending);
    isPumping = false;
  };
  for await (const delivery of session.receive(room.queue, { prefetch: room.prefetch }, ending)) {
    waiting.push(delivery);
    if (!isPumping) scope.spawn(pump);
  }
  await scope.settled();
  // What was read ahead and not begun goes back at once; on a session that has ended the broker takes it back by itself.
  for (const delivery of waiting.splice(0)) await delivery.release().catch(() => undefined);
  if (failure !== null) throw failure as Fault;
}

async function handle(
  room: ReceiveRoom,
  gate: FlowGate,
  deliveries: readonly Delivery[],
  signal: AbortSignal,
): Promise<void> {
  await handleTogether(
    room,
    gate,
    deliveries.filter((delivery) => !isSuspect(delivery)),
    signal,
  );
  for (const delivery of deliveries.filter(isSuspect)) await receiveSuspect(room, gate, delivery, signal);
}

async function handleTogether(
  room: ReceiveRoom,
  gate: FlowGate,
  deliveries: readonly Delivery[],
  signal: AbortSignal,
): Promise<void> {
  if (deliveries.length === 0) return;
  const unsealed = await untilDone(
    (inner) =>
      room.jobs.unseal(
        deliveries.map(({ message }) => message.body),
        inner,
      ),
    gate,
    room.clock,
    signal,
  );
  const opened: Opened[] = [];
  for (const [index, delivery] of deliveries.entries()) {
    const content = unsealed[index];
    if (content !== undefined) opened.push({ delivery, unsealed: content });
  }
  // Disk or ledger trouble holds the flow here; the broker keeps what we do not accept.
  await untilDone(() => receiveBatch(room, opened), gate, room.clock, signal);
}
