/** Signals that end a process, as one callback; returns how to stop listening. */
export function onEndSignal(work: () => void): () => void {
  const signals = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const;
  for (const signal of signals) process.on(signal, work);
  return () => {
    for (const signal of signals) process.off(signal, work);
  };
}

/**
 * Takes the keyboard before the first picture is drawn. Ink takes it after, and a key that answers the picture in between would be
 * kept back by the terminal until its line ends, and shown.
 */
export function takeInput(stdin: NodeJS.ReadStream): void {
  stdin.setRawMode(true);
}

/**
 * Takes the keyboard back from Ink, when its components are gone: what React still had to do may have asked for it once more, and a
 * keyboard that is listened to keeps the process alive.
 */
export async function releaseInput(stdin: NodeJS.ReadStream): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
  stdin.setRawMode(false);
  stdin.pause();
  stdin.unref();
}
