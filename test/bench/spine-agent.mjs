// Hosts the real gateway for the benchmark and answers its controller over IPC. Nothing in here is measured but the gateway.
import { readFileSync } from 'node:fs';
import { loadConfig, openGateway, systemClock } from '@swic/core';

const [config] = process.argv.slice(2);
const never = new AbortController().signal;
const intake = new AbortController();
const loaded = loadConfig(config);
const openedMs = performance.now();
const gateway = await openGateway(
  loaded,
  { version: 'bench', clock: systemClock, console: 'none', decorate: null, openSigner: null, tellUpgrade: null },
  never,
);
const startMs = performance.now() - openedMs;

/** Of /proc, on every Linux that Node.js runs on. */
const TICKS_PER_SECOND = 100;

let phase = null;
const sentAt = new Map();
gateway.onEvent(({ event }) => {
  if (phase === null && event.type === 'document.sent') sentAt.set(event.name, Date.now());
  if (phase === null) return;
  if (phase.startedMs === null && event.type === phase.first && (event.settled ?? 1) > 0) {
    // What goes before is only there to warm up.
    phase.skip -= 1;
    if (phase.skip < 0) begin(phase);
  }
  if (phase.startedMs === null || event.type !== phase.last) return;
  phase.count += 1;
  if (phase.count === phase.wanted) finish(phase);
});

function begin(current) {
  current.startedMs = performance.now();
  current.cpuSeconds = cpuSeconds();
  current.mainSeconds = mainThreadSeconds();
}

/** Of this process, and of those that it started and that have ended: what brings files to the disk may be one of them. */
function cpuSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6 + (ticks('/proc/self/stat', [13, 14]) ?? 0);
}

/** Of some fields of a process's line, in seconds; null where the system does not tell. */
function ticks(file, fields) {
  try {
    const [, facts] = readFileSync(file, 'utf8').split(') ');
    const values = facts.split(' ');
    return fields.reduce((sum, field) => sum + Number(values[field]), 0) / TICKS_PER_SECOND;
  } catch {
    return null;
  }
}

/** CPU of this thread alone, which no other core can take over; null where the system does not tell. */
function mainThreadSeconds() {
  return ticks(`/proc/self/task/${process.pid}/stat`, [11, 12]);
}

function finish(current) {
  const seconds = (performance.now() - current.startedMs) / 1_000;
  phase = null;
  process.send({
    type: 'finished',
    seconds,
    cpuSeconds: cpuSeconds() - current.cpuSeconds,
    mainSeconds: current.mainSeconds === null ? null : mainThreadSeconds() - current.mainSeconds,
    rssMaxMb: process.resourceUsage().maxRSS / 1_024,
  });
}

let go;
const started = new Promise((resolve) => {
  go = resolve;
});
process.on('message', async (message) => {
  switch (message.type) {
    case 'measure':
      phase = { ...message, startedMs: null, cpuSeconds: 0, count: 0 };
      for (const { command, params } of message.commands) await gateway.connect().call(command, params);
      // The first order starts the gateway: nothing flows before it is measured.
      return go();
    case 'order':
      await gateway.connect().call(message.command, message.params);
      return void process.send({ type: 'done' });
    case 'sent-at':
      return void process.send({ type: 'sent-at', atMs: sentAt.get(message.name) ?? null });
    case 'stop':
      return intake.abort();
  }
});

process.send({ type: 'ready', startMs });
await started;
await gateway.run(intake.signal, never);
await gateway[Symbol.asyncDispose]();
process.disconnect();
