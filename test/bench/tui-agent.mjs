// @ts-check
// What the dashboard attaches to while it is measured: the agent's own bus, recorder and control socket, with made-up documents in
// place of the spine. Words: the data directory, documents a second.
import { mkdirSync } from 'node:fs';
import { CONTROL_PROTOCOL } from '@swic/core/contract';
import { controlAddress } from '../../packages/core/dist/gateway/control/address.js';
import { openControlServer } from '../../packages/core/dist/gateway/control/server.js';
import { systemClock } from '../../packages/core/dist/runtime/system-clock.js';
import { createBus } from '../../packages/core/dist/telemetry/bus.js';
import { createRecorder } from '../../packages/core/dist/telemetry/recorder.js';

const [dataDir = '', rateText = '0'] = process.argv.slice(2);
const rate = Number(rateText);
const TICK_MS = 20;
const BUSINESSES = ['DEC', 'EDOC', 'RMFT', 'MFT', 'SAS', 'NPTS', 'ACD', 'NEMS'];

const bus = createBus(systemClock);
const recorder = createRecorder(
  {
    agent: {
      version: '0.1.0',
      pid: process.pid,
      clientId: 'DXPESW0000000001',
      locale: 'zh',
      environment: /** @type {const} */ ('production'),
      configPath: '/srv/swic/swic.yaml',
    },
    transport: { kind: 'rabbitmq', address: 'mq.example:5672' },
    signer: null,
    businesses: BUSINESSES.map((key) => ({
      key,
      nameZh: '货物申报',
      nameEn: 'Declarations',
      initials: 'hwsb',
      send: 'running',
      receive: 'running',
    })),
  },
  systemClock,
);
bus.addReader(recorder.read);
bus.emit({
  type: 'gateway.started',
  version: '0.1.0',
  pid: process.pid,
  environment: 'production',
  clientId: 'DXPESW0000000001',
});
bus.emit({ type: 'transport.opened', direction: 'send', kind: 'rabbitmq', durationMs: 5 });

/** @type {any[]} */
const latest = [];
let number = 0;
let owed = 0;
setInterval(() => {
  owed += (rate * TICK_MS) / 1_000;
  while (owed >= 1) {
    owed -= 1;
    emitDocument();
  }
}, TICK_MS);

function emitDocument() {
  number += 1;
  const nowMs = Date.now();
  const id = /** @type {any} */ (`20261123${String(number).padStart(14, '0')}`);
  const business = /** @type {any} */ (BUSINESSES[number % BUSINESSES.length]);
  const name = `进口报关单_${number}.xml`;
  const facts = { document: id, business, name };
  bus.emit({ type: 'document.claimed', ...facts, sizeBytes: 4_096, foundMs: nowMs, settledMs: nowMs, origin: null });
  bus.emit({ type: 'document.sealed', ...facts, messageId: `M${id}`, attempt: 1, keys: [] });
  bus.emit({ type: 'document.sent', ...facts, durationMs: 3, readyMs: 3, sizeBytes: 4_096 });
  bus.emit({ type: 'document.filed', ...facts, path: `20261123/${name}`, totalMs: 12 });
  bus.emit({
    type: 'receipt.deposited',
    receipt: id,
    business,
    kind: 'send-result',
    fileName: `Successed_${name}`,
    document: id,
    code: '0',
    isSuccess: true,
    text: null,
    answeredMs: 40,
  });
  latest.unshift({ ...record(id, business, name, nowMs) });
  if (latest.length > 400) latest.length = 200;
}

function record(
  /** @type {string} */ id,
  /** @type {string} */ business,
  /** @type {string} */ name,
  /** @type {number} */ nowMs,
) {
  const times = { found: nowMs, settled: nowMs, claimed: nowMs, sealed: nowMs, confirmed: nowMs, filed: nowMs };
  const keys = [{ name: 'clientSeqNo', value: `C${id}` }];
  return {
    id,
    business,
    name,
    sizeBytes: 4_096,
    sha256: 'a'.repeat(64),
    stage: 'filed',
    keys,
    root: 'DecMessage',
    messageId: `M${id}`,
    messageType: 'DECCUS001',
    stampMs: nowMs,
    attempts: 1,
    origin: null,
    times,
    fault: null,
    filedAs: { box: 'SentBox', path: `20261123/${name}` },
    verdict: null,
    standing: null,
  };
}

mkdirSync(dataDir, { recursive: true });
const handlers = /** @type {any} */ ({
  subscribe: async (/** @type {any} */ { afterSeq }) => bus.backlog(afterSeq),
  browseDocuments: async (/** @type {any} */ { limit }) => ({
    documents: latest.slice(0, limit),
    next: latest[limit]?.id ?? null,
    total: number,
  }),
});
await openControlServer({
  address: controlAddress(dataDir),
  version: `${CONTROL_PROTOCOL}`,
  handlers,
  onEvent: bus.addReader,
  snapshot: () => recorder.snapshot(),
});
