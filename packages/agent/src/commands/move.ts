import path from 'node:path';
import { cancelMove, Fault, type MovedPlace, movedDirectories, packMove, unpackMove } from '@swic/core';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { openProgress } from '../cli/progress-bar.js';
import { readAnswer } from '../cli/read-answer.js';
import { readLine } from '../cli/read-line.js';
import { SECONDS_MAX, wholeNumber } from '../cli/values.js';
import { examine, printReport } from './doctor.js';
import { sayPacked, sayUnpacked } from './move-text.js';
import { askAnywhere } from './reach.js';
import { stopAgent } from './stop-agent.js';
import { printVerified } from './verify.js';

const EXIT_UNHEALTHY = 1;
const EXIT_NOT_FOUND = 1;
const EXIT_UNFINISHED = 4;
const EXIT_BROKEN = 5;
/** Between its last word and the end of the process an agent closes its ledger. */
const CLOSE_MS = 15_000;
const LOOK_MS = 200;

export function declareMove({ program, t, act }: CommandHost): void {
  const move = program.command('move').description(t('move.about'));
  move
    .command('pack <file>')
    .description(t('move.pack.about'))
    .option('--wait <seconds>', t('shutdown.wait'), '120')
    .action(
      act((context, file: string, { wait }: { readonly wait: string }) =>
        pack(context, file, wholeNumber(wait, { option: '--wait', min: 0, max: SECONDS_MAX }) * 1_000),
      ),
    );
  move
    .command('unpack <file>')
    .description(t('move.unpack.about'))
    .option('--data-dir <directory>', t('move.dataDir'))
    .option('--boxes-dir <directory>', t('move.boxesDir'))
    .option('--set <setting=path>', t('move.set'), (one: string, all: readonly string[]) => [...all, one], [])
    .option('--yes', t('restore.yes'), false)
    .action(act(unpack));
  move.command('cancel').description(t('move.cancel.about')).option('--yes', t('move.yes'), false).action(act(cancel));
}

async function pack(context: Context, file: string, waitMs: number): Promise<number> {
  if (!(await hasStopped(context, waitMs))) {
    context.say(context.t('shutdown.draining'));
    return EXIT_UNFINISHED;
  }
  const bar = openProgress(context);
  try {
    const packed = await unlessClosing(context, () =>
      packMove(context.load(), { file: path.resolve(file), tell: bar.tell }, context.clock),
    );
    bar.end();
    if (context.options.json) context.printJson(packed);
    else sayPacked(context, packed);
    return 0;
  } finally {
    bar.end();
  }
}

/** True where none runs. */
async function hasStopped(context: Context, waitMs: number): Promise<boolean> {
  try {
    return await stopAgent(context, waitMs);
  } catch (reason) {
    if (reason instanceof Fault && reason.code === 'instance.not-running') return true;
    throw reason;
  }
}

/** An agent that has just ended lets go of its ledger in a moment. */
async function unlessClosing<T>({ clock }: Context, work: () => Promise<T>): Promise<T> {
  const untilMs = clock.tickMs() + CLOSE_MS;
  for (;;) {
    try {
      return await work();
    } catch (reason) {
      const isHeld = reason instanceof Fault && reason.code === 'instance.already-running';
      if (!isHeld || clock.tickMs() > untilMs) throw reason;
      await clock.sleep(LOOK_MS, new AbortController().signal);
    }
  }
}

interface UnpackOptions {
  readonly dataDir?: string;
  readonly boxesDir?: string;
  readonly set: readonly string[];
  readonly yes: boolean;
}

async function unpack(context: Context, file: string, options: UnpackOptions): Promise<number> {
  const absolute = path.resolve(file);
  const configFile = path.resolve(context.options.config);
  const edits = await directories(context, absolute, options);
  const unpacked = await unpackMove({ file: absolute, configFile, edits, mayReplace: options.yes }, context.clock);
  if (!context.options.json) sayUnpacked(context, unpacked);
  const verified = await askAnywhere(context, 'verify', { full: false, repair: false });
  const doctor = await examine(context);
  if (context.options.json) context.printJson({ ...unpacked, verify: verified, doctor });
  else {
    printVerified(context, verified);
    printReport(context, doctor);
  }
  if (verified.breaks.length + verified.unlisted > 0) return EXIT_BROKEN;
  return doctor.isHealthy ? 0 : EXIT_UNHEALTHY;
}

/** By the options; what they do not say is asked at a terminal, and stays as it was where nothing is typed. */
async function directories(context: Context, file: string, options: UnpackOptions): Promise<readonly MovedPlace[]> {
  const given = [
    ...(options.dataDir === undefined ? [] : [{ setting: 'dataDir', path: path.resolve(options.dataDir) }]),
    ...(options.boxesDir === undefined ? [] : [{ setting: 'boxesDir', path: path.resolve(options.boxesDir) }]),
    ...options.set.map(placeIn),
  ];
  if (process.stdin.isTTY !== true || context.options.json) return given;
  const asked: MovedPlace[] = [];
  for (const { setting, path: before } of await movedDirectories(file, context.options.config)) {
    if (given.some((one) => one.setting === setting)) continue;
    const typed = await readLine(context.t('move.ask', { setting, before }));
    if (typed !== '') asked.push({ setting, path: typed });
  }
  return [...given, ...asked];
}

function placeIn(text: string): MovedPlace {
  const [, setting = '', value = ''] = /^([^=\s]+)=(.+)$/.exec(text) ?? [];
  if (setting === '') throw new Fault('command.usage', { option: '--set', value: text });
  return { setting, path: value };
}

async function cancel(context: Context, { yes }: { readonly yes: boolean }): Promise<number> {
  const isAgreed = yes || (process.stdin.isTTY === true && (await readAnswer(context.t('move.cancel.ask'))));
  if (!isAgreed) {
    context.say(context.t('move.cancel.unasked'));
    return EXIT_NOT_FOUND;
  }
  const cancelled = await cancelMove(context.load());
  if (context.options.json) context.printJson(cancelled);
  else context.say(context.t(cancelled.wasMarked ? 'move.cancelled' : 'move.unmarked', { file: cancelled.file }));
  return cancelled.wasMarked ? 0 : EXIT_NOT_FOUND;
}
