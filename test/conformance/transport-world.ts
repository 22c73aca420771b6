import { randomUUID } from 'node:crypto';
import type { Message } from '../../packages/core/src/domain/message.js';
import { sendOne } from '../../packages/core/src/ports/array-of-one.js';
import type { Delivery, Session, SessionUse, Transport } from '../../packages/core/src/ports/transport.js';

/** What the suite has to know of an adapter, because the port leaves it to the broker. */
export interface TransportFacts {
  /** What becomes of a message to a queue that does not exist. */
  readonly missingQueue: 'created' | 'unroutable';
  /** Does the broker count deliveries? null = it only says whether there was one before. */
  readonly deliveryCounts: 'exact' | 'null-when-redelivered';
  /** Does the broker tell who else receives from a queue? */
  readonly tellsOthers: boolean;
  /** Accepting says whether the broker has surely seen it; otherwise that is always in doubt. */
  readonly seesAcceptance: boolean;
  /** Does the broker have a place for type, content type, headers and time? IBM MQ has one for the id and the attempt. */
  readonly carries: 'everything' | 'id-mark-and-body';
  /** The limit the worlds are set up with. */
  readonly maxMessageBytes: number;
}

/** One test's own corner of a broker: nothing in it is seen by another test. */
export interface TransportWorld extends AsyncDisposable {
  readonly transport: Transport;
  /** Of the same settings, for one direction. */
  transportFor(use: SessionUse): Promise<Transport>;
  /** Two queues that exist and are empty. */
  readonly queue: string;
  readonly otherQueue: string;
  /** A queue that does not exist. */
  readonly missingQueue: string;
}

/** How an adapter gets into the suite. */
export interface TransportHarness {
  readonly facts: TransportFacts;
  openWorld(): Promise<TransportWorld>;
}

export function message(fields: Partial<Message> = {}): Message {
  return {
    id: randomUUID(),
    type: 'DECCUS001',
    contentType: 'application/xml',
    headers: {},
    sentAtMs: null,
    body: Buffer.from('<DecMessage/>'),
    ...fields,
  };
}

/** Numbered bodies, so that order and losses are visible. */
export function numbered(count: number): readonly Message[] {
  return Array.from({ length: count }, (_, index) => message({ id: `m-${index}`, body: Buffer.from(String(index)) }));
}

export const text = (delivery: Pick<Delivery, 'message'>): string => Buffer.from(delivery.message.body).toString();

/** The next deliveries, not settled. The iteration goes on. */
export async function next(iterator: AsyncIterator<Delivery>, count: number): Promise<readonly Delivery[]> {
  const deliveries: Delivery[] = [];
  while (deliveries.length < count) {
    const { done, value } = await iterator.next();
    if (done === true) throw new Error(`the iteration ended after ${deliveries.length} of ${count} deliveries`);
    deliveries.push(value);
  }
  return deliveries;
}

/** What a delivery was; its body is there although it is settled. */
type Received = Pick<Delivery, 'message' | 'isRedelivered' | 'deliveryCount'>;

/** Receives and accepts that many; then the iteration is over. */
export async function takeAccepted(
  session: Session,
  queue: string,
  count: number,
  prefetch = 100,
): Promise<readonly Received[]> {
  const done = new AbortController();
  const deliveries: Received[] = [];
  const accepted: Promise<unknown>[] = [];
  for await (const delivery of session.receive(queue, { prefetch }, AbortSignal.any([done.signal, deadline()]))) {
    const { message: whole, isRedelivered, deliveryCount } = delivery;
    deliveries.push({ message: whole, isRedelivered, deliveryCount });
    accepted.push(delivery.accept());
    if (deliveries.length === count) done.abort();
  }
  await Promise.all(accepted);
  if (deliveries.length < count) throw new Error(`only ${deliveries.length} of ${count} deliveries came`);
  return deliveries;
}

/** Whatever is in the queue before a message sent now; proves that something is gone without waiting for nothing. */
export async function drainUntilMarker(session: Session, queue: string): Promise<readonly string[]> {
  const marker = message();
  await sendOne(session, queue, marker, deadline());
  const before: string[] = [];
  for await (const delivery of session.receive(queue, { prefetch: 10 }, deadline())) {
    await delivery.accept();
    if (delivery.message.id === marker.id) return before;
    before.push(delivery.message.id);
  }
  throw new Error('the marker did not come');
}

/** Nothing here takes this long; a test that hangs says so instead of waiting for the runner's limit. */
export function deadline(): AbortSignal {
  return AbortSignal.timeout(40_000);
}
