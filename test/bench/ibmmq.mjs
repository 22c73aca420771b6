// IBM MQ, 4 KB messages, all above the simulated queue manager of test/support/mqi, which syncs every commit to the disk: the
// ratios say what swic costs on top of the npm package ibmmq, the rates say nothing about a real queue manager.
//   bare:  a put-and-commit (get-and-commit) loop of the package with the same number of messages in a commit
//   send, receive: a session of the adapter, child processes included
//   spine: the whole of swic: found, checked, claimed, sent, confirmed, filed; against the same bare loop
//   node --import ./test/support/run-typescript.mjs test/bench/ibmmq.mjs [--messages 10000] [--rounds 3] [--quick] [--json FILE]
// Bare and session take turns, so that a busy machine disturbs both; the ratio is the median of the rounds' ratios.
import { fork } from 'node:child_process';
import { on, once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import { IBMMQ_DEFAULTS } from '../../packages/core/src/transports/ibmmq/settings.js';
import { createTransport } from '../../packages/core/src/transports/registry.js';
import { buildMqClient } from '../support/mqi/build-client.js';
import { connectSettings, startMqClient } from '../support/mqi/client.js';
import { startMqSimulator } from '../support/mqi/simulator.js';
import { declaration, sealedDeclaration } from './samples.mjs';

const { values: args } = parseArgs({
  options: {
    messages: { type: 'string' },
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const MESSAGES = Number(args.messages ?? (args.quick ? '2000' : '10000'));
const ROUNDS = Number(args.rounds ?? (args.quick ? '1' : '3'));
/** The adapter's default batch, by which `send` and `spine` go, among smaller and larger ones. */
const BATCH = IBMMQ_DEFAULTS.batchMessagesMax;
const BATCHES = args.quick ? [BATCH] : [1, 50, BATCH, 200];
const AGENT = fileURLToPath(new URL('./spine-agent.mjs', import.meta.url));
const PREFETCH = 256;
const BYTES = 4_096;
const QUEUE = 'SW.SEND';
const ANSWERS = 'SW.RECV';
const forever = new AbortController().signal;
const figures = {};

const body = Buffer.alloc(BYTES, 'x');
const messageOf = (index) => ({
  id: `m-${index}`,
  type: '',
  contentType: 'application/xml',
  headers: {},
  sentAtMs: null,
  body,
});

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const perSecond = (count, elapsedMs) => Math.round((count / elapsedMs) * 1_000);

function report(name, batch, bare, swic) {
  const line = {
    batch,
    barePerSecond: median(bare),
    swicPerSecond: median(swic),
    ratio: Math.round(median(swic.map((rate, index) => rate / bare[index])) * 1_000) / 1_000,
  };
  figures[name] = line;
  console.log(`ibmmq.${name}`.padEnd(20), JSON.stringify(line));
}

async function sendAll(session, count, lanes) {
  let next = 0;
  const lane = async () => {
    while (next < count) await Promise.all(session.send(QUEUE, [messageOf(next++)], forever));
  };
  const startMs = performance.now();
  await Promise.all(Array.from({ length: lanes }, lane));
  return perSecond(count, performance.now() - startMs);
}

/** From the first delivery on: starting the client process is not what is measured. */
async function receiveAll(session, count) {
  const done = new AbortController();
  const accepted = [];
  let startMs = 0;
  for await (const delivery of session.receive(QUEUE, { prefetch: PREFETCH }, done.signal)) {
    if (accepted.length === 0) startMs = performance.now();
    accepted.push(delivery.accept());
    if (accepted.length === count) done.abort();
  }
  await Promise.all(accepted);
  return perSecond(count, performance.now() - startMs);
}

async function benchBatch(simulator, bare, batch) {
  const count = batch === 1 ? Math.min(MESSAGES, 2_000) : MESSAGES;
  const settings = {
    ...IBMMQ_DEFAULTS,
    queueManager: simulator.queueManager,
    channel: simulator.channel,
    connectionName: simulator.connectionName,
    clientLibrary: simulator.libraryDir,
    clientEntry: buildMqClient(),
    batchMessagesMax: batch,
  };
  const transport = await createTransport(settings, { clock: systemClock });
  const session = await transport.open(forever);
  const rates = { bareSend: [], send: [], bareReceive: [], receive: [] };
  const get = () => bare.client.order('measureGet', { object: bare.input, connection: bare.connection, batch });
  for (let round = 0; round < ROUNDS; round += 1) {
    const putMs = await bare.client.order('measure', {
      object: bare.output,
      connection: bare.connection,
      count,
      batch,
      bytes: BYTES,
    });
    rates.bareSend.push(perSecond(count, putMs));
    const { count: got, elapsedMs } = await get();
    rates.bareReceive.push(perSecond(got, elapsedMs));
    // Twice the batch in flight: one is put while the next one forms.
    rates.send.push(await sendAll(session, count, 2 * batch));
    rates.receive.push(await receiveAll(session, count));
  }
  await session[Symbol.asyncDispose]();
  report(batch === BATCH ? 'send' : `sendBatch${batch}`, batch, rates.bareSend, rates.send);
  if (batch === BATCH) report('receive', batch, rates.bareReceive, rates.receive);
}

/** Once round for round: documents in an OutBox, against a bare loop over bodies of the same size as theirs become. */
async function benchSpine(simulator, bare, root) {
  const rates = { bare: [], swic: [] };
  const bytes = sealedDeclaration(0).length;
  for (let round = 0; round < ROUNDS; round += 1) {
    const putMs = await bare.client.order('measure', {
      object: bare.output,
      connection: bare.connection,
      count: MESSAGES,
      batch: BATCH,
      bytes,
    });
    rates.bare.push(perSecond(MESSAGES, putMs));
    const { elapsedMs } = await runAgent(simulator, join(root, `spine-${round}`));
    rates.swic.push(perSecond(MESSAGES, elapsedMs));
    // Empties the queue for the next round.
    await bare.client.order('measureGet', { object: bare.input, connection: bare.connection, batch: BATCH });
  }
  report('spine', BATCH, rates.bare, rates.swic);
}

async function runAgent(simulator, world) {
  const outBox = join(world, 'boxes', 'Deccus001', 'OutBox');
  mkdirSync(outBox, { recursive: true });
  for (let number = 0; number < MESSAGES; number += 1)
    writeFileSync(join(outBox, `doc-${number}.xml`), declaration(number));
  const { queueManager, channel, connectionName, libraryDir: clientLibrary } = simulator;
  const config = {
    clientId: 'DXPESW0000000001',
    transport: {
      kind: 'ibmmq',
      queueManager,
      channel,
      connectionName,
      clientLibrary,
      batch: BATCH,
      send: { queue: QUEUE },
      receive: { queue: ANSWERS },
    },
    // Twice the batch in flight: one is put while the next one forms.
    businesses: { DEC: { send: { enabled: false, maxConcurrent: 2 * BATCH } } },
  };
  const file = join(world, 'swic.yaml');
  writeFileSync(file, JSON.stringify(config));
  const agent = fork(AGENT, [file], { env: { ...process.env, UV_THREADPOOL_SIZE: '32' } });
  const next = async (type) => {
    for await (const [message] of on(agent, 'message')) if (message.type === type) return message;
  };
  await next('ready');
  const finished = next('finished');
  agent.send({
    type: 'measure',
    skip: 0,
    first: 'outbox.looked',
    last: 'document.filed',
    wanted: MESSAGES,
    commands: [{ command: 'startFlow', params: { business: 'DEC', direction: 'send' } }],
  });
  const { seconds } = await finished;
  agent.send({ type: 'stop' });
  await once(agent, 'exit');
  return { elapsedMs: seconds * 1_000 };
}

const directory = await mkdtemp(join(tmpdir(), 'swic-bench-'));
const simulator = await startMqSimulator({
  directory,
  isSynced: true,
  queues: [QUEUE, ANSWERS].map((name) => ({ name, maxDepth: 1_000_000 })),
});
try {
  const client = await startMqClient(simulator.environment);
  const connection = await client.connect(connectSettings(simulator));
  const output = await client.open(connection, QUEUE, ['MQOO_OUTPUT']);
  const input = await client.open(connection, QUEUE, ['MQOO_INPUT_SHARED']);
  const bare = { client, connection, output, input };
  for (const batch of BATCHES) await benchBatch(simulator, bare, batch);
  await benchSpine(simulator, bare, directory);
  await client[Symbol.asyncDispose]();
} finally {
  await simulator.stop();
  await rm(directory, { recursive: true, force: true });
}
if (args.json !== undefined) await writeFile(args.json, `${JSON.stringify(figures, null, 2)}\n`);
