import path from 'node:path';
import { watch } from 'chokidar';

/**
 * Tells at once when a directory appears, vanishes or comes back, by watching the one above it. Only that level is read, and only
 * this name in it, so however busy the directory itself is, nothing of it passes through here. A hint, no more: chokidar goes
 * blind without a word when the directory above is exchanged, which is why there are looks in intervals as well.
 */
export function openRootWatch(directory: string, onChange: () => void): AsyncDisposable {
  const above = path.dirname(directory);
  const watcher = watch(above, {
    depth: 0,
    ignoreInitial: true,
    ignored: (name) => name !== above && name !== directory,
    followSymlinks: false,
    usePolling: false,
    ignorePermissionErrors: true,
    awaitWriteFinish: false,
    atomic: false,
    persistent: false,
  });
  watcher.on('addDir', onChange);
  watcher.on('unlinkDir', onChange);
  // Out of watches or of handles: the looks in intervals go on.
  watcher.on('error', () => undefined);
  return { [Symbol.asyncDispose]: () => watcher.close() };
}
