/** Signals that end a process, as one callback; returns how to stop listening. */
export function onEndSignal(work: () => void): () => void {
  const signals = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const;
  for (const signal of signals) process.on(signal, work);
  return () => {
    for (const signal of signals) process.off(signal, work);
  };
}
