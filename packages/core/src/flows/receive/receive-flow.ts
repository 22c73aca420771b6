import { Fault } from '../../contract/fault.js';
import type { Delivery, Session } from '../../ports/transport.js';
import { Scope } from '../../runtime/scope.js';
import { SessionGuard } from '../await-session.js';
import type { FlowGate } from '../flow-gate.js';
import { ReceiveLine } from './receive-line.js';
import type { Receiving } from './receiver.js';

/** Deliveries that a worker opens together: many, so that handing over does not dominate; several at a time fill the line. */
const CHUNK_MAX = 64;

/**
 * The receive flow, until `intake` aborts: a session after another, deliveries in natural batches. What was received and not
 * accepted when it ends is delivered again by the broker.
 */
export async function runReceiveFlow(receiving: Receiving, intake: AbortSignal): Promise<void> {
  const gates = (): readonly FlowGate[] => receiving.receiver.desks().map((desk) => desk.gate);
  using guard = new SessionGuard(receiving.receiver, gates);
  while (!intake.aborted) {
    try {
      await receiving.journal.gate.pass(intake);
      await receiveFrom(receiving, { guard, session: await guard.next(intake) }, intake);
    } catch (reason) {
      const fault = Fault.from(reason, 'internal.unexpected');
      // Aborted without our being told to stop: a session ended in the middle of a batch, and the next one goes on.
      if (fault.code !== 'operation.aborted' && fault.fate === 'halt') throw fault;
    }
  }
}

interface Guarded {
  readonly guard: SessionGuard;
  readonly session: Session;
}

/** Reads ahead up to the prefetch; ends with the session or the signal. */
async function receiveFrom(receiving: Receiving, { guard, session }: Guarded, intake: AbortSignal): Promise<void> {
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
  const line = new ReceiveLine(receiving, ending);
  let isPumping = false;
  const pump = async (): Promise<void> => {
    isPumping = true;
    // One turn of the event loop gathers what has arrived together.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (waiting.length > 0 && !ending.aborted) {
      const chunk = waiting.splice(0, CHUNK_MAX);
      scope.spawn(() => line.add(chunk));
      await line.hasRoom();
    }
    isPumping = false;
  };
  for await (const delivery of session.receive(
    receiving.receiver.queue,
    { prefetch: receiving.receiver.prefetch, onConsuming: () => guard.serves() },
    ending,
  )) {
    waiting.push(delivery);
    if (!isPumping) scope.spawn(pump);
  }
  await scope.settled();
  // What was read ahead and not begun goes back at once; on a session that has ended the broker takes it back by itself.
  for (const delivery of waiting.splice(0)) await delivery.release().catch(() => undefined);
  if (failure !== null) throw failure as Fault;
}
