import { type App, ask, wordsOf } from '../app.js';
import { totals } from '../screens/overview/flows.js';

/**
 * Leaving never stops an agent that runs elsewhere. Where it runs in this window, leaving stops it: that is asked, what is in flight
 * is finished, and a second word gives up waiting.
 */
export function quit(app: App): void {
  const { isEnding } = app.store.get();
  if (app.host === null) {
    app.end();
    return;
  }
  if (isEnding === 'draining') {
    app.store.update(() => ({ isEnding: 'aborting' }));
    app.host.abort();
    return;
  }
  if (isEnding === 'no') ask(app, wordsOf(app)('ask.quit-hosted', totals(app)), () => drain(app));
}

/** Also when the process is asked to end. */
export function drain(app: App): void {
  // A process may be asked twice: giving up waiting is not taken back.
  app.store.update(({ isEnding }) => ({
    isEnding: isEnding === 'no' ? 'draining' : isEnding,
    question: null,
    prompt: null,
  }));
  app.host?.drain();
}
