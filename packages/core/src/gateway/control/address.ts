import { createHash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import path from 'node:path';
import { Fault } from '../../contract/fault.js';
import { hostUser, temporaryDirectory } from '../../runtime/host/index.js';

/** The longest path a unix socket can have on the systems we run on (108 with its NUL on Linux, 104 elsewhere). */
const SOCKET_PATH_MAX = 100;

/** Where the agent of this data directory listens, and the directory that must be its owner's alone (null on Windows). */
export interface ControlAddress {
  readonly path: string;
  readonly privateDirectory: string | null;
}

/**
 * A unix socket in the data directory; where that path is too long for a socket, in a directory of ours under the system's
 * temporary one. On Windows a named pipe, whose name is made from the data directory.
 */
export function controlAddress(dataDir: string): ControlAddress {
  const digest = createHash('sha256').update(path.resolve(dataDir)).digest('hex').slice(0, 24);
  if (process.platform === 'win32') return { path: `\\\\.\\pipe\\swic-${digest}`, privateDirectory: null };
  const own = path.join(dataDir, 'control.sock');
  if (Buffer.byteLength(own) <= SOCKET_PATH_MAX) return { path: own, privateDirectory: null };
  const directory = path.join(temporaryDirectory(), `swic-${hostUser().uid}-${digest}`);
  return { path: path.join(directory, 'control.sock'), privateDirectory: directory };
}

/** A directory of ours in a place that all users share. Throws `control.refused` unless it is no link, ours and closed. */
export function demandPrivate(directory: string): void {
  const facts = lstatSync(directory, { throwIfNoEntry: false });
  const isOurs = facts?.isDirectory() === true && facts.uid === process.getuid?.() && (facts.mode & 0o077) === 0;
  if (!isOurs) throw new Fault('control.refused', { path: directory });
}
