// The transports alone, 4 KB messages: RabbitMQ through a session against bare amqplib with the same window, and the embedded queue.
//   node --import ./test/support/run-typescript.mjs test/bench/transports.mjs [--messages 20000] [--rounds 5] [--json FILE]
// Bare and session take turns, so that a busy machine disturbs both; the ratio is the median of the rounds' ratios.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import amqp from 'amqplib';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import { EMBEDDED_DEFAULTS } from '../../packages/core/src/transports/embedded/settings.js';
import { createTransport } from '../../packages/core/src/transports/registry.js';
import { startRabbitNode } from '../support/rabbitmq-node.mjs';
import { rabbitmqSettings } from '../support/rabbitmq-settings.js';

const { values: args } = parseArgs({
  options: {
    messages: { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'string' },
  },
});
const MESSAGES = Number(args.messages);
const ROUNDS = Number(args.rounds);
const WINDOWS = [1, 10, 100, 500, 1_000];
const PREFETCHES = [100, 1_000];
const BODY = Buffer.alloc(4_096, 'x');
const forever = new AbortController().signal;
const figures = {};

const messageOf = (index) => ({
  id: `m-${index}`,
  type: 'DECCUS001',
  contentType: 'application/xml',
  headers: {},
  sentAtMs: null,
  body: BODY,
});

/** Rate and CPU time of this process per message. */
async function measure(count, work) {
  const cpu = process.cpuUsage();
  const startMs = performance.now();
  await work();
  const seconds = (performance.now() - startMs) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return { perSecond: Math.round(count / seconds), cpuUs: Math.round(((user + system) / count) * 10) / 10 };
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** `lanes` callers, each with one message on its way. */
async function inLanes(lanes, count, act) {
  let next = 0;
  const lane = async () => {
    while (next < count) await act(next++);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

function report(name, bare, session) {
  const ratio = median(session.map((one, index) => one.perSecond / bare[index].perSecond));
  const line = {
    bare: median(bare.map((one) => one.perSecond)),
    session: median(session.map((one) => one.perSecond)),
    ratio: Math.round(ratio * 100) / 100,
    bareCpuUs: median(bare.map((one) => one.cpuUs)),
    sessionCpuUs: median(session.map((one) => one.cpuUs)),
  };
  figures[name] = line;
  console.log(name.padEnd(34), JSON.stringify(line));
}

async function benchRabbitmq(amqpUrl) {
  const connection = await amqp.connect(amqpUrl, { noDelay: true });
  for (const queueType of ['classic', 'quorum']) {
    const admin = await connection.createChannel();
    const name = `bench-${queueType}`;
    await admin.assertQueue(name, { durable: true, arguments: { 'x-queue-type': queueType } });
    for (const window of WINDOWS) await benchSend(connection, admin, { amqpUrl, name, queueType, window });
    for (const prefetch of PREFETCHES) await benchReceive(connection, admin, { amqpUrl, name, queueType, prefetch });
    await admin.deleteQueue(name);
  }
  await connection.close();
}

async function benchSend(connection, admin, { amqpUrl, name, queueType, window }) {
  const count = Math.min(MESSAGES, window * 1_000);
  const bare = [];
  const through = [];
  const channel = await connection.createConfirmChannel();
  const transport = await createTransport(rabbitmqSettings(amqpUrl, { window }), { clock: systemClock });
  const session = await transport.open(forever);
  const options = { persistent: true, mandatory: true, contentType: 'application/xml', type: 'DECCUS001' };
  const publish = (index) =>
    new Promise((resolve, reject) => {
      channel.publish('', name, BODY, { ...options, messageId: `m-${index}` }, (reason) =>
        reason ? reject(reason) : resolve(),
      );
    });
  await inLanes(window, Math.min(count, 2_000), publish);
  await inLanes(window, Math.min(count, 2_000), (index) =>
    Promise.all(session.send(name, [messageOf(index)], forever)),
  );
  for (let round = 0; round < ROUNDS; round += 1) {
    await admin.purgeQueue(name);
    bare.push(await measure(count, () => inLanes(window, count, publish)));
    await admin.purgeQueue(name);
    through.push(
      await measure(count, () =>
        inLanes(window, count, (index) => Promise.all(session.send(name, [messageOf(index)], forever))),
      ),
    );
  }
  await admin.purgeQueue(name);
  await channel.close();
  await session[Symbol.asyncDispose]();
  report(`send ${queueType} window ${window}`, bare, through);
}

async function benchReceive(connection, admin, { amqpUrl, name, queueType, prefetch }) {
  const bare = [];
  const through = [];
  const filler = await connection.createConfirmChannel();
  const fill = async () => {
    for (let index = 0; index < MESSAGES; index += 1)
      filler.sendToQueue(name, BODY, { persistent: true, messageId: `m-${index}` });
    await filler.waitForConfirms();
  };
  const transport = await createTransport(rabbitmqSettings(amqpUrl), { clock: systemClock });
  for (let round = 0; round < ROUNDS; round += 1) {
    await fill();
    bare.push(await measure(MESSAGES, () => consumeBare(connection, name, prefetch)));
    await fill();
    const session = await transport.open(forever);
    through.push(await measure(MESSAGES, () => receiveAll(session, name, prefetch)));
    await session[Symbol.asyncDispose]();
  }
  await filler.close();
  await admin.purgeQueue(name);
  report(`receive ${queueType} prefetch ${prefetch}`, bare, through);
}

async function consumeBare(connection, name, prefetch) {
  const channel = await connection.createChannel();
  await channel.prefetch(prefetch);
  await new Promise((resolve) => {
    let count = 0;
    void channel.consume(name, (message) => {
      count += 1;
      if (count % (prefetch / 2) === 0 || count === MESSAGES) channel.ack(message, true);
      if (count === MESSAGES) resolve();
    });
  });
  await channel.close();
}

async function receiveAll(session, name, prefetch) {
  const done = new AbortController();
  const accepted = [];
  let count = 0;
  for await (const delivery of session.receive(name, { prefetch }, done.signal)) {
    accepted.push(delivery.accept());
    count += 1;
    if (count === MESSAGES) done.abort();
  }
  await Promise.all(accepted);
}

async function benchEmbedded(root) {
  for (const lanes of WINDOWS) {
    const rounds = [];
    const received = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const count = Math.min(MESSAGES, lanes * 1_000);
      const directory = join(root, `embedded-${lanes}-${round}`);
      const transport = await createTransport({ ...EMBEDDED_DEFAULTS, directory }, { clock: systemClock });
      const session = await transport.open(forever);
      rounds.push(
        await measure(count, () =>
          inLanes(lanes, count, (index) => Promise.all(session.send('q', [messageOf(index)], forever))),
        ),
      );
      received.push(await measure(count, () => receiveCount(session, count)));
      await session[Symbol.asyncDispose]();
    }
    for (const [name, values] of Object.entries({ send: rounds, receive: received })) {
      const line = {
        perSecond: median(values.map((one) => one.perSecond)),
        cpuUs: median(values.map((one) => one.cpuUs)),
      };
      figures[`embedded ${name} ${lanes} at a time`] = line;
      console.log(`embedded ${name} ${lanes} at a time`.padEnd(34), JSON.stringify(line));
    }
  }
}

async function receiveCount(session, count) {
  const done = new AbortController();
  let seen = 0;
  for await (const delivery of session.receive('q', { prefetch: 256 }, done.signal)) {
    void delivery.accept();
    seen += 1;
    if (seen === count) done.abort();
  }
}

const root = await mkdtemp(join(tmpdir(), 'swic-bench-'));
try {
  await benchEmbedded(root);
  const node = await startRabbitNode({ dir: root, settings: [] });
  try {
    await benchRabbitmq(node.amqpUrl);
  } finally {
    await node[Symbol.asyncDispose]();
  }
} finally {
  await rm(root, { recursive: true, force: true });
}
if (args.json !== undefined) await writeFile(args.json, `${JSON.stringify(figures, null, 2)}\n`);
