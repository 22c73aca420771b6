import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Fault } from '../../contract/fault.js';
import { formatDay } from '../../domain/stamp.js';
import type { Clock } from '../../ports/clock.js';
import { redactValue } from '../../telemetry/redact.js';

/**
 * Writes why a start failed into the log of the day: at that moment there is no log writer yet, or no longer, and under a
 * service manager standard error may go nowhere. Never throws: the failure itself is what has to be told.
 */
export function writeLastWords(dataDir: string, fault: Fault, clock: Clock): void {
  const nowMs = clock.nowMs();
  const line = {
    level: 'error',
    time: new Date(nowMs).toISOString(),
    event: 'gateway.failed',
    fault: redactValue(fault.toRecord()),
    msg: fault.code,
  };
  try {
    const directory = path.join(dataDir, 'logs');
    mkdirSync(directory, { recursive: true });
    appendFileSync(path.join(directory, `swic-${formatDay(nowMs)}.log`), `${JSON.stringify(line)}\n`);
  } catch {
    // A disk that takes no line is most likely the failure itself.
  }
}
