import {
  configWarnings,
  type Drained,
  type Gateway,
  type GatewayOptions,
  openGateway,
  ownFailures,
  type Snapshot,
  type TellStill,
  windowText,
} from '@swic/core';
import { SWIC_VERSION } from '@swic/core/version';
import type { Context } from '../cli/context.js';
import { onEndingSignal } from '../cli/ending-signals.js';
import type { CommandHost } from '../cli/host.js';
import { formatTable } from '../cli/table.js';
import { formatDuration } from '../cli/time-text.js';
import { SECONDS_MAX, wholeNumber } from '../cli/values.js';
import { pageDirectory } from '../places.js';
import { drillDecoration } from '../selftest/killed-agent.js';
import { openNotifier } from '../service/notify.js';
import { openSignerLazily } from '../signing/open-lazily.js';
import { inFlightOf, tellDrain } from './tell-drain.js';
import { tellUpgrade } from './tell-upgrade.js';

export interface RunOptions {
  readonly once: boolean;
  readonly wait: string;
}

/** One Ctrl-C may arrive twice: from the terminal, and from the parent process. */
const ECHO_MS = 500;
const EXIT_REJECTED = 3;
const EXIT_UNFINISHED = 4;
/** As a shell says it of a program that Ctrl-C ended. */
export const EXIT_ABORTED = 130;

export function declareRun({ program, t, act }: CommandHost): void {
  program
    .command('run')
    .description(t('run.about'))
    .option('--once', t('run.once'), false)
    .option('--wait <seconds>', t('run.wait'), '30')
    .action(act((context, options: RunOptions) => runAgent(context, options)));
}

/** Also the work of `swic demo`. Resolves with the exit code; a restart that is asked for begins anew with the configuration of then. */
export async function runAgent(context: Context, options: RunOptions): Promise<number> {
  const waitMs = wholeNumber(options.wait, { option: '--wait', min: 0, max: SECONDS_MAX }) * 1_000;
  const signals = listenForSignals(context);
  for (;;) {
    const code = await runOnce(context, { ...options, waitMs }, signals);
    if (code !== 'restart') return code;
    context.say(context.t('run.restarting'));
  }
}

async function runOnce(
  context: Context,
  options: RunOptions & { readonly waitMs: number },
  signals: Signals,
): Promise<number | 'restart'> {
  const loaded = context.load();
  for (const { level, path, ...words } of configWarnings(loaded, process.env, context.clock.nowMs()))
    if (level === 'warning') context.say(`${context.t('config.warning')}  ${path}  ${words[context.locale]}`);
  await using gateway = await openGateway(
    loaded,
    {
      version: SWIC_VERSION,
      clock: context.clock,
      console: consoleOf(context, options),
      pageDirectory: pageDirectory(),
      decorate: await drillDecoration(loaded, process.env),
      openSigner: openSignerLazily,
      tellUpgrade: tellUpgrade(context),
    },
    signals.abort,
  );
  ownFailures(gateway.fail);
  const isRestartAsked = options.once ? () => false : gateway.offerRestart();
  const running = gateway.run(signals.intake, signals.abort);
  await using _draining = whileDraining(context, gateway, signals.intake);
  const sayUntold = (reason: unknown): void => context.say(`systemd-notify: ${String(reason)}`);
  await using _notifier = openNotifier(options.once ? {} : process.env, context.clock, sayUntold);
  let drained: Drained | null = null;
  if (options.once) {
    const drain = gateway.drained(options.waitMs, stillTeller(context), signals.intake);
    drained = await Promise.race([drain, running.then(() => null)]);
    signals.stop();
  }
  await running;
  if (isRestartAsked() && !signals.intake.aborted) return 'restart';
  const snapshot = gateway.snapshot();
  if (options.once) summarize(context, snapshot, drained);
  return exitCode(options, snapshot, drained, signals.abort.aborted);
}

/** Says how far the drain is, from the first signal on until it is disposed. */
function whileDraining(context: Context, gateway: Pick<Gateway, 'snapshot'>, intake: AbortSignal): AsyncDisposable {
  const over = new AbortController();
  const inFlight = async (): Promise<number> => inFlightOf(gateway.snapshot());
  let telling = Promise.resolve();
  const begin = (): void => {
    telling = tellDrain(context, { inFlight, where: 'lines' }, over.signal);
  };
  intake.addEventListener('abort', begin, { once: true });
  return {
    async [Symbol.asyncDispose]() {
      intake.removeEventListener('abort', begin);
      over.abort();
      await telling;
    },
  };
}

/** A service has a line for each document in its log, a person on a terminal a bar, and a program nothing that goes well. */
function consoleOf({ options: { json } }: Context, { once }: RunOptions): GatewayOptions['console'] {
  if (json) return once ? 'quiet' : 'lines';
  if (process.stdout.isTTY) return 'progress';
  return once ? 'batch' : 'lines';
}

/** For the person who waits for an answer that does not come. */
function stillTeller(context: Context): TellStill {
  const { t, options, say } = context;
  if (options.json) return () => undefined;
  return ({ receiptsDue, waitingFiles, openDocuments }, stillMs, leftMs) => {
    const parts = [
      ...(receiptsDue === 0 ? [] : [t('run.still.receipts', { count: receiptsDue })]),
      ...(openDocuments === 0 ? [] : [t('run.still.documents', { count: openDocuments })]),
      ...(waitingFiles === 0 ? [] : [t('run.still.files', { count: waitingFiles })]),
    ];
    const what = parts.length === 0 ? t('run.still.boxes') : parts.join(t('run.still.and'));
    say(t('run.still', { what, still: formatDuration(stillMs), left: formatDuration(leftMs) }));
  };
}

function exitCode(options: RunOptions, snapshot: Snapshot, drained: Drained | null, isAborted: boolean): number {
  if (isAborted) return EXIT_ABORTED;
  if (!options.once) return 0;
  if (drained !== null && drained.waitingFiles + drained.openDocuments + drained.unlooked > 0) return EXIT_UNFINISHED;
  return snapshot.businesses.some(({ counts }) => counts.rejected > 0) ? EXIT_REJECTED : 0;
}

function summarize(context: Context, snapshot: Snapshot, drained: Drained | null): void {
  if (context.options.json)
    return context.printJson({
      businesses: snapshot.businesses.map(({ key, counts }) => ({ key, ...counts })),
      drained,
      maintenance: snapshot.maintenance.open,
    });
  const { t } = context;
  const head = [
    t('column.business'),
    t('column.name'),
    t('column.filed'),
    t('column.rejected'),
    t('column.unknown'),
    t('column.receipts'),
  ];
  const rows = snapshot.businesses
    .filter(({ key, counts }) => key !== 'OTHERS' || counts.receipts > 0)
    .map(({ key, nameZh, nameEn, counts }) => [
      key,
      context.locale === 'zh' ? nameZh : nameEn,
      counts.filed,
      counts.rejected,
      counts.unknown,
      counts.receipts,
    ]);
  for (const line of formatTable(head, rows)) context.print(line);
  if (drained === null || drained.isComplete) return;
  const { openDocuments, waitingFiles, receiptsDue } = drained;
  for (const window of snapshot.maintenance.open)
    if (window.stopsSending && waitingFiles > 0)
      context.say(t('run.maintenance', { window: windowText(window, context.locale) }));
  context.say(t('run.waiting', { documents: openDocuments, files: waitingFiles, receipts: receiptsDue }));
}

interface Signals {
  readonly intake: AbortSignal;
  readonly abort: AbortSignal;
  stop(): void;
}

/** The first signal stops taking new work, the second gives up waiting for what is in flight. */
function listenForSignals(context: Context): Signals {
  const intake = new AbortController();
  const abort = new AbortController();
  let lastMs = Number.NEGATIVE_INFINITY;
  const onSignal = (): void => {
    const nowMs = context.clock.tickMs();
    const isEcho = nowMs - lastMs < ECHO_MS;
    lastMs = nowMs;
    if (isEcho) return;
    if (intake.signal.aborted) {
      context.say(context.t('run.aborting'));
      abort.abort();
    } else {
      context.say(context.t('run.draining'));
      intake.abort();
    }
  };
  onEndingSignal(onSignal);
  return { intake: intake.signal, abort: abort.signal, stop: () => intake.abort() };
}
