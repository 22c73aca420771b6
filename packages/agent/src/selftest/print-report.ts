import type { Finding } from '@swic/core';
import type { Context } from '../cli/context.js';
import { formatTable } from '../cli/table.js';
import { formatDuration, formatTime } from '../cli/time-text.js';
import type { TextKey } from '../text/index.js';
import { nameOf, type PlayedRound, type RoundReport, type SelftestReport } from './report.js';

/** The table, what is wrong by name, and the sentence at the end. */
export function printReport(context: Context, report: SelftestReport): void {
  const { t, print } = context;
  const head = (['step', 'documents', 'disturbed', 'lost', 'doubled', 'marked', 'recovered'] as const).map((column) =>
    t(`selftest.column.${column}`),
  );
  for (const line of formatTable(head, rowsOf(context, report.rounds))) print(line);
  for (const line of notRunLines(context, report.rounds)) print(line);
  for (const line of findingLines(context, report.rounds)) print(line);
  const facts = {
    time: formatTime(report.atMs),
    over: report.address === null ? report.over : `${report.over} (${report.address})`,
    took: formatDuration(report.durationMs),
    documents: played(report.rounds.filter(({ round }) => round.kind !== 'whole')).reduce(
      (sum, { documents }) => sum + documents,
      0,
    ),
    directory: report.directory ?? '',
  };
  print(t(`selftest.${report.outcome}`, facts));
  if (report.directory !== null) print(t('selftest.kept', facts));
}

function played(rounds: readonly RoundReport[]): readonly PlayedRound[] {
  return rounds.flatMap(({ result }) => (result.outcome === 'played' ? [result] : []));
}

type Row = readonly (string | number)[];

function rowsOf({ t }: Context, rounds: readonly RoundReport[]): readonly Row[] {
  const names = [...new Set(rounds.map(({ round }) => nameOf(round)))];
  return names.flatMap((name): readonly Row[] => {
    const own = rounds.filter(({ round }) => nameOf(round) === name);
    const done = played(own);
    return done.length === 0 ? [] : [[t(`selftest.step.${name}` as TextKey), ...numbersOf(done)]];
  });
}

/** Each step and reason once. */
function notRunLines({ t }: Context, rounds: readonly RoundReport[]): readonly string[] {
  const lines = rounds.flatMap(({ round, result }) => {
    if (result.outcome !== 'not-run') return [];
    const step = t(`selftest.step.${nameOf(round)}` as TextKey);
    return [t('selftest.not-run', { step, reason: t(`selftest.reason.${result.reason}`) })];
  });
  return [...new Set(lines)];
}

function numbersOf(done: readonly PlayedRound[]): Row {
  const sum = (count: (one: PlayedRound) => number): number => done.reduce((total, one) => total + count(one), 0);
  return [
    sum(({ documents }) => documents),
    sum(({ disturbances }) => disturbances),
    sum(({ lost }) => documentsOf(lost)),
    sum(({ doubled }) => documentsOf(doubled)),
    sum(({ marked }) => marked),
    formatRecovery(Math.max(...done.map(({ recoveredMs }) => recoveredMs))),
  ];
}

/** Nothing had to recover for the account of the whole. */
function formatRecovery(recoveredMs: number): string {
  return recoveredMs === 0 ? '' : formatDuration(recoveredMs);
}

function documentsOf(findings: readonly Finding[]): number {
  return new Set(findings.map(({ document }) => document)).size;
}

/** Of each kind; the rest is in the JSON. */
const LISTED_MAX = 20;

function findingLines({ t, locale }: Context, rounds: readonly RoundReport[]): readonly string[] {
  const lines: string[] = [];
  for (const { round, result } of rounds) {
    if (result.outcome !== 'played') continue;
    const step = t(`selftest.step.${nameOf(round)}` as TextKey);
    for (const what of ['lost', 'doubled', 'unfinished'] as const)
      for (const { document, kind } of result[what])
        lines.push(t(`selftest.found.${what}`, { step, document, kind: t(`selftest.kind.${kind}`) }));
    for (const { name, found, advice } of result.breaks)
      lines.push(t('selftest.found.break', { step, document: name, found: found.join(' '), advice: advice[locale] }));
  }
  const more = lines.length - LISTED_MAX;
  return more > 0 ? [...lines.slice(0, LISTED_MAX), t('selftest.found.more', { more })] : lines;
}
