import { touch } from './browser/session.js';
import type { Page } from './page.js';

/** The agent counts in minutes when it ends a session. */
const TOUCH_MS = 60_000;

/** Tells the agent that a person is here, at most once a minute, when one moves or types. */
export function keepSession({ store, clock }: Page): void {
  let lastMs = Number.NEGATIVE_INFINITY;
  const onUse = (): void => {
    const { session } = store.get();
    if (session.kind !== 'in' || clock.tickMs() - lastMs < TOUCH_MS) return;
    lastMs = clock.tickMs();
    // An agent that is away is told by the connection.
    void touch(session.session).catch(() => undefined);
  };
  for (const name of ['pointerdown', 'keydown', 'wheel'] as const) addEventListener(name, onUse, { passive: true });
}
