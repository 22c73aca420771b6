import type { Context } from '../cli/context.js';
import { withAgent } from './reach.js';
import { inFlightOf, tellDrain } from './tell-drain.js';

/** Asks the agent to end when what is in flight is at its end; false = it has not within `waitMs`. Rejects with `instance.not-running`. */
export function stopAgent(context: Context, waitMs: number): Promise<boolean> {
  return withAgent(context, async (client) => {
    await client.call('shutdown', null);
    const late = new AbortController();
    const waiting = context.clock.sleep(waitMs, late.signal).then(() => false);
    // The loser of the race is aborted, and its rejection has no listener.
    waiting.catch(() => undefined);
    const inFlight = async (): Promise<number> => inFlightOf(await client.call('status', null));
    const telling = tellDrain(context, { inFlight, where: 'bar' }, late.signal);
    const ended = await Promise.race([client.closed.then(() => true), waiting]);
    late.abort();
    await telling;
    return ended;
  });
}
