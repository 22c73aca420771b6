// What telemetry costs per document: its five events through the bus and each reader.
//   node test/bench/telemetry.mjs [--documents 100000] [--json FILE]
// Needs the built core (npm run build).
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const core = process.env['SWIC_CORE_DIST'] ?? new URL('../../packages/core/dist', import.meta.url).href;
const { createBus } = await import(`${core}/telemetry/bus.js`);
const { createRecorder } = await import(`${core}/telemetry/recorder.js`);
const { createMetrics } = await import(`${core}/telemetry/metrics.js`);
const { createHumanLog } = await import(`${core}/telemetry/human-log.js`);
const { LOG_ROTATION, openLogWriter } = await import(`${core}/telemetry/log-writer.js`);
const { systemClock } = await import(`${core}/runtime/system-clock.js`);

const { values: args } = parseArgs({
  options: { documents: { type: 'string', default: '100000' }, json: { type: 'string' } },
});
const documents = Number(args.documents);
const figures = {};

function emitDocument(emit, number) {
  const facts = { document: String(number).padStart(22, '0'), business: 'DEC', name: `报关单_${number}.xml` };
  emit({ type: 'document.claimed', ...facts, sizeBytes: 4096, foundMs: 1, settledMs: 2, origin: null });
  emit({ type: 'document.sealed', ...facts, messageId: `M${number}`, attempt: 1, keys: [] });
  emit({ type: 'document.sent', ...facts, durationMs: 3, sizeBytes: 4096 });
  emit({ type: 'document.filed', ...facts, path: `20261123/${number}.xml`, totalMs: 612 });
}

async function measure(name, addReaders) {
  const bus = createBus(systemClock);
  const disposables = (await addReaders(bus)) ?? [];
  for (let number = 0; number < 5_000; number += 1) emitDocument(bus.emit, number);
  const before = process.cpuUsage();
  for (let number = 0; number < documents; number += 1) {
    emitDocument(bus.emit, number);
    if (number % 64 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  const used = process.cpuUsage(before);
  for (const disposable of disposables) await disposable[Symbol.asyncDispose]();
  const us = (used.user + used.system) / documents;
  figures[name] = Number(us.toFixed(2));
  console.log(
    `${name.padEnd(28)} ${us.toFixed(2).padStart(7)} us per document   ${((us * 5_000) / 10_000).toFixed(1).padStart(5)} % of a core at 5,000/s`,
  );
}

const setup = {
  agent: { version: '0', pid: 1, clientId: 'C', environment: 'production', locale: 'zh', configPath: '' },
  transport: { kind: 'embedded', address: '' },
  signer: null,
  businesses: [{ key: 'DEC', nameZh: '货物申报', nameEn: 'Declaration', send: 'running', receive: 'running' }],
};
const directory = await mkdtemp(join(tmpdir(), 'swic-bench-log-'));
let printed = 0;
const human = (bus, progress) => {
  const log = createHumanLog(
    { write: (text) => (printed += text.length), locale: 'zh', level: 'info', isColoured: false, progress },
    systemClock,
  );
  bus.addReader(log.read);
  return [log];
};
try {
  await measure('bus alone', () => undefined);
  await measure('bus + recorder', (bus) => void bus.addReader(createRecorder(setup, systemClock).read));
  await measure('bus + metrics', (bus) => void bus.addReader(createMetrics().read));
  await measure('bus + lines for people', (bus) => human(bus, false));
  await measure('bus + progress', (bus) => human(bus, true));
  await measure('bus + log file', async (bus) => {
    const writer = await openLogWriter(
      { directory, level: 'info', locale: 'zh', ...LOG_ROTATION },
      systemClock,
      () => undefined,
    );
    bus.addReader(writer.read);
    return [writer];
  });
} finally {
  await rm(directory, { recursive: true, force: true });
}
if (args.json !== undefined) await writeFile(args.json, `${JSON.stringify(figures, null, 2)}\n`);
