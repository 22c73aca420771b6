// @ts-check
// The dashboard as `swic tui` opens it, in the terminal that it was started in, for a while; then what it cost goes into a file.
// Words: the data directory, the file, seconds.
import { writeFileSync } from 'node:fs';
import { connectAgent } from '@swic/core/client';
import { openDashboard } from '@swic/tui';
import { systemClock } from '../../packages/core/dist/runtime/system-clock.js';

const [dataDir = '', file = '', secondsText = '10'] = process.argv.slice(2);
const seconds = Number(secondsText);
const WARM_UP_MS = 3_000;
let frames = 0;
let bytes = 0;
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = /** @type {any} */ (
  (/** @type {string} */ text) => {
    frames += 1;
    bytes += Buffer.byteLength(text);
    return write(text);
  }
);
const ended = openDashboard({
  connect: () => connectAgent(dataDir),
  host: null,
  clock: systemClock,
  locale: 'zh',
  isReadOnly: false,
  keys: {},
  environment: process.env,
  copyForEditing: async (path) => path,
  openEditor: async () => undefined,
  openPath: async () => undefined,
  stdin: process.stdin,
  stdout: process.stdout,
});
await new Promise((resolve) => setTimeout(resolve, WARM_UP_MS));
const before = { cpu: process.cpuUsage(), frames, bytes, atMs: performance.now() };
await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
const { user, system } = process.cpuUsage(before.cpu);
const tookMs = performance.now() - before.atMs;
const cpuMs = (user + system) / 1_000;
writeFileSync(
  file,
  JSON.stringify({
    cpuPercent: (cpuMs / tookMs) * 100,
    framesPerSecond: (frames - before.frames) / (tookMs / 1_000),
    cpuMsPerFrame: cpuMs / Math.max(1, frames - before.frames),
    bytesPerSecond: (bytes - before.bytes) / (tookMs / 1_000),
    rssMb: process.memoryUsage.rss() / 1e6,
  }),
);
process.emit('SIGTERM', 'SIGTERM');
await ended;
