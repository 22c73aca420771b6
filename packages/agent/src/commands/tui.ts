import { Fault, type LoadedConfig } from '@swic/core';
import { type ControlClient, connectAgent } from '@swic/core/client';
import type { DashboardOptions } from '@swic/tui';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { copyForEditing, openEditor } from './edit-copy.js';
import { followLines } from './follow-lines.js';
import { hostAgent } from './host-agent.js';
import { openInFileManager } from './open-path.js';
import { dataDirOf } from './reach.js';
import { EXIT_ABORTED, runAgent } from './run.js';

interface TuiOptions {
  readonly readOnly: boolean;
}

export function declareTui({ program, t, act }: CommandHost): void {
  program
    .command('tui')
    .description(t('tui.about'))
    .option('--read-only', t('tui.read-only'), false)
    .action(act((context, options: TuiOptions) => runDashboard(context, options)));
}

/** Both ends must be a terminal: keys come from one, the picture goes to the other. */
export function isTerminal(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true && process.env['TERM'] !== 'dumb';
}

/** Attaches to the agent of this configuration; hosts it where none runs. Without a terminal it is lines instead of a picture. */
export async function runDashboard(context: Context, { readOnly }: TuiOptions): Promise<number> {
  const loaded = context.load();
  const dataDir = dataDirOf(context);
  const isRunning = await isAgentThere(dataDir);
  if (!isTerminal()) {
    if (isRunning || readOnly) return followLines(context, dataDir);
    return runAgent(context, { once: false, wait: '30' });
  }
  // A person who only looks does not start sending.
  if (isRunning || readOnly) return attach(context, loaded, dataDir, readOnly);
  return hostDashboard(context, loaded);
}

async function isAgentThere(dataDir: string): Promise<boolean> {
  try {
    await using _client = await connectAgent(dataDir);
    return true;
  } catch (reason) {
    if (reason instanceof Fault && reason.code === 'instance.not-running') return false;
    throw reason;
  }
}

async function attach(context: Context, loaded: LoadedConfig, dataDir: string, isReadOnly: boolean): Promise<number> {
  const connect = (): Promise<ControlClient> => connectAgent(dataDir);
  context.say(await show(context, loaded, { connect, host: null, isReadOnly }));
  return 0;
}

/** The agent in this process, with the dashboard around it: leaving drains it. The exit code is that of `swic run`. */
async function hostDashboard(context: Context, loaded: LoadedConfig): Promise<number> {
  const intake = new AbortController();
  const abort = new AbortController();
  const { connect, stopped } = await hostAgent(context, intake.signal, abort.signal);
  try {
    const host = { drain: () => intake.abort(), abort: () => abort.abort(), stopped };
    context.say(await show(context, loaded, { connect, host, isReadOnly: false }));
  } finally {
    intake.abort();
    await stopped;
  }
  return abort.signal.aborted ? EXIT_ABORTED : 0;
}

/** React is loaded here and nowhere else: no other command waits for it. */
async function show(
  context: Context,
  { config }: LoadedConfig,
  how: Pick<DashboardOptions, 'connect' | 'host' | 'isReadOnly'>,
): Promise<string> {
  // React decides while it is loaded, and what it does for its developers costs twice the time.
  process.env['NODE_ENV'] = 'production';
  const { openDashboard, keyProblems } = await import('@swic/tui');
  const { keys } = config.dashboard;
  const [problem] = keyProblems(keys);
  if (problem !== undefined) throw new Fault('config.invalid', { path: 'dashboard.keys', ...problem });
  const locale = context.options.locale ?? config.locale;
  return openDashboard({
    ...how,
    clock: context.clock,
    locale,
    keys,
    environment: process.env,
    stdin: process.stdin,
    stdout: process.stdout,
    openPath: openInFileManager,
    copyForEditing: async (file, name) => copyForEditing(file, name),
    openEditor,
  });
}
