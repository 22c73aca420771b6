// The most memory that the agent holds at a time, as the system counts it: `npm run bench -- memory [--only NAME,…] [--json FILE]
// [--count 4] [--mb 55] [--limit-mb 64]`. Every case has an agent of its own, the built command, against a real RabbitMQ.
//   large      documents with Chinese text, as large as the limit permits, at the same time
//   parsed     the same, each with a comment: libxml2 has to judge them
//   beyond     documents over the limit of the setting
//   unsendable documents within a raised limit, whose messages no broker takes
//   receipts   large receipts that wait in the queue when the agent starts
//   small      documents of 4 KB in thousands, for comparison
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import amqp from 'amqplib';
import { openBroker } from './broker.mjs';
import { openVolume } from './fresh-volume.mjs';
import { clientSeqNo, declaration } from './samples.mjs';
import { sealForBench } from './seal.mjs';

const MIB = 1024 * 1024;
const WANTED_MB = 400;
const PIECE_BYTES = MIB;
const LOOK_MS = 50;
const PATIENCE_MS = 180_000;
const SWIC = fileURLToPath(new URL('../../packages/agent/bin/swic.cjs', import.meta.url));

const { values: args } = parseArgs({
  options: {
    only: { type: 'string' },
    json: { type: 'string' },
    count: { type: 'string', default: '4' },
    mb: { type: 'string', default: '55' },
    'beyond-mb': { type: 'string', default: '200' },
    receipts: { type: 'string', default: '176' },
    'receipt-mb': { type: 'string', default: '2' },
    documents: { type: 'string', default: '5000' },
    argv: { type: 'string', default: '' },
  },
});
const count = Number(args.count);
const only = args.only?.split(',') ?? null;
const volume = openVolume(false);
const broker = await openBroker(volume.directory);
const connection = await amqp.connect(broker.amqpUrl, { noDelay: true, frameMax: 131_072 });
const channel = await connection.createConfirmChannel();
const figures = {};
const CASES = {
  small: () =>
    sending(Number(args.documents), 'SentBox', {}, (file, number) => writeFileSync(file, declaration(number))),
  large: () => sending(count, 'SentBox', {}, (file, number) => writeLarge(file, number, Number(args.mb), '')),
  parsed: () =>
    sending(count, 'SentBox', {}, (file, number) => writeLarge(file, number, Number(args.mb), '<!-- 一 -->')),
  beyond: () =>
    sending(count, 'FailBox', {}, (file, number) => writeLarge(file, number, Number(args['beyond-mb']), '')),
  unsendable: () =>
    sending(count, 'FailBox', { documentBytesMax: 1024 * MIB }, (file, number) =>
      writeLarge(file, number, Number(args['beyond-mb']), ''),
    ),
  receipts: receiving,
};
try {
  for (const [name, run] of Object.entries(CASES)) {
    if (only !== null && !only.includes(name)) continue;
    figures[name] = await run();
    const { peakMb, atRestMb, seconds } = figures[name];
    const verdict = peakMb < WANTED_MB ? 'below' : 'ABOVE';
    console.log(
      `${name.padEnd(11)} peak ${peakMb} MB (${verdict} ${WANTED_MB}), at the end ${atRestMb} MB, ${seconds} s`,
    );
  }
  if (args.json !== undefined) writeFileSync(args.json, `${JSON.stringify(figures, null, 2)}\n`);
} finally {
  await connection.close();
  await broker[Symbol.asyncDispose]();
  volume[Symbol.dispose]();
}

async function sending(wanted, box, limits, write) {
  const world = await openWorld(limits);
  try {
    for (let number = 0; number < wanted; number += 1) write(path.join(world.outBox, `doc-${number}.xml`), number);
    return await measure(world, () => filesIn(path.join(world.boxes, box)) === wanted);
  } finally {
    await world.close();
  }
}

/** Ours by the envelope, and nothing that is known: each is kept as it is. */
async function receiving() {
  const world = await openWorld({});
  const wanted = Number(args.receipts);
  try {
    for (let number = 0; number < wanted; number += 1) {
      const text = '说明 text '.repeat((Number(args['receipt-mb']) * MIB) / 12);
      const body = sealForBench(`r-${number}.xml`, Buffer.from(`<Odd><No>${number}</No>${text}</Odd>`), []);
      channel.sendToQueue(world.receiveQueue, body, { persistent: true });
      await channel.waitForConfirms();
    }
    return await measure(world, () => filesIn(path.join(world.boxes, 'InBox')) + filesIn(world.unknown) >= wanted);
  } finally {
    await world.close();
  }
}

async function openWorld(limits) {
  const directory = path.join(volume.directory, `world-${Object.keys(figures).length}`);
  const boxes = path.join(directory, 'boxes', 'Deccus001');
  mkdirSync(path.join(boxes, 'OutBox'), { recursive: true });
  const url = new URL(broker.amqpUrl);
  writeFileSync(path.join(directory, 'password'), url.password || 'guest', { mode: 0o600 });
  const queues = ['send', 'receive'].map((use) => `swic.memory.${process.pid}.${Object.keys(figures).length}.${use}`);
  for (const queue of queues) await channel.assertQueue(queue, { durable: true });
  const [sendQueue, receiveQueue] = queues;
  const config = {
    clientId: 'DXPESW0000000001',
    transport: {
      kind: 'rabbitmq',
      host: url.hostname,
      port: Number(url.port || 5672),
      username: url.username || 'guest',
      password: { file: path.join(directory, 'password') },
      send: { routingKey: sendQueue },
      receive: { queue: receiveQueue },
    },
    limits,
    businesses: { DEC: {} },
  };
  writeFileSync(path.join(directory, 'swic.yaml'), JSON.stringify(config));
  const close = async () => {
    for (const queue of queues) await channel.deleteQueue(queue);
  };
  return {
    directory,
    boxes,
    outBox: path.join(boxes, 'OutBox'),
    unknown: path.join(directory, 'boxes', 'Unknown'),
    receiveQueue,
    close,
  };
}

async function measure({ directory }, isDone) {
  const startedMs = performance.now();
  const argv = args.argv === '' ? [] : args.argv.split(' ');
  const agent = spawn(process.execPath, [...argv, SWIC, 'run', '--config', path.join(directory, 'swic.yaml')], {
    stdio: 'ignore',
  });
  const exited = once(agent, 'exit');
  try {
    while (!isDone()) {
      if (agent.exitCode !== null) throw new Error(`the agent ended with ${agent.exitCode}`);
      if (performance.now() - startedMs > PATIENCE_MS) throw new Error('the documents are not through');
      if (process.env.BENCH_TRACE) trace(agent.pid, startedMs);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    const seconds = Number(((performance.now() - startedMs) / 1000).toFixed(1));
    const peakMb = memoryOf(agent.pid, 'VmHWM');
    return { peakMb, atRestMb: memoryOf(agent.pid, 'VmRSS'), seconds };
  } finally {
    agent.kill('SIGTERM');
    await exited;
  }
}

function trace(pid, startedMs) {
  console.log(`  ${((performance.now() - startedMs) / 1000).toFixed(2)} ${memoryOf(pid, 'VmRSS')}`);
}

/** Linux alone tells the peak of a process that runs. */
function memoryOf(pid, field) {
  const [, kilobytes] = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Math.round(Number(kilobytes) / 1024);
}

function filesIn(directory) {
  try {
    return readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
  } catch {
    return 0;
  }
}

/** In pieces: what measures must not be what holds the memory. */
function writeLarge(file, number, mb, extra) {
  const whole = declaration(number).replace(clientSeqNo(number), `T${String(number).padStart(17, '0')}`);
  const at = whole.indexOf('<DecSign>');
  const descriptor = openSync(file, 'w');
  try {
    writeSync(descriptor, whole.slice(0, at) + extra);
    const line = `<Note>${'规格 specification text, synthetic '.repeat(20)}</Note>\n`;
    const padding = Buffer.from(line.repeat(Math.floor(PIECE_BYTES / Buffer.byteLength(line))));
    for (let written = at; written + PIECE_BYTES < mb * MIB; written += padding.length) writeSync(descriptor, padding);
    writeSync(descriptor, whole.slice(at));
  } finally {
    closeSync(descriptor);
  }
}
