// IBM MQ alone, 4 KB messages: a session against a bare put-and-commit (get-and-commit) loop of the npm package ibmmq with the
// same number of messages in a commit. Both above the simulated queue manager of test/support/mqi, which syncs every commit to
// the disk: the ratio says what swic costs on top of the package, the rates say nothing about a real queue manager.
//   node --import ./test/support/run-typescript.mjs test/bench/ibmmq.mjs [--messages 10000] [--rounds 3] [--json FILE]
// Bare and session take turns, so that a busy machine disturbs both; the ratio is the median of the rounds' ratios.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import { IBMMQ_DEFAULTS } from '../../packages/core/src/transports/ibmmq/settings.js';
import { createTransport } from '../../packages/core/src/transports/registry.js';
import { buildMqClient } from '../support/mqi/build-client.js';
import { connectSettings, startMqClient } from '../support/mqi/client.js';
import { startMqSimulator } from '../support/mqi/simulator.js';

const { values: args } = parseArgs({
  options: {
    messages: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '3' },
    json: { type: 'string' },
  },
});
const MESSAGES = Number(args.messages);
const ROUNDS = Number(args.rounds);
const BATCHES = [1, 50, 100, 200];
const PREFETCH = 256;
const BYTES = 4_096;
const QUEUE = 'SW.SEND';
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

function report(name, bare, session) {
  const line = {
    bare: median(bare),
    session: median(session),
    ratio: Math.round(median(session.map((rate, index) => rate / bare[index])) * 100) / 100,
  };
  figures[name] = line;
  console.log(name.padEnd(28), JSON.stringify(line));
}

async function sendAll(session, count, lanes) {
  let next = 0;
  const lane = async () => {
    while (next < count) await session.send(QUEUE, messageOf(next++), forever);
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
  report(`send batch ${batch}`, rates.bareSend, rates.send);
  if (batch === 100) report(`receive prefetch ${PREFETCH}`, rates.bareReceive, rates.receive);
}

const directory = await mkdtemp(join(tmpdir(), 'swic-bench-'));
const simulator = await startMqSimulator({ directory, isSynced: true, queues: [{ name: QUEUE, maxDepth: 1_000_000 }] });
try {
  const client = await startMqClient(simulator.environment);
  const connection = await client.connect(connectSettings(simulator));
  const output = await client.open(connection, QUEUE, ['MQOO_OUTPUT']);
  const input = await client.open(connection, QUEUE, ['MQOO_INPUT_SHARED']);
  for (const batch of BATCHES) await benchBatch(simulator, { client, connection, output, input }, batch);
  await client[Symbol.asyncDispose]();
} finally {
  await simulator.stop();
  await rm(directory, { recursive: true, force: true });
}
if (args.json !== undefined) await writeFile(args.json, `${JSON.stringify(figures, null, 2)}\n`);
