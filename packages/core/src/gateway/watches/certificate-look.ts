import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { LoadedConfig } from '../../config/load.js';
import { certificatesOf } from '../../doctor/certificate.js';
import type { Ending } from '../../domain/alerts/observe.js';
import type { Clock } from '../../ports/clock.js';
import { certificateFiles } from '../settings/certificate-files.js';

/** A certificate that is renewed is seen that soon. */
const LOOK_MS = 3_600_000;

/** When the certificates in files of the way to the broker end, looked at once an hour. */
export function createCertificateLook(
  loaded: LoadedConfig,
  clock: Pick<Clock, 'tickMs'>,
): { readonly look: () => readonly Ending[] } {
  let found: readonly Ending[] = [];
  let nextMs = Number.NEGATIVE_INFINITY;
  return {
    look: () => {
      if (clock.tickMs() < nextMs) return found;
      nextMs = clock.tickMs() + LOOK_MS;
      found = certificateFiles(loaded).tls.flatMap((file) => endingsOf(loaded.directory, file));
      return found;
    },
  };
}

/** A file that cannot be read is the transport's to say. */
function endingsOf(directory: string, file: string): readonly Ending[] {
  try {
    const certificates = certificatesOf(readFileSync(path.resolve(directory, file), 'latin1'));
    const ends = certificates.map(({ validTo }) => Date.parse(validTo)).filter((ms) => !Number.isNaN(ms));
    return ends.length === 0 ? [] : [{ about: path.basename(file), untilMs: Math.min(...ends) }];
  } catch {
    return [];
  }
}
