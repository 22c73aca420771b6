import { statSync } from 'node:fs';
import type { Emit } from '../contract/events.js';
import { Fault } from '../contract/fault.js';
import type { Clock } from '../ports/clock.js';

/** One look costs microseconds; a person who saves the file waits no longer than this. */
const LOOK_EVERY_MS = 1_000;
/** Editors write in several steps: read when they are through. */
const SETTLE_MS = 300;

/**
 * Reloads when the file of the configuration changes, until the signal aborts. A broken file changes nothing and is said.
 *
 * It looks instead of being told: what a link leads to is swapped by swapping another link (Kubernetes: `..data`), and shares and
 * machines without watches left tell nothing at all.
 */
export async function watchConfig(
  file: string,
  reload: () => Promise<unknown>,
  host: { readonly clock: Clock; readonly emit: Emit },
  signal: AbortSignal,
): Promise<void> {
  let known = identityOf(file);
  try {
    for (;;) {
      await host.clock.sleep(LOOK_EVERY_MS, signal);
      if (identityOf(file) === known) continue;
      await host.clock.sleep(SETTLE_MS, signal);
      // Before it is read: what changes during the read is seen at the next look.
      known = identityOf(file);
      if (known !== null) await reloadAndTell(reload, host.emit);
    }
  } catch (reason) {
    if (!signal.aborted) throw reason;
  }
}

/** Of what the file is now, links followed; null while there is none, as between two steps of an editor. */
function identityOf(file: string): string | null {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(file, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
  } catch {
    // Gone or out of reach: what runs goes on as it is.
    return null;
  }
}

async function reloadAndTell(reload: () => Promise<unknown>, emit: Emit): Promise<void> {
  try {
    await reload();
  } catch (reason) {
    const fault = Fault.from(reason, 'config.invalid');
    // The end came first: nothing is wrong with the file.
    if (fault.code !== 'operation.aborted') emit({ type: 'config.rejected', fault: fault.toRecord() });
  }
}
