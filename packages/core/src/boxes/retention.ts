import { opendirSync, readdirSync, rmdirSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { dayStartMs, isFiledName } from '../domain/naming.js';
import type { Clock } from '../ports/clock.js';
import { errnoOf, toFault } from './faults.js';
import { createSlicer, type Slicer } from './slicer.js';

export interface RetentionSettings {
  readonly sentBox: string;
  /** Every file is kept for at least this many days; 0 = for ever. */
  readonly keepDays: number;
  readonly utcOffsetMinutes: number;
  /** Of these names in the directory of a day those that were filed there by us, before `olderThanMs` for all that is known. */
  readonly filedOn: (day: string, names: readonly string[], olderThanMs: number) => Promise<ReadonlySet<string>>;
}

export interface Cleaned {
  readonly files: number;
  readonly directories: number;
  /** Only days that had ended before this were cleaned; epoch ms. */
  readonly olderThanMs: number;
}

const DAY_MS = 86_400_000;

/**
 * Removes whole days from SentBox. Only directories named like a day are looked into, and only files that were filed there are
 * removed; whatever else is there stays, however it is named, and its directory with it. A crash leaves a day half cleaned, which
 * the next run ends.
 */
export async function cleanSentBox(settings: RetentionSettings, clock: Clock, signal: AbortSignal): Promise<Cleaned> {
  const olderThanMs = clock.nowMs() - settings.keepDays * DAY_MS;
  let [files, directories] = [0, 0];
  if (settings.keepDays === 0) return { files, directories, olderThanMs };
  const slicer = createSlicer(clock);
  for (const day of listDays(settings, olderThanMs)) {
    files += await cleanDay(day, { ...settings, olderThanMs }, slicer, signal);
    if (removeIfEmpty(day)) directories += 1;
  }
  return { files, directories, olderThanMs };
}

function listDays({ sentBox, utcOffsetMinutes }: RetentionSettings, olderThanMs: number): readonly string[] {
  try {
    const entries = readdirSync(sentBox, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const isOver = (name: string): boolean => {
      const startMs = dayStartMs(name, utcOffsetMinutes);
      return startMs !== null && startMs + DAY_MS <= olderThanMs;
    };
    return entries.filter(({ name }) => isOver(name)).map(({ name }) => path.join(sentBox, name));
  } catch (reason) {
    throw toFault(reason, 'box', sentBox);
  }
}

/** A file that another program holds or that may not be removed stays for the next day's run; it must not keep the others. */
async function cleanDay(
  day: string,
  { filedOn, olderThanMs }: RetentionSettings & Pick<Cleaned, 'olderThanMs'>,
  slicer: Slicer,
  signal: AbortSignal,
): Promise<number> {
  const names = namedAsFiled(day);
  if (names.length === 0) return 0;
  let files = 0;
  for (const name of await filedOn(path.basename(day), names, olderThanMs)) {
    if (slicer.isOver()) await slicer.rest(signal);
    if (isRemoved(path.join(day, name))) files += 1;
  }
  return files;
}

/** Read to its end before anything is removed, in one directory of one day: names only. */
function namedAsFiled(day: string): readonly string[] {
  const names: string[] = [];
  const opened = opendirSync(day, { bufferSize: 512 });
  try {
    for (let entry = opened.readSync(); entry !== null; entry = opened.readSync()) {
      if (entry.isFile() && isFiledName(entry.name)) names.push(entry.name);
    }
  } finally {
    opened.closeSync();
  }
  return names;
}

function isRemoved(file: string): boolean {
  try {
    unlinkSync(file);
    return true;
  } catch (reason) {
    if (['EBUSY', 'EPERM', 'EACCES', 'ENOENT', 'EROFS'].includes(errnoOf(reason))) return false;
    throw toFault(reason, 'document', file);
  }
}

function removeIfEmpty(directory: string): boolean {
  try {
    rmdirSync(directory);
    return true;
  } catch {
    // Something that is not ours is in it: it stays, with the directory.
    return false;
  }
}
