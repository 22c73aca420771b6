import { spawn } from 'node:child_process';
import { Fault } from '../../contract/fault.js';
import { withDeadline } from '../../runtime/deadline.js';

/** What a program needs to start; secrets of the agent's own environment are not handed on. */
const KEPT_VARIABLES = [
  'PATH',
  'Path',
  'HOME',
  'USERPROFILE',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'TEMP',
  'SystemRoot',
  'ComSpec',
  'PATHEXT',
];

export interface ProgramRun {
  readonly program: string;
  /** No shell reads them. */
  readonly args: readonly string[];
  /** The agent's own; of it the program gets what it needs to start. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What it gets beside that. */
  readonly variables: Readonly<Record<string, string>>;
  /** For its standard input; null = it has none. */
  readonly input: string | null;
}

/**
 * Resolves when the program has ended with 0. Rejects with `alert.unreachable` where it did not start, or did not end in time and was
 * killed; with `alert.refused` where it ended otherwise.
 */
export async function runProgram(run: ProgramRun, timeoutMs: number, signal: AbortSignal): Promise<void> {
  const life = new AbortController();
  try {
    const ended = exitCodeOf(run, AbortSignal.any([signal, life.signal]));
    const exitCode = await withDeadline(ended, timeoutMs, 'alert.unreachable');
    if (exitCode !== 0) throw new Fault('alert.refused', { function: run.program, exitCode });
  } catch (reason) {
    if (signal.aborted) throw new Fault('operation.aborted');
    throw reason;
  } finally {
    life.abort();
  }
}

/** Null where a signal ended it. */
function exitCodeOf(
  { program, args, environment, variables, input }: ProgramRun,
  signal: AbortSignal,
): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const env = { ...keptVariables(environment), ...variables };
    // What it prints is its own: it is not read, and a full pipe would hold it up.
    const stdio = [input === null ? 'ignore' : 'pipe', 'ignore', 'ignore'] as const;
    const child = spawn(program, args, { env, signal, stdio: [...stdio], windowsHide: true, killSignal: 'SIGKILL' });
    child.once('error', (reason: NodeJS.ErrnoException) =>
      reject(new Fault('alert.unreachable', { function: program, errno: reason.code ?? null })),
    );
    child.once('exit', resolve);
    // One that ends without reading has its exit code for an answer.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input ?? '');
  });
}

function keptVariables(environment: ProgramRun['environment']): Record<string, string> {
  return Object.fromEntries(
    KEPT_VARIABLES.flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
