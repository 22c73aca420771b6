import type { AlertsConfig } from '../config/alerts-schema.js';
import type { AlertsReport } from '../contract/alerts.js';
import type { Emit } from '../contract/events.js';
import { Fault } from '../contract/fault.js';
import type { ChannelWorld } from './channel-world.js';
import { hostOf, post } from './http/post.js';

export interface HeartbeatWorld extends Pick<ChannelWorld, 'clock' | 'secret' | 'proxy' | 'environment'> {
  readonly config: NonNullable<AlertsConfig['heartbeat']>;
  readonly report: () => AlertsReport;
  /** False once the looks have stopped: an agent that no longer looks is not well. */
  readonly isLooking: () => boolean;
  readonly emit: Emit;
}

const MINUTE_MS = 60_000;

/**
 * The dead man's switch: a GET of one address, at the start and every so many minutes, while all is well. Who takes it alarms when it
 * stays away: the machine is off, the network is cut, the agent is dead, or something urgent is open. A try that failed is made again
 * after a minute.
 */
export async function runHeartbeat(world: HeartbeatWorld, signal: AbortSignal): Promise<void> {
  const { config, clock, emit } = world;
  let failures = 0;
  while (!signal.aborted) {
    let delayMs = config.everyMinutes * MINUTE_MS;
    if (isWell(world)) {
      const fault = await beat(world, signal);
      failures = fault === null ? 0 : failures + 1;
      if (fault !== null) {
        delayMs = Math.min(delayMs, MINUTE_MS);
        emit({
          type: 'alert.failed',
          channel: 'heartbeat',
          message: '',
          attempts: failures,
          delayMs,
          fault: fault.toRecord(),
        });
      }
    } else delayMs = Math.min(delayMs, MINUTE_MS);
    await clock.sleep(delayMs, signal);
  }
}

function isWell({ report, isLooking }: HeartbeatWorld): boolean {
  return isLooking() && report().open.every(({ level }) => level !== 'error');
}

/** Null = it was taken. */
async function beat(world: HeartbeatWorld, signal: AbortSignal): Promise<Fault | null> {
  const { config, secret } = world;
  try {
    const url = typeof config.url === 'string' ? config.url : await secret(config.url);
    const posting = { url, method: 'GET', body: '', headers: {}, timeoutMs: config.timeoutMs } as const;
    const { status } = await post(posting, world, signal);
    return status >= 200 && status <= 299 ? null : new Fault('alert.refused', { host: hostOf(url), status });
  } catch (reason) {
    const fault = Fault.from(reason, 'internal.unexpected');
    if (fault.code === 'operation.aborted') throw fault;
    return fault;
  }
}
