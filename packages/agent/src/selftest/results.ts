import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Fault } from '@swic/core';
import { giveToOwnerOf, makeAsItsParent } from './ground.js';
import type { SelftestReport } from './report.js';

const NAME = /^selftest-\d{8}T\d{9}Z\.json$/;
/** More are of no use to a person, and an hourly drill is not to fill the disk. */
const KEPT_MAX = 50;

/** Writes the result beside the earlier ones, of which the oldest go. Null = it is kept; else why not. */
export function keepResult(directory: string, report: SelftestReport): string | null {
  try {
    makeAsItsParent(directory);
    const stamp = new Date(report.atMs).toISOString().replace(/[-:.]/g, '');
    const text = `${JSON.stringify(report, null, 2)}\n`;
    const file = path.join(directory, `selftest-${stamp}.json`);
    writeFileSync(file, text, { flush: true });
    giveToOwnerOf(directory, file);
    for (const name of namesIn(directory).slice(0, -KEPT_MAX)) rmSync(path.join(directory, name));
    return null;
  } catch (reason) {
    return String(reason);
  }
}

/** The newest; null = there is none. Rejects where it cannot be read. */
export function readLastResult(directory: string): SelftestReport | null {
  const name = namesIn(directory).at(-1);
  if (name === undefined) return null;
  const file = path.join(directory, name);
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as SelftestReport;
  } catch (reason) {
    throw Fault.from(reason, 'disk.failed', { path: file });
  }
}

/** Oldest first. */
function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
      .filter((name) => NAME.test(name))
      .sort();
  } catch {
    // None was kept yet, or it may not be read: then there is none to show.
    return [];
  }
}
