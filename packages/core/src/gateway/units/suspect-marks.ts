import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, rmSync } from 'node:fs';
import path from 'node:path';
import { toFault } from '../../boxes/faults.js';
import type { Suspects } from '../../flows/receive/receiver.js';

/**
 * One empty file for each suspect that is being handled. Not in the ledger: what is suspected may end us in writing to it. A mark
 * that stays because another receiver took the message is never looked for, and costs a name.
 */
export function openSuspectMarks(dataDir: string): Suspects {
  const directory = path.join(dataDir, 'suspects');
  const fileOf = (fingerprint: string): string => path.join(directory, fingerprint);
  return {
    has: (fingerprint) => existsSync(fileOf(fingerprint)),
    mark(fingerprint) {
      try {
        // Not the data directory with it: one that was moved away must find its place free.
        if (!existsSync(directory)) mkdirSync(directory, { mode: 0o700 });
        const file = openSync(fileOf(fingerprint), 'w', 0o600);
        fsyncSync(file);
        closeSync(file);
      } catch (reason) {
        throw toFault(reason, 'box', directory);
      }
    },
    clear: (fingerprint) => rmSync(fileOf(fingerprint), { force: true }),
  };
}
