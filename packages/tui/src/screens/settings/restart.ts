import { type App, ask, say, start, wordsOf } from '../../app.js';
import { totals } from '../overview/flows.js';

/** For settings that are read at the start. Where nothing starts the agent again, that is said instead. */
export function restartAgent(app: App): void {
  const t = wordsOf(app);
  ask(app, t('ask.restart', totals(app)), () =>
    start(app, async () => {
      const { accepted } = await app.call('restart', null);
      if (!accepted) return say(app, t('restart.not-here'), 'warn');
      app.store.update(({ settings }) => ({ settings: { ...settings, restartNeeded: [] } }));
      say(app, t('done.restarting'), 'info');
    }),
  );
}
