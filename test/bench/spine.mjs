// What swic costs against the raw limit, on the same machine, in one run: `npm run bench [-- --json FILE] [-- --quick]`.
//   bare: amqplib's own confirm loop, or consume and ack, with the same window and the same message bytes
//   swic: the whole spine: found, checked, claimed, sent, confirmed, filed; or received, durable, deposited, accepted
//   peers: the scripts that an expert writes instead (peers/), with neither ledger nor recovery
//   sustained: receipts for a minute, so that their way to the disk is part of what is measured
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import amqp from 'amqplib';
import { bareReceiving, bareSending, fill, WINDOW } from './bare.mjs';
import { openBroker } from './broker.mjs';
import { openVolume } from './fresh-volume.mjs';
import { providePeers, runPeer } from './peers.mjs';
import { declaration } from './samples.mjs';

const words = process.argv.slice(2);
const only = words.includes('--only') ? words[words.indexOf('--only') + 1].split(',') : null;
const isQuick = words.includes('--quick');
// Where the time goes: a CPU profile of the agent and its threads per phase.
const profileDirectory = words.includes('--profile') ? words[words.indexOf('--profile') + 1] : null;
const jsonFile = words.includes('--json') ? words[words.indexOf('--json') + 1] : null;
const DOCUMENTS = isQuick ? 2_000 : 10_000;
const BACKLOG = isQuick ? 10_000 : 100_000;
const SUSTAINED_SECONDS = isQuick ? 10 : 60;
const LATENCY_FILES = isQuick ? 20 : 60;
// An agent runs for months: all sides are compiled and warm before they are measured. V8 goes on compiling ours for some 8,000
// documents, up to half a core of it. The cold rate is printed beside it.
const WARM_UP = isQuick ? 1_000 : 8_000;
const AMOUNT = { warmUp: WARM_UP, documents: DOCUMENTS };
const SETTLE_MS = 500;
/** `--agent FILE`: the agent of another build, for a comparison in pairs on a machine that is not quiet. */
const AGENT = words.includes('--agent')
  ? path.resolve(words[words.indexOf('--agent') + 1])
  : fileURLToPath(new URL('./spine-agent.mjs', import.meta.url));

const volume = openVolume(words.includes('--new-file-system'));
const { directory } = volume;
console.log(
  `a new file costs ${volume.newFileMicros} microseconds here; above 50 the disk's past is part of what is measured`,
);
const broker = await openBroker(directory);
const { amqpUrl } = broker;
const results = {};
const children = new Set();
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});
try {
  await runParts();
  print();
  if (jsonFile !== null) writeFileSync(jsonFile, `${JSON.stringify(results, null, 2)}\n`);
} finally {
  await broker[Symbol.asyncDispose]();
  volume[Symbol.dispose]();
}

async function runParts() {
  const connection = await amqp.connect(amqpUrl, { noDelay: true });
  try {
    const channel = await connection.createConfirmChannel();
    const parts = {
      spine: benchSpine,
      peers: benchPeers,
      sustained: benchSustained,
      latency: benchLatency,
      backlog: benchBacklog,
    };
    for (const [name, part] of Object.entries(parts))
      if (only === null || only.includes(name)) await part(channel, connection);
  } finally {
    await connection.close();
  }
}

/** Sends, and then receives the answers to what was sent, as the same firm would. */
async function benchSpine(channel, connection) {
  const world = await openWorld(channel, 'spine');
  const bareSend = await bareSending(channel, AMOUNT, startMeter);
  const agent = await startAgent(world);
  const send = async (from, count) => {
    for (let number = from; number < from + count; number += 1)
      writeFileSync(path.join(world.outBox, `doc-${number}.xml`), declaration(number));
    const phase = { first: 'outbox.looked', last: 'document.filed', skip: 0, wanted: count, commands: [start('send')] };
    const result = await agent.measure(phase);
    await agent.order(stop('send'));
    return result;
  };
  const cold = await send(0, WARM_UP);
  results.send = compare(bareSend, await send(WARM_UP, DOCUMENTS), DOCUMENTS);
  results.send.coldPerSecond = Math.round(WARM_UP / cold.seconds);
  results.start = { ms: Math.round(agent.startMs) };
  await agent.stop();

  const bareReceive = await bareReceiving(connection, channel, AMOUNT, startMeter);
  await fill(channel, world.receiveQueue, WARM_UP + DOCUMENTS);
  const receiver = await startAgent(world);
  const receive = await receiver.measure({
    first: 'receipt.deposited',
    last: 'receipt.deposited',
    skip: WARM_UP,
    wanted: DOCUMENTS,
    commands: [],
  });
  results.receive = compare(bareReceive, receive, DOCUMENTS);
  await receiver.stop();
  await dropQueues(channel, world);
}

/** The scripts, over the same documents, receipts and broker. */
async function benchPeers(channel) {
  if (!(await providePeers((line) => console.log(line)))) return;
  const world = await openWorld(channel, 'peers');
  for (let number = 0; number < WARM_UP + DOCUMENTS; number += 1)
    writeFileSync(path.join(world.outBox, `doc-${number}.xml`), declaration(number));
  const run = (direction, order) => {
    const home = mkdtempSync(path.join(directory, `peer-${direction}-`));
    return runPeer(direction, { amqpUrl, directory: home, ...AMOUNT, ...order });
  };
  const receive = async (isFlushed) => {
    await fill(channel, world.receiveQueue, WARM_UP + DOCUMENTS);
    return run('receive', { queue: world.receiveQueue, isFlushed });
  };
  const peers = {
    sendPeer: await run('send', { queue: world.sendQueue, outBox: world.outBox }),
    receivePeer: await receive(true),
    receivePeerUnflushed: await receive(false),
  };
  for (const [name, { documents, seconds, cpuSeconds }] of Object.entries(peers)) {
    const perSecond = Math.round(documents / seconds);
    const swic = results[name.startsWith('send') ? 'send' : 'receive'];
    results[name] = {
      perSecond,
      cpuMicros: Math.round((cpuSeconds / documents) * 1e6),
      ...(swic === undefined ? {} : { swicRatio: share(swic.swicPerSecond, perSecond) }),
    };
  }
  await dropQueues(channel, world);
}

/** What was sent before is not there, so no receipt finds its document: that is the dearer case. */
async function benchSustained(channel) {
  const world = await openWorld(channel, 'sustained');
  const guess = results.receive?.swicPerSecond ?? 3_000;
  const count = Math.ceil(guess * SUSTAINED_SECONDS);
  await fill(channel, world.receiveQueue, WARM_UP + count);
  const agent = await startAgent(world);
  const last = 'receipt.deposited';
  const run = await agent.measure({ first: last, last, skip: WARM_UP, wanted: count, commands: [] });
  results.sustained = {
    receipts: count,
    seconds: Math.round(run.seconds),
    perSecond: Math.round(count / run.seconds),
    cpuMicros: Math.round((run.cpuSeconds / count) * 1e6),
    brokerMicros: Math.round((run.brokerCpuSeconds / count) * 1e6),
    rssMaxMb: Math.round(run.rssMaxMb),
    ...(results.receive === undefined ? {} : { ratio: share(count / run.seconds, results.receive.barePerSecond) }),
  };
  await agent.stop();
  await dropQueues(channel, world);
}

function share(one, other) {
  return Number((one / other).toFixed(3));
}

async function benchLatency(channel) {
  const world = await openWorld(channel, 'latency');
  const agent = await startAgent(world);
  await agent.measure({ first: 'flow.started', last: 'flow.started', skip: 0, wanted: 1, commands: [start('send')] });
  const waits = [];
  for (let number = 0; number < LATENCY_FILES; number += 1) {
    const name = `one-${number}.xml`;
    writeFileSync(path.join(world.directory, name), declaration(number));
    const startedMs = Date.now();
    renameSync(path.join(world.directory, name), path.join(world.outBox, name));
    waits.push((await agent.sentAt(name)) - startedMs);
  }
  waits.sort((a, b) => a - b);
  const at = (share) => waits[Math.min(waits.length - 1, Math.floor(waits.length * share))];
  results.latency = { settleMs: SETTLE_MS, p50Ms: at(0.5), p99Ms: at(0.99), overSettleP50Ms: at(0.5) - SETTLE_MS };
  await agent.stop();
  await dropQueues(channel, world);
}

async function benchBacklog(channel) {
  const world = await openWorld(channel, 'backlog');
  for (let number = 0; number < BACKLOG; number += 1)
    writeFileSync(path.join(world.outBox, `doc-${number}.xml`), declaration(number));
  const agent = await startAgent(world);
  const run = await agent.measure({
    first: 'outbox.looked',
    last: 'document.filed',
    skip: 0,
    wanted: BACKLOG,
    commands: [start('send')],
  });
  results.backlog = {
    documents: BACKLOG,
    perSecond: Math.round(BACKLOG / run.seconds),
    rssMaxMb: Math.round(run.rssMaxMb),
  };
  await agent.stop();
  await dropQueues(channel, world);
}

async function openWorld(channel, name) {
  const world = path.join(directory, name);
  const outBox = path.join(world, 'boxes', 'Deccus001', 'OutBox');
  mkdirSync(outBox, { recursive: true });
  const url = new URL(amqpUrl);
  writeFileSync(path.join(world, 'password'), url.password || 'guest', { mode: 0o600 });
  const sendQueue = `swic.${name}.send.${process.pid}`;
  const receiveQueue = `swic.${name}.receive.${process.pid}`;
  for (const queue of [sendQueue, receiveQueue]) await channel.assertQueue(queue, { durable: true });
  const config = {
    clientId: 'DXPESW0000000001',
    transport: {
      kind: 'rabbitmq',
      host: url.hostname,
      port: Number(url.port || 5672),
      vhost: url.pathname.length > 1 ? decodeURIComponent(url.pathname.slice(1)) : '/',
      username: url.username || 'guest',
      password: { file: path.join(world, 'password') },
      send: { routingKey: sendQueue },
      receive: { queue: receiveQueue, prefetch: WINDOW },
    },
    businesses: { DEC: { send: { enabled: false, maxConcurrent: WINDOW, settleMs: SETTLE_MS } } },
  };
  writeFileSync(path.join(world, 'swic.yaml'), JSON.stringify(config));
  return { directory: world, outBox, sendQueue, receiveQueue, config: path.join(world, 'swic.yaml') };
}

function stop(direction) {
  return { command: 'stopFlow', params: { business: 'DEC', direction } };
}

function start(direction) {
  return { command: 'startFlow', params: { business: 'DEC', direction } };
}

async function startAgent(world) {
  // Ends with us, however we end.
  const child = fork(AGENT, [world.config], {
    env: { ...process.env, UV_THREADPOOL_SIZE: '32' },
    execArgv: process.env.BENCH_ARGV
      ? process.env.BENCH_ARGV.split(' ')
      : profileDirectory === null
        ? []
        : ['--cpu-prof', `--cpu-prof-dir=${profileDirectory}`],
  });
  children.add(child);
  const exited = once(child, 'exit').then(([code]) => Promise.reject(new Error(`the agent ended with ${code}`)));
  exited.catch(() => undefined);
  const next = async (type) => {
    const listening = new AbortController();
    try {
      for (;;) {
        const [message] = await Promise.race([once(child, 'message', { signal: listening.signal }), exited]);
        if (message.type === type) return message;
      }
    } finally {
      listening.abort();
    }
  };
  const { startMs } = await next('ready');
  return {
    startMs,
    async measure(phase) {
      const before = broker.cpuSeconds();
      const finished = next('finished');
      child.send({ type: 'measure', ...phase });
      const result = await finished;
      return { ...result, brokerCpuSeconds: broker.cpuSeconds() - before };
    },
    async order(order) {
      child.send({ type: 'order', ...order });
      await next('done');
    },
    async sentAt(name) {
      for (;;) {
        child.send({ type: 'sent-at', name });
        const { atMs } = await next('sent-at');
        if (atMs !== null) return atMs;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    async stop() {
      child.send({ type: 'stop' });
      await once(child, 'exit');
    },
  };
}

async function dropQueues(channel, { sendQueue, receiveQueue }) {
  for (const queue of [sendQueue, receiveQueue]) await channel.deleteQueue(queue);
}

/** Call it again for what was used since. */
function startMeter() {
  const own = process.cpuUsage();
  const before = broker.cpuSeconds();
  const startedMs = performance.now();
  return () => {
    const { user, system } = process.cpuUsage(own);
    return {
      seconds: (performance.now() - startedMs) / 1_000,
      cpuSeconds: (user + system) / 1e6,
      brokerCpuSeconds: broker.cpuSeconds() - before,
    };
  };
}

function compare(bare, swic, count) {
  const perSecond = (run) => Math.round(count / run.seconds);
  const micros = (seconds) => Math.round((seconds / count) * 1e6);
  return {
    documents: count,
    window: WINDOW,
    barePerSecond: perSecond(bare),
    swicPerSecond: perSecond(swic),
    ratio: share(bare.seconds, swic.seconds),
    bareCpuMicros: micros(bare.cpuSeconds),
    swicCpuMicros: micros(swic.cpuSeconds),
    swicMainMicros: swic.mainSeconds === null ? null : micros(swic.mainSeconds),
    bareBrokerMicros: micros(bare.brokerCpuSeconds),
    swicBrokerMicros: micros(swic.brokerCpuSeconds),
    rssMaxMb: Math.round(swic.rssMaxMb),
  };
}

function print() {
  for (const [name, figures] of Object.entries(results)) {
    console.log(name);
    for (const [figure, value] of Object.entries(figures)) console.log(`  ${figure.padEnd(18)} ${value}`);
  }
}
