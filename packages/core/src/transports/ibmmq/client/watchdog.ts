import { Worker } from 'node:worker_threads';

/** How often the parent is looked for. */
const LOOK_MS = 1_000;

/**
 * Ends this process when its parent is gone, even while the main thread hangs in the library: an orphan would hold messages
 * locked that the next agent waits for. The thread loads nothing of MQ.
 */
export function watchParent(): void {
  const thread = new Worker(WATCH, {
    eval: true,
    workerData: { parent: process.ppid, lookMs: LOOK_MS },
    stdout: false,
    stderr: false,
  });
  thread.unref();
}

/** Plain JavaScript, because a thread's own file would have to be found in the build. Where the parent is another, ours is gone. */
const WATCH = `
const { workerData } = require('node:worker_threads');
const isGone = () => {
  if (process.platform !== 'win32') return process.ppid !== workerData.parent;
  try { process.kill(workerData.parent, 0); return false; } catch { return true; }
};
setInterval(() => { if (isGone()) process.kill(process.pid, 'SIGKILL'); }, workerData.lookMs);
`;
