import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Fault } from '../../contract/fault.js';
import { replaceFile } from '../../runtime/durable-file.js';

const FILE = 'installation';
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Names a data directory for life, wherever it is mounted and whatever the machine is called that day: a container has another host
 * name each time it is made. The name is a file in the directory, made when it is first asked for. Throws `disk.*`.
 */
export function installationOf(dataDir: string): string {
  const known = findInstallation(dataDir);
  if (known !== null) return known;
  const file = path.join(dataDir, FILE);
  const id = randomUUID();
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    // Flushed: after a power cut it must still be the name that is beside the OutBoxes. A file without a name in it never had one.
    writeFileSync(file, `${id}\n`, { flag: read(file) === null ? 'wx' : 'w', flush: true });
    return id;
  } catch (reason) {
    // Of two that start at once, the one that was first has named it.
    const now = findInstallation(dataDir);
    if (now !== null) return now;
    throw Fault.from(reason, 'disk.denied', { path: file });
  }
}

/** Gives a data directory the name that it had before: that of its backup. Throws `disk.*`. */
export function nameInstallation(dataDir: string, id: string): void {
  if (!UUID.test(id) || findInstallation(dataDir) === id) return;
  const file = path.join(dataDir, FILE);
  try {
    replaceFile(file, `${id}\n`, { mode: null, isFlushed: true });
  } catch (reason) {
    throw Fault.from(reason, 'disk.denied', { path: file });
  }
}

/** As installationOf, but null where it has no name yet. */
export function findInstallation(dataDir: string): string | null {
  const text = read(path.join(dataDir, FILE));
  return text !== null && UUID.test(text) ? text : null;
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (reason) {
    if (reason instanceof Error && 'code' in reason && reason.code === 'ENOENT') return null;
    throw Fault.from(reason, 'disk.denied', { path: file });
  }
}
