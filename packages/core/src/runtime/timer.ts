/** Calls back once after `delayMs`; returns how to call it off. */
export function callLater(delayMs: number, work: () => void): () => void {
  const timer = setTimeout(work, delayMs);
  return () => clearTimeout(timer);
}

/** Calls back again and again; returns how to end it. The process does not stay for its sake. */
export function callEvery(intervalMs: number, work: () => void): () => void {
  const timer = setInterval(work, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
