import assert from 'node:assert/strict';
import { lookup } from 'node:dns/promises';
import { connect as connectTcp } from 'node:net';
import { Fault } from '../../contract/fault.js';
import type { TestStep } from '../../ports/transport.js';
import { withDeadline } from '../../runtime/deadline.js';
import type { TransportDeps } from '../deps.js';
import { createStepRunner, type StepResult, stepOk, stepSkipped } from '../run-step.js';
import type { IbmmqSettings } from './settings.js';
import { type Client, connectionOrder, startClient } from './wire/client.js';
import { type Endpoint, parseConnectionName } from './wire/connection-name.js';
import type { QueueFacts } from './wire/protocol.js';

/** MQCONNX is one call and one reason code; its steps, in the order in which the two ends take them. */
const CONNECT_STEPS = ['listener', 'channel', 'tls', 'queue-manager', 'user'] as const;
type ConnectStep = (typeof CONNECT_STEPS)[number];

/** At which step a reason code of MQCONNX stopped; every other one at the queue manager. */
const STEP_OF_REASON: Readonly<Record<number, ConnectStep>> = {
  // The port had answered a moment before: the program that listens there hung up, or does not speak as MQ does.
  2009: 'listener',
  2538: 'listener',
  2277: 'channel',
  2278: 'channel',
  2537: 'channel',
  2539: 'channel',
  2540: 'channel',
  2381: 'tls',
  2393: 'tls',
  2396: 'tls',
  2397: 'tls',
  2398: 'tls',
  2400: 'tls',
  2025: 'queue-manager',
  2058: 'queue-manager',
  2059: 'queue-manager',
  2161: 'queue-manager',
  2162: 'queue-manager',
  2035: 'user',
  2063: 'user',
};

/**
 * client-library, host, port, listener, channel, tls, queue-manager, user, each send and receive queue (opened for its use, its depth
 * where that may be asked), and a message to the first send queue that is backed out. Takes nothing, and leaves nothing behind.
 */
export async function testIbmmq(
  settings: IbmmqSettings,
  { clock }: TransportDeps,
  onStep: (step: TestStep) => void,
  signal: AbortSignal,
): Promise<void> {
  const runner = createStepRunner(clock, onStep);
  const held: { client: Client | null } = { client: null };
  try {
    await runner.require('client-library', async () => {
      held.client = await startClient(settings, () => undefined, signal);
      return stepOk();
    });
    await testNetwork(settings, runner, signal);
    const connected = createConnectSteps(settings, () => held.client);
    for (const name of CONNECT_STEPS) await runner.require(name, () => connected(name));
    const look = async (queue: string, use: 'send' | 'receive'): Promise<StepResult> =>
      stepOk(describe(await open(held).request('look', { queue, use }, settings.connectTimeoutMs)));
    for (const queue of settings.testQueues.send) await runner.run(`send-queue ${queue}`, () => look(queue, 'send'));
    for (const queue of settings.testQueues.receive)
      await runner.run(`receive-queue ${queue}`, () => look(queue, 'receive'));
    await runner.run('round-trip', async () => {
      const [queue] = settings.testQueues.send;
      if (queue === undefined) return stepSkipped('no send queue');
      await open(held).request('rehearse', { queue }, settings.connectTimeoutMs);
      return stepOk('put and backed out');
    });
  } finally {
    await held.client?.[Symbol.asyncDispose]();
  }
}

/** The steps behind the connection run only when it is there. */
function open({ client }: { readonly client: Client | null }): Client {
  assert(client !== null, 'the client process is there');
  return client;
}

/** 2538 means a wrong name, a closed port and a firewall alike; a look at the network itself tells them apart. */
async function testNetwork(
  settings: IbmmqSettings,
  runner: ReturnType<typeof createStepRunner>,
  signal: AbortSignal,
): Promise<void> {
  const endpoints = parseConnectionName(settings.connectionName);
  await runner.require('host', async () => {
    const found = await firstOf(endpoints, async ({ host }) => `${host} = ${(await lookup(host)).address}`);
    return stepOk(found);
  });
  await runner.require('port', async () => {
    const found = await firstOf(endpoints, (endpoint) =>
      withDeadline(reach(endpoint, signal), settings.connectTimeoutMs, 'transport.timeout'),
    );
    return stepOk(found);
  });
}

/** The first that works, as MQ's client takes it; the last failure when none does. */
async function firstOf(
  endpoints: readonly Endpoint[],
  attempt: (endpoint: Endpoint) => Promise<string>,
): Promise<string> {
  let failure = new Fault('transport.unreachable');
  for (const endpoint of endpoints) {
    try {
      return await attempt(endpoint);
    } catch (reason) {
      failure = Fault.from(reason, 'transport.unreachable', { host: endpoint.host, port: endpoint.port });
    }
  }
  throw failure;
}

function reach({ host, port }: Endpoint, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host, port, signal }, () => {
      socket.destroy();
      resolve(`${host}(${port})`);
    });
    socket.once('error', reject);
  });
}

/** Connects once, at the first of its steps; each later one says how far that went. */
function createConnectSteps(
  settings: IbmmqSettings,
  client: () => Client | null,
): (name: ConnectStep) => Promise<StepResult> {
  let outcome: Promise<Fault | null> | null = null;
  const connectOnce = async (): Promise<Fault | null> => {
    try {
      await client()?.request('connect', connectionOrder(settings), settings.connectTimeoutMs);
      return null;
    } catch (reason) {
      return Fault.from(reason, 'transport.closed');
    }
  };
  return async (name) => {
    outcome ??= connectOnce();
    const fault = await outcome;
    if (fault !== null && stepOf(fault) === name) throw fault;
    if (name === 'tls' && settings.tls === null) return stepSkipped('plain');
    return stepOk(NOTES[name](settings));
  };
}

function stepOf(fault: Fault): ConnectStep {
  const reason = fault.detail['reason'];
  return (typeof reason === 'number' ? STEP_OF_REASON[reason] : undefined) ?? 'queue-manager';
}

const NOTES: Readonly<Record<ConnectStep, (settings: IbmmqSettings) => string | null>> = {
  listener: () => null,
  channel: ({ channel }) => channel,
  tls: ({ tls }) => tls?.cipherSpec ?? null,
  'queue-manager': ({ queueManager }) => queueManager,
  user: ({ username }) => username ?? 'the user of this process',
};

function describe({ depth, depthMax, messageBytesMax }: QueueFacts): string {
  if (depth === null) return 'may be used; its depth may not be asked';
  return `${depth} of ${depthMax ?? '?'} messages, ${messageBytesMax ?? '?'} bytes each at most`;
}
