import { statSync } from 'node:fs';
import { freeBytes, LOW_BYTES } from '../../boxes/disk.js';
import { toFault } from '../../boxes/faults.js';
import type { DoctorFinding } from '../../contract/doctor.js';
import { findingsOf } from '../../doctor/findings.js';
import type { DoctorCheck } from '../../ports/doctor.js';
import { dataDirOf } from '../settings/directories.js';
import { nearestThere } from './box-trials.js';
import { boxesOf, type DoctorWorld, placesIn } from './world.js';

const { ok, warning, failed, fault } = findingsOf('disk');

/** Less than a few documents and the ledger's next write. */
const FULL_BYTES = 16 * 1024 * 1024;

/** Free space of each volume that the data directory or a box is on. */
export function checkDisk({ loaded }: DoctorWorld): DoctorCheck {
  return {
    name: 'disk',
    look: async () => {
      const wanted =
        loaded === null
          ? [process.cwd()]
          : [dataDirOf(loaded), ...placesIn(loaded).flatMap((place) => boxesOf(place).map(({ at }) => at))];
      return Promise.all([...volumesOf(wanted.map(nearestThere))].map(findingOf));
    },
  };
}

/** One directory of each volume. */
function volumesOf(directories: readonly string[]): Iterable<string> {
  const volumes = new Map<bigint, string>();
  for (const directory of directories) {
    const device = statSync(directory, { bigint: true, throwIfNoEntry: false })?.dev ?? -1n;
    if (!volumes.has(device)) volumes.set(device, directory);
  }
  return volumes.values();
}

async function findingOf(directory: string): Promise<DoctorFinding> {
  try {
    const free = await freeBytes(directory);
    const words = { zh: `剩余 ${sizeText(free)}`, en: `${sizeText(free)} free` };
    if (free < FULL_BYTES) return failed(words, ADVICE, directory);
    return free < LOW_BYTES ? warning(words, ADVICE, directory) : ok(words, directory);
  } catch (reason) {
    return fault(toFault(reason, 'box', directory), directory);
  }
}

const ADVICE = {
  zh: '清理磁盘；SentBox 和日志的保留天数见 retention.sentDays、log.keepDays',
  en: 'Free some space; how long SentBox and logs are kept: retention.sentDays, log.keepDays',
};

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

export function sizeText(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const value = bytes / 1024 ** power;
  return `${value >= 100 || power === 0 ? Math.round(value) : value.toFixed(1)} ${UNITS[power] ?? 'B'}`;
}
