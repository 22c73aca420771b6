import { mkdirSync, readFileSync } from 'node:fs';
import { EOL } from 'node:os';
import path from 'node:path';
import { removeIfThere } from '../../boxes/across.js';
import { writeAside } from '../../boxes/aside.js';
import { findFacts, flushDirectory, flushFile, moveIfFree } from '../../boxes/disk.js';
import { errnoOf, toFault } from '../../boxes/faults.js';
import { alertText } from '../../contract/alert-text.js';
import type { AlertSender } from '../../contract/alerts.js';
import type { DailyReport } from '../../contract/day-report.js';
import { dashedDay } from '../../contract/day-report-text.js';
import { Fault } from '../../contract/fault.js';

export interface ReportFilesWorld {
  /** Made where it is not there; the one above it belongs to others, e.g. a network drive. */
  readonly directory: string;
  readonly sender: AlertSender;
  readonly locale: 'zh' | 'en';
}

/** Hidden while it is written, so that no reader sees a half one. */
const PREFIX = '.swic-report-';
/** A directory with more reports of one day is used by a program that goes wrong. */
const NAMES_MAX = 100;

/**
 * Writes the report of a day as text and as JSON, whole and flushed. Returns their path without the extension. A file that is there is
 * never replaced: the next name has a number. One that says that it is this very report (a crash came before it was noted) is enough.
 * Rejects with the fault of the directory.
 */
export async function writeReportFiles(
  { directory, sender, locale }: ReportFilesWorld,
  report: DailyReport,
): Promise<string> {
  try {
    makeDirectory(directory);
    for (let number = 1; number <= NAMES_MAX; number += 1) {
      const base = path.join(directory, `report-${dashedDay(report.day)}${number === 1 ? '' : `-${number}`}`);
      if (isThisReport(`${base}.json`, sender, report)) return base;
      if (findFacts(`${base}.txt`) !== null || findFacts(`${base}.json`) !== null) continue;
      // The JSON comes last: where it is, the text is too.
      const isPlaced =
        (await place(`${base}.txt`, textOf(report, sender, locale))) &&
        (await place(`${base}.json`, `${JSON.stringify({ version: 1, sender, ...report }, null, 2)}\n`));
      if (isPlaced) return base;
    }
  } catch (reason) {
    throw toFault(reason, 'box', directory);
  }
  throw new Fault('disk.failed', { path: directory, errno: 'EEXIST' });
}

/** As a mail says it. */
function textOf(report: DailyReport, sender: AlertSender, locale: 'zh' | 'en'): string {
  const about = { id: '', kind: 'report', level: 'notice', notices: [], link: null } as const;
  const { title, lines } = alertText({ ...about, atMs: report.madeMs, sender, report }, locale);
  return [title, '', ...lines, ''].join(EOL);
}

/** False where another program has taken the name since then. */
async function place(file: string, text: string): Promise<boolean> {
  const directory = path.dirname(file);
  const aside = writeAside(directory, PREFIX, Buffer.from(text));
  try {
    await flushFile(aside);
    const placed = moveIfFree(aside, file);
    await flushDirectory(directory);
    return placed === 'placed';
  } finally {
    removeIfThere(aside);
  }
}

function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory);
  } catch (reason) {
    if (errnoOf(reason) !== 'EEXIST') throw reason;
  }
}

/** Of another day, of another client or no report of ours at all: a foreign file. */
function isThisReport(file: string, sender: AlertSender, report: DailyReport): boolean {
  try {
    const there: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return JSON.stringify(markOf(there)) === JSON.stringify([sender.clientId, sender.environment, report.dueDay]);
  } catch {
    // Not there, not to be read, or no JSON.
    return false;
  }
}

function markOf(there: unknown): readonly unknown[] {
  const { sender = null, dueDay = null } = (there ?? {}) as { sender?: Partial<AlertSender> | null; dueDay?: unknown };
  return [sender?.clientId, sender?.environment, dueDay];
}
