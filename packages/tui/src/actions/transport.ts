import { type App, start } from '../app.js';

/** The agent's own test, since its machine and its secrets are what counts. Its steps appear as they end. */
export function testConnection(app: App): void {
  if (app.store.get().transportTest.isRunning) return;
  app.store.update(() => ({ transportTest: { isRunning: true, steps: [] } }));
  start(app, async () => {
    const forget = app.onTestStep((step) =>
      app.store.update(({ transportTest }) => ({
        transportTest: { ...transportTest, steps: [...transportTest.steps, step] },
      })),
    );
    try {
      const steps = await app.call('testConnection', null);
      app.store.update(() => ({ transportTest: { isRunning: false, steps } }));
    } finally {
      forget();
      app.store.update(({ transportTest }) => ({ transportTest: { ...transportTest, isRunning: false } }));
    }
  });
}
