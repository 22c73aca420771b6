import { readFileSync } from 'node:fs';
import { systemClock } from '../../../packages/core/src/runtime/system-clock.js';
import { LOG_ROTATION, openLogWriter } from '../../../packages/core/src/telemetry/log-writer.js';
import { SAMPLES } from './sample-events.js';

// Logs 1,000 events, waits until they are in the file, logs 1,000 more at once, and then ends as it is told.
const [directory = '', ending = ''] = process.argv.slice(2);
const writer = await openLogWriter(
  { directory, level: 'info', locale: 'en', ...LOG_ROTATION },
  systemClock,
  () => undefined,
);
let seq = 0;
function log(count: number): void {
  for (let at = 0; at < count; at += 1)
    writer.read({ seq: ++seq, atMs: systemClock.nowMs(), event: SAMPLES['document.filed'] });
}

log(1_000);
while (!readFileSync(writer.path(), 'utf8').includes('"seq":1000,'))
  await new Promise((resolve) => setTimeout(resolve, 5));
log(1_000);
// eslint-disable-next-line no-restricted-syntax -- this is the main of its process, and its end is what is tested
if (ending === 'exit') process.exit(0);
if (ending === 'kill') process.kill(process.pid, 'SIGKILL');
throw new Error('as the test asked');
