import { type App, start } from '../../app.js';

/** The agent's own test, since its machine and its secrets are what counts. Its steps appear as they end. */
export function testConnection(app: App): void {
  if (app.store.get().transport.isRunning) return;
  app.store.update(() => ({ transport: { isRunning: true, steps: [] } }));
  start(app, async () => {
    const forget = app.onTestStep((step) =>
      app.store.update(({ transport }) => ({
        transport: { ...transport, steps: [...transport.steps, step] },
      })),
    );
    try {
      const steps = await app.call('testConnection', null);
      app.store.update(() => ({ transport: { isRunning: false, steps } }));
    } finally {
      forget();
      app.store.update(({ transport }) => ({ transport: { ...transport, isRunning: false } }));
    }
  });
}
