import type { AlertMessage, AlertSender, AlertTrial } from '../contract/alerts.js';
import { Fault } from '../contract/fault.js';
import type { AlertChannel } from '../ports/alert-channel.js';
import type { Clock } from '../ports/clock.js';

/** What a person sends to see whether it arrives. */
export function testMessage(
  sender: AlertSender,
  link: string | null,
  clock: Pick<Clock, 'nowMs' | 'random'>,
): AlertMessage {
  const nowMs = clock.nowMs();
  const id = `test-${nowMs.toString(36)}-${clock.random().toString(36).slice(2, 8)}`;
  return { id, kind: 'test', atMs: nowMs, level: 'notice', sender, notices: [], report: null, link };
}

/** One attempt each, at the same time. Rejects with `command.not-found` where none has the name. */
export async function tryChannels(
  channels: ReadonlyMap<string, AlertChannel>,
  { name, message }: { readonly name: string | null; readonly message: AlertMessage },
  { clock, signal }: { readonly clock: Pick<Clock, 'tickMs'>; readonly signal: AbortSignal },
): Promise<readonly AlertTrial[]> {
  const chosen = [...channels].filter(([each]) => name === null || each === name);
  if (chosen.length === 0)
    throw new Fault('command.not-found', { query: name, known: [...channels.keys()].join(', ') });
  return Promise.all(
    chosen.map(async ([each, channel]) => {
      const startedMs = clock.tickMs();
      const fault = await channel.deliver(message, signal).then(
        () => null,
        (reason: unknown) => Fault.from(reason, 'internal.unexpected').toRecord(),
      );
      return { channel: each, kind: channel.kind, durationMs: Math.round(clock.tickMs() - startedMs), fault };
    }),
  );
}
