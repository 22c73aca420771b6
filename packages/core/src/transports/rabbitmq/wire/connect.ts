import { type ChannelModel, connect, type SocketOptions } from 'amqplib';
import { Fault } from '../../../contract/fault.js';
import { withDeadline } from '../../../runtime/deadline.js';
import { hasCode, rabbitmqFault } from '../faults.js';
import type { RabbitmqSettings } from '../settings.js';
import { createGatherer, GATHERED_BYTES_MAX } from './gather.js';
import { Handshake, tlsOptions } from './handshake.js';
import { readAnyHeader } from './readable-frames.js';

/** An open AMQP connection and the means to end it at once. */
export interface Connection {
  readonly model: ChannelModel;
  /** Called before a publish: what is written in this turn of the event loop leaves together. */
  readonly gather: () => void;
  /** Destroys the socket, whatever state the protocol is in; harmless when it is gone. */
  destroy(): void;
}

/** Connects, logs in and enters the virtual host, or rejects with a Fault. Bounded by `connectTimeoutMs`. */
export async function connectBroker(settings: RabbitmqSettings, signal: AbortSignal): Promise<Connection> {
  if (signal.aborted) throw new Fault('operation.aborted');
  // Node destroys the socket when this aborts: amqplib itself can only say goodbye, which needs an answering peer.
  const life = new AbortController();
  const abort = (): void => life.abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    const model = await withDeadline(
      connectModel(settings, life.signal),
      settings.connectTimeoutMs,
      'transport.timeout',
    );
    return { model, gather: createGatherer(model), destroy: abort };
  } catch (reason) {
    life.abort();
    if (signal.aborted) throw new Fault('operation.aborted');
    throw hasCode(reason)
      ? rabbitmqFault(reason, 'transport.unreachable')
      : await explainRefusal(settings, reason, signal);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

async function connectModel(settings: RabbitmqSettings, signal: AbortSignal): Promise<ChannelModel> {
  const { host, port, vhost, username, password, tls, heartbeatSeconds } = settings;
  const socketOptions: SocketOptions & { readonly signal: AbortSignal; readonly highWaterMark: number } = {
    // Without it Nagle and delayed acknowledgements make 23 messages a second out of 1,000 and more.
    noDelay: true,
    keepAlive: true,
    keepAliveDelay: heartbeatSeconds * 1_000,
    highWaterMark: GATHERED_BYTES_MAX,
    signal,
    clientProperties: { product: 'swic' },
    ...(tls === null ? {} : tlsOptions(tls, host)),
  };
  const model = await connect(
    {
      protocol: tls === null ? 'amqp' : 'amqps',
      hostname: host,
      port,
      // amqplib decodes it as part of a URL.
      vhost: encodeURIComponent(vhost),
      username,
      password,
      heartbeat: heartbeatSeconds,
      frameMax: 131_072,
    },
    socketOptions,
  );
  // An 'error' without a listener would end the process; the session listens for itself.
  model.on('error', () => undefined);
  // Where amqplib has changed under us it reads as it did before; test/fault/rabbitmq-headers.test.ts fails then.
  readAnyHeader(model);
  return model;
}

/** The broker ended the handshake and amqplib kept the reply code to itself: do it once more and read it from the wire. */
async function explainRefusal(settings: RabbitmqSettings, reason: unknown, signal: AbortSignal): Promise<Fault> {
  const life = new AbortController();
  const abort = (): void => life.abort();
  signal.addEventListener('abort', abort, { once: true });
  const handshake = new Handshake(settings, life.signal);
  try {
    await withDeadline(shakeHands(handshake), settings.connectTimeoutMs, 'transport.timeout');
    // It works now; the next attempt will too.
    return rabbitmqFault(reason, 'transport.closed');
  } catch (explanation) {
    return signal.aborted ? new Fault('operation.aborted') : rabbitmqFault(explanation, 'transport.protocol');
  } finally {
    handshake.close();
    signal.removeEventListener('abort', abort);
    life.abort();
  }
}

async function shakeHands(handshake: Handshake): Promise<void> {
  await handshake.connect();
  await handshake.secure();
  await handshake.login();
  await handshake.enter();
}
