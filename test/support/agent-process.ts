import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ControlClient, connectAgent } from '@swic/core/client';
import type { World } from './world.js';

const SWIC = fileURLToPath(new URL('../../packages/agent/bin/swic.cjs', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built command as its own process, as a user runs it. Everything it said is in the result. */
export function runSwic(
  world: World,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  return startSwic(world, words, environment).finished;
}

export interface RunningSwic extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  /** What it has said so far. */
  said(): string;
  /** A connection to its control socket, as soon as it listens. */
  connect(): Promise<ControlClient>;
  kill(signal: NodeJS.Signals): void;
}

export function startSwic(
  world: World,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): RunningSwic {
  return startNode(world, [SWIC, ...words, '--config', world.config], environment);
}

/** A Node process that hosts an agent in some other way: the crash tests' own main program. */
export function startNode(
  world: World,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): RunningSwic {
  const child = spawn(process.execPath, [...words], {
    cwd: world.directory,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const finished = once(child, 'close').then(
    ([code, signal]): Finished => ({
      code: code as number | null,
      signal: signal as NodeJS.Signals | null,
      stdout,
      stderr,
    }),
  );
  return {
    child,
    finished,
    said: () => stdout + stderr,
    connect: () => connectSoon(path.join(world.directory, 'data'), finished),
    kill: (signal) => void child.kill(signal),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await finished;
    },
  };
}

const CONNECT_LIMIT_MS = 20_000;

async function connectSoon(dataDir: string, finished: Promise<Finished>): Promise<ControlClient> {
  const startedMs = Date.now();
  let ended: Finished | null = null;
  void finished.then((result) => (ended = result));
  for (;;) {
    try {
      return await connectAgent(dataDir);
    } catch (reason) {
      if (ended !== null)
        throw new Error(`the agent ended before it listened: ${JSON.stringify(ended)}`, { cause: reason });
      if (Date.now() - startedMs > CONNECT_LIMIT_MS) throw reason;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
