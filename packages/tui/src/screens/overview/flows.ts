import type { BusinessSnapshot } from '@swic/core/contract';
import { nameOf, shownBusinesses, totalsOf, withCommas } from '@swic/desk';
import { type App, ask, say, start, wordsOf } from '../../app.js';

/** The business under the cursor; null while none is known. */
export function selectedBusiness(app: App): BusinessSnapshot | null {
  const { snapshot, overview } = app.store.get();
  const businesses = shownBusinesses(snapshot?.businesses ?? []);
  return businesses[Math.min(overview.cursor, businesses.length - 1)] ?? null;
}

/** Starting is done at once, stopping is asked for. */
export function toggleFlow(app: App, direction: 'send' | 'receive'): void {
  const business = selectedBusiness(app);
  const flow = business === null ? null : business[direction];
  if (business === null || flow === null) return;
  const { locale } = app.store.get();
  const t = wordsOf(app);
  const change = (command: 'startFlow' | 'stopFlow'): void =>
    start(app, async () => {
      const { changed } = await app.call(command, { business: business.key, direction });
      say(app, t('done.changed', { count: changed }), 'good');
    });
  if (flow.state === 'stopped') return change('startFlow');
  const name = nameOf(business, locale);
  const counts = { business: name, inFlight: business.inFlight, waiting: withCommas(business.waiting) };
  ask(app, t(direction === 'send' ? 'ask.stop-send' : 'ask.stop-receive', counts), () => change('stopFlow'));
}

export function startAll(app: App): void {
  start(app, async () => {
    const { changed } = await app.call('startFlow', { business: '*', direction: null });
    say(app, wordsOf(app)('done.changed', { count: changed }), 'good');
  });
}

export function stopAll(app: App): void {
  ask(app, wordsOf(app)('ask.stop-all', totals(app)), () =>
    start(app, async () => {
      const { changed } = await app.call('stopFlow', { business: '*', direction: null });
      say(app, wordsOf(app)('done.changed', { count: changed }), 'good');
    }),
  );
}

export function togglePause(app: App): void {
  const t = wordsOf(app);
  if (app.store.get().snapshot?.agent.state === 'paused') {
    start(app, async () => {
      await app.call('resume', null);
      say(app, t('done.resumed'), 'good');
    });
    return;
  }
  ask(app, t('ask.pause', totals(app)), () =>
    start(app, async () => {
      await app.call('pause', null);
      say(app, t('done.paused'), 'warn');
    }),
  );
}

/** What a question about everything has to say. */
export function totals(app: App): ReturnType<typeof totalsOf> {
  return totalsOf(app.store.get().snapshot?.businesses ?? []);
}
