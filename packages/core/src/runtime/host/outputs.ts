/** What a standard stream says of a reader that went away: the end of a pipe, or of a terminal. */
const GONE: ReadonlySet<string> = new Set(['EPIPE', 'EIO', 'ECONNRESET', 'ERR_STREAM_DESTROYED']);

/** What became of standard output. */
export interface Outputs {
  /** Why a result could not be written, e.g. a full disk; null while it could, or when its reader has gone and wants no more. */
  lost(): unknown;
}

/**
 * Standard streams that fail must not end the process: without a listener, Node throws their 'error'. A reader that has gone needs
 * nothing more; on standard error nothing can be said about itself.
 */
export function guardOutputs({ stdin, stdout, stderr }: Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr'>): Outputs {
  let lost: unknown = null;
  stdout.on('error', (reason: NodeJS.ErrnoException) => {
    if (!GONE.has(reason.code ?? '')) lost ??= reason;
  });
  stderr.on('error', () => undefined);
  stdin.on('error', () => undefined);
  return { lost: () => lost };
}
