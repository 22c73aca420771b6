import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Context } from '../cli/context.js';
import { onEndingSignal } from '../cli/ending-signals.js';
import type { CommandHost } from '../cli/host.js';
import { openProgress } from '../cli/progress-bar.js';
import { choiceOption, minutesOf, wholeNumber, wordsIn } from '../cli/values.js';
import type { Over, SelftestReport } from '../selftest/report.js';
import type { SelftestChoices } from '../selftest/run-selftest.js';
import { EXIT_ABORTED } from './run.js';

interface SelftestOptions {
  readonly chaos: boolean;
  readonly documents: string;
  readonly over: Over;
  readonly limit: string;
  readonly only?: string;
  readonly broker?: string;
  readonly queues?: string;
  readonly dir?: string;
  readonly last: boolean;
}

const OVER = ['embedded', 'rabbitmq', 'ibmmq'] as const satisfies readonly Over[];
const DOCUMENTS_MAX = 50_000;
const EXIT_NOT_PROVEN = 1;
/** Beside the results in the data directory: on the volume that the real work uses. */
const RESULTS = 'selftests';

export function declareSelftest({ program, t, act }: CommandHost): void {
  program
    .command('selftest')
    .description(t('selftest.about'))
    .option('--chaos', t('selftest.chaos'), false)
    .option('--only <steps>', t('selftest.only'))
    .option('--documents <count>', t('selftest.documents'), '500')
    .addOption(choiceOption('--over <transport>', t('selftest.over'), OVER).default('embedded'))
    .option('--broker <url>', t('selftest.broker'))
    .option('--queues <send,receive>', t('selftest.queues'))
    .option('--limit <time>', t('selftest.limit'), '15m')
    .option('--dir <directory>', t('selftest.dir'))
    .option('--last', t('selftest.last'), false)
    .action(act(selftest));
}

async function selftest(context: Context, options: SelftestOptions): Promise<number> {
  const { keepResult, readLastResult } = await import('../selftest/results.js');
  const results = resultsDirectory(context);
  if (options.last) return show(context, results === null ? null : readLastResult(results));
  const choices = {
    over: options.over,
    url: options.broker ?? null,
    queues: options.queues === undefined ? null : wordsIn(options.queues),
    load: () => (existsSync(context.options.config) ? context.load() : null),
    chaos: options.chaos,
    only: options.only === undefined ? null : wordsIn(options.only),
    documents: wholeNumber(options.documents, { option: '--documents', min: 1, max: DOCUMENTS_MAX }),
    limitMs: minutesOf('--limit', options.limit) * 60_000,
  };
  const report = await carryOut(context, choices, { asked: options.dir ?? null, results });
  if (report === null) return EXIT_ABORTED;
  if (results !== null) {
    const reason = keepResult(results, report);
    if (reason !== null) context.say(context.t('selftest.not-saved', { reason }));
  }
  return show(context, report);
}

/** Null where it was ended before its end. */
async function carryOut(
  context: Context,
  choices: SelftestChoices,
  places: { readonly asked: string | null; readonly results: string | null },
): Promise<SelftestReport | null> {
  const { runSelftest } = await import('../selftest/run-selftest.js');
  const { openGround } = await import('../selftest/ground.js');
  const ended = new AbortController();
  onEndingSignal(() => ended.abort());
  const bar = openProgress(context);
  await using ground = await openGround(places.asked, places.results);
  const world = {
    ground,
    clock: context.clock,
    tell: bar.tell,
    begin: (rounds: number, documents: number) => {
      const facts = { rounds, documents, directory: ground.directory };
      if (!context.options.json) context.say(context.t('selftest.running', facts));
    },
  };
  try {
    return await runSelftest(world, choices, ended.signal);
  } catch (reason) {
    if (ended.signal.aborted) return null;
    throw reason;
  } finally {
    bar.end();
  }
}

async function show(context: Context, report: SelftestReport | null): Promise<number> {
  if (context.options.json) context.printJson(report);
  else if (report === null) context.say(context.t('selftest.none'));
  else {
    const { printReport } = await import('../selftest/print-report.js');
    printReport(context, report);
  }
  return report?.outcome === 'passed' ? 0 : EXIT_NOT_PROVEN;
}

/** Of the configuration, where an agent has made its data directory; null = there is none to write into. */
function resultsDirectory(context: Context): string | null {
  if (!existsSync(context.options.config)) return null;
  const { config, directory } = context.load();
  const dataDir = path.resolve(directory, config.dataDir);
  return existsSync(dataDir) ? path.join(dataDir, RESULTS) : null;
}
