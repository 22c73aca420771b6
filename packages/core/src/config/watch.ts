import { type FSWatcher, watch } from 'chokidar';
import type { Emit } from '../contract/events.js';
import { Fault } from '../contract/fault.js';
import type { Clock } from '../ports/clock.js';
import { Bell } from '../runtime/bell.js';
import { whenAborted } from '../runtime/deadline.js';

/** Editors write in several steps: read when they are through. */
const SETTLE_MS = 300;
/** Where nothing tells of changes. */
const POLL_MS = 2_000;
const OPTIONS = { ignoreInitial: true, awaitWriteFinish: false, atomic: false, persistent: true } as const;
const FOR_EVER_MS = 2 ** 31 - 1;

/** Reloads when the file of the configuration changes, until the signal aborts. A broken file changes nothing and is said. */
export async function watchConfig(
  file: string,
  reload: () => Promise<unknown>,
  host: { readonly clock: Clock; readonly emit: Emit },
  signal: AbortSignal,
): Promise<void> {
  const bell = new Bell();
  // One small file, replaced by editors through a rename: what chokidar is good at.
  const open = (usePolling: boolean): FSWatcher =>
    watch(file, { ...OPTIONS, usePolling, interval: POLL_MS }).on('all', () => bell.ring());
  let watcher = open(false);
  // Without a listener it would end the process: no watches left on this machine, or no handles.
  watcher.once('error', (reason) => {
    host.emit({ type: 'watch.unavailable', path: file, fault: new Fault('watch.unavailable', {}, reason).toRecord() });
    void watcher.close();
    if (signal.aborted) return;
    watcher = open(true);
    watcher.on('error', () => undefined);
  });
  void whenAborted(signal).then(() => watcher.close());
  while (await bell.wait(FOR_EVER_MS, signal)) {
    await host.clock.sleep(SETTLE_MS, signal);
    try {
      await reload();
    } catch (reason) {
      const fault = Fault.from(reason, 'config.invalid');
      // The end came first: nothing is wrong with the file.
      if (fault.code !== 'operation.aborted') host.emit({ type: 'config.rejected', fault: fault.toRecord() });
    }
  }
}
