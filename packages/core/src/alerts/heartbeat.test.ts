import { expect, test } from 'vitest';
import { openHttpReceiver } from '../../../../test/support/alerts/http-receiver.js';
import { alertsSchema } from '../config/alerts-schema.js';
import type { AlertsReport } from '../contract/alerts.js';
import type { SwicEvent } from '../contract/events.js';
import { systemClock } from '../runtime/system-clock.js';
import { runHeartbeat } from './heartbeat.js';

interface Beating {
  readonly slept: readonly number[];
  readonly events: readonly SwicEvent[];
}

/** Beats for some rounds; before each, `at` says how things are. */
async function beat(
  url: string,
  rounds: number,
  at: (round: number) => { readonly level?: string; readonly isLooking?: boolean },
): Promise<Beating> {
  const { heartbeat } = alertsSchema.parse({ heartbeat: { url } });
  if (heartbeat === null) throw new TypeError('no heartbeat');
  const stop = new AbortController();
  const slept: number[] = [];
  const events: SwicEvent[] = [];
  await runHeartbeat(
    {
      config: heartbeat,
      report: () => {
        const { level } = at(slept.length);
        return { open: level === undefined ? [] : [{ level }], channels: [], silences: [] } as unknown as AlertsReport;
      },
      isLooking: () => at(slept.length).isLooking ?? true,
      secret: async () => '',
      proxy: 'none',
      environment: {},
      emit: (event) => void events.push(event),
      clock: {
        ...systemClock,
        sleep: async (delayMs) => {
          slept.push(delayMs / 60_000);
          if (slept.length === rounds) stop.abort();
        },
      },
    },
    stop.signal,
  );
  return { slept, events };
}

test('a heartbeat goes out while all is well, and stays away while something urgent is open or nothing looks', async () => {
  await using receiver = await openHttpReceiver();
  const ways = [{}, { level: 'warning' }, { level: 'error' }, { isLooking: false }, {}];
  const { slept } = await beat(`${receiver.url}/ping/id`, 5, (round) => ways[round] ?? {});
  expect(receiver.taken.map(({ method, path }) => `${method} ${path}`)).toEqual(Array(3).fill('GET /ping/id'));
  // Once it is well again, that is said within a minute.
  expect(slept).toEqual([5, 5, 1, 1, 5]);
});

test('a heartbeat that is not taken is tried again after a minute, and said', async () => {
  await using receiver = await openHttpReceiver(() => ({ status: 404, body: '' }));
  const { slept, events } = await beat(receiver.url, 2, () => ({}));
  expect(slept).toEqual([1, 1]);
  expect(events).toMatchObject([
    { type: 'alert.failed', channel: 'heartbeat', attempts: 1, fault: { code: 'alert.refused' } },
    { attempts: 2 },
  ]);
});
