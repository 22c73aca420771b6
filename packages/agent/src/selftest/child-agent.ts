import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type Clock, Fault, type KillOrder } from '@swic/core';
import { type ControlClient, connectAgent } from '@swic/core/client';
import { swicProgram } from '../places.js';
import { drillEnvironment, KILLED_FILE } from './killed-agent.js';
import { waitUntil } from './wait-until.js';
import type { Workplace } from './workplace.js';

/** An agent of the drill: the program that runs now, as a process of its own. It ends with the drill, however that ends. */
export interface ChildAgent extends AsyncDisposable {
  hasEnded(): boolean;
  /** It ended at the step that it was ordered to. */
  wasKilled(): boolean;
  /** Its own last words, for a person. */
  said(): string;
  /** To its control socket, as soon as it listens. Rejects with `command.failed` where it does not come to that. */
  connect(signal: AbortSignal): Promise<ControlClient>;
  /** As `swic shutdown`: it ends what is in flight. Rejects with `command.failed` where it does not end. */
  stop(signal: AbortSignal): Promise<void>;
}

const STOP_MS = 60_000;
/** From its start until it answers: a cold disk, and the recovery of what the kill left. */
const START_MS = 60_000;
const CONNECT_EACH_MS = 50;
/** Of what it says, enough for a person to see why it ended. */
const SAID_MAX = 4_000;
/** What would make the child speak to the service manager of its parent, or take another configuration. */
const NOT_INHERITED = ['NOTIFY_SOCKET', 'WATCHDOG_USEC', 'WATCHDOG_PID', 'SWIC_CONFIG'] as const;

export function startChild(place: Workplace, order: KillOrder | null, clock: Clock): ChildAgent {
  const marker = path.join(place.directory, KILLED_FILE);
  rmSync(marker, { force: true });
  const environment = { ...process.env, ...drillEnvironment(place.token, order) };
  for (const name of NOT_INHERITED) delete environment[name];
  const child = spawn(process.execPath, [swicProgram(), 'run', '--config', place.config], {
    cwd: place.directory,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // A Ctrl-C of the terminal is for the drill, which ends its children itself.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  let said = '';
  const hear = (text: string): void => void (said = (said + text).slice(-SAID_MAX));
  child.stdout?.setEncoding('utf8').on('data', hear);
  child.stderr?.setEncoding('utf8').on('data', hear);
  let isOver = false;
  const ended = once(child, 'close').then(
    () => void (isOver = true),
    (reason: unknown) => {
      isOver = true;
      hear(String(reason));
    },
  );
  return {
    hasEnded: () => isOver,
    wasKilled: () => existsSync(marker),
    said: () => said,
    connect: (signal) => connectSoon(place, { clock, hasEnded: () => isOver, said: () => said }, signal),
    async stop(signal) {
      {
        await using client = await this.connect(signal);
        await client.call('shutdown', null);
      }
      if (!(await waitUntil(() => isOver, { clock, limitMs: STOP_MS }, signal)))
        throw failed(said, '被测进程没有退出', 'the agent of the drill did not end');
    },
    [Symbol.asyncDispose]: () => end(child, ended),
  };
}

async function end(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGKILL');
  await ended;
}

interface Starting {
  readonly clock: Clock;
  hasEnded(): boolean;
  said(): string;
}

async function connectSoon(
  place: Workplace,
  { clock, ...child }: Starting,
  signal: AbortSignal,
): Promise<ControlClient> {
  const startedMs = clock.tickMs();
  for (;;) {
    try {
      return await connectAgent(place.dataDir);
    } catch (reason) {
      const { code } = Fault.from(reason, 'internal.unexpected');
      if (code !== 'instance.not-running') throw reason;
    }
    if (child.hasEnded() || clock.tickMs() - startedMs > START_MS) throw endedEarly(child.said());
    await clock.sleep(CONNECT_EACH_MS, signal);
  }
}

export function endedEarly(said: string): Fault {
  return failed(said, '被测进程提前退出', 'the agent of the drill ended by itself');
}

/** Not the outcome of a drill: it could not be carried out. */
function failed(said: string, zh: string, en: string): Fault {
  const words = said.trim().split('\n').slice(-12).join('\n');
  return new Fault('command.failed', { zh: `${zh}：${words}`, en: `${en}: ${words}` });
}
