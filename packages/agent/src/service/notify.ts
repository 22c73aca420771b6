import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Clock } from '@swic/core';

/** In it are `NOTIFY_SOCKET` and `WATCHDOG_USEC` where systemd waits for the service and watches it. */
type Environment = Readonly<Record<string, string | undefined>>;

const MICROSECONDS_PER_MS = 1_000;
const run = promisify(execFile);

/**
 * Tells systemd that the agent is ready, then that its event loop turns, twice in each time that the watchdog waits, until disposed.
 * By `systemd-notify`, which is wherever systemd is: Node cannot send to such a socket, and a native part for a few bytes a minute
 * would be one more that can fail. Where systemd did not start this, nothing is done.
 */
export function openNotifier(
  environment: Environment,
  clock: Pick<Clock, 'sleep'>,
  sayFailure: (reason: unknown) => void,
): AsyncDisposable {
  if (environment['NOTIFY_SOCKET'] === undefined) return { [Symbol.asyncDispose]: async () => undefined };
  const controller = new AbortController();
  const telling = tell(environment, clock, controller.signal).catch((reason: unknown) => {
    if (!controller.signal.aborted) sayFailure(reason);
  });
  return {
    async [Symbol.asyncDispose]() {
      controller.abort();
      await telling;
    },
  };
}

async function tell(environment: Environment, clock: Pick<Clock, 'sleep'>, signal: AbortSignal): Promise<void> {
  await run('systemd-notify', ['--ready'], { signal });
  const watchdogMs = Number(environment['WATCHDOG_USEC'] ?? '0') / MICROSECONDS_PER_MS;
  while (watchdogMs > 0) {
    await clock.sleep(watchdogMs / 2, signal);
    await run('systemd-notify', ['WATCHDOG=1'], { signal });
  }
}
