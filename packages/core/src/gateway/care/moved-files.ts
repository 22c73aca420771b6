import { closeSync, fstatSync, openSync, readdirSync, readSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { errnoOf, toFault } from '../../boxes/faults.js';
import type { LoadedConfig } from '../../config/load.js';
import { businessSchema } from '../../config/schema.js';
import { Fault } from '../../contract/fault.js';
import { OTHERS } from '../../domain/businesses/others.js';
import { businessPlaces } from '../settings/business-places.js';
import { type Directories, dataDirOf, directoriesOf } from '../settings/directories.js';
import type { FilePiece } from './backup-file.js';
import { placesIn } from './moved-settings.js';

/** Base64 of it is a line that any reader holds. */
const PIECE_BYTES = 1024 * 1024;
const ROLES = ['outBox', 'tempBox', 'sentBox', 'failBox', 'inBox'] as const;

/** Of the data directory: the ledger, which the backup has itself, and what belongs to this machine or to one run. */
const LEFT_IN_DATA = /^(?:ledger(?:\..*)?|backups|logs|control\.sock|moved(?:\.new)?|last-boot|installation|stopped)$/;
/** A run's, not the boxes'. */
const LEASE = '.swic-lease';

/** Where what moves is at a machine: the first words of its name. */
interface Root {
  readonly prefix: string;
  readonly directory: string;
}

export interface Packing {
  files: number;
  bytes: number;
  /** Files in OutBoxes. */
  waiting: number;
  readonly passedOver: string[];
}

/** Every file that moves beside the ledger. `own`: the file that is being written. Counts in `packing` as it goes. */
export function* filePieces(loaded: LoadedConfig, own: string, packing: Packing): Generator<FilePiece> {
  const boxes = boxRoots(loaded);
  const taken = new Set([...boxes.map(({ directory }) => directory), dataDirOf(loaded)].map(realOf));
  const isLeft = (file: string): boolean => file.startsWith(path.join(path.dirname(own), `.${path.basename(own)}.`));
  const walk: Walk = { taken, isLeft, packing };
  const done = new Set<string>();
  for (const root of boxes) {
    if (done.has(realOf(root.directory))) continue;
    done.add(realOf(root.directory));
    yield* below(root, walk);
  }
  yield* below({ prefix: 'data', directory: dataDirOf(loaded) }, walk);
  for (const root of besideConfiguration(loaded)) yield* below(root, walk);
}

/** Where a file of that name belongs here. Throws `backup.broken` for a name that no swic writes. */
export function targetOf(name: string, loaded: LoadedConfig, file: string): string {
  const parts = name.split('/');
  const isSafe = parts.every((part) => part !== '' && part !== '.' && part !== '..' && !/[\\\0]/.test(part));
  const root = isSafe ? rootOf(parts, loaded) : null;
  if (root === null) throw new Fault('backup.broken', { file, path: name, problem: 'name' });
  return path.join(root.directory, ...parts.slice(root.depth));
}

/** A file of the firm: another one of its name is not put aside. */
export function isOfTheFirm(name: string): boolean {
  return name.startsWith('boxes/') && !path.posix.basename(name).startsWith('.swic-');
}

function rootOf(parts: readonly string[], loaded: LoadedConfig): { directory: string; depth: number } | null {
  const [kind, business = '', role = ''] = parts;
  if (kind === 'data' && parts.length > 1) return { directory: dataDirOf(loaded), depth: 1 };
  if (kind === 'config' && parts.length > 1) return { directory: loaded.directory, depth: 1 };
  if (kind !== 'boxes' || parts.length < 4) return null;
  const prefix = `boxes/${business}/${role}`;
  const root = boxRoots(loaded).find((one) => one.prefix === prefix);
  return root === undefined ? null : { directory: root.directory, depth: 3 };
}

/** Of every business, also of one that is switched off: what it has sent is in the ledger. OTHERS has receipts without being configured. */
function boxRoots(loaded: LoadedConfig): readonly Root[] {
  const businesses = Object.fromEntries(
    Object.entries(loaded.config.businesses).map(([name, business]) => [name, { ...business, enabled: true }]),
  );
  const places = businessPlaces({ ...loaded, config: { ...loaded.config, businesses } });
  const others = { key: OTHERS.key as string, boxes: directoriesOf(loaded, OTHERS, businessSchema.parse({})) };
  const all = places.some(({ key }) => key === others.key) ? places : [...places, others];
  return all.flatMap(({ key, boxes }) =>
    ROLES.map((role) => ({ prefix: `boxes/${key}/${role}`, directory: boxes[role satisfies keyof Directories] })),
  );
}

/** Files that the configuration names by a path below its own directory, e.g. the XSDs of a business. */
function besideConfiguration(loaded: LoadedConfig): readonly Root[] {
  const named = placesIn(loaded).flatMap((place): readonly Root[] => {
    const directory = path.resolve(loaded.directory, place.path);
    const relative = path.relative(loaded.directory, directory);
    const isBelow = relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
    return isBelow && !path.isAbsolute(place.path)
      ? [{ prefix: `config/${relative.split(path.sep).join('/')}`, directory }]
      : [];
  });
  return [...new Map(named.map((root) => [root.prefix, root])).values()];
}

interface Walk {
  readonly taken: ReadonlySet<string>;
  readonly isLeft: (file: string) => boolean;
  readonly packing: Packing;
}

function* below({ prefix, directory }: Root, walk: Walk): Generator<FilePiece> {
  if (prefix.startsWith('config/') && isFile(directory)) return yield* piecesOf(prefix, directory, walk.packing);
  for (const entry of entriesOf(directory)) {
    const name = `${prefix}/${entry.name}`;
    const file = path.join(directory, entry.name);
    if (entry.name === LEASE || walk.isLeft(file) || (prefix === 'data' && LEFT_IN_DATA.test(entry.name))) continue;
    if (entry.isDirectory()) {
      if (!walk.taken.has(realOf(file))) yield* below({ prefix: name, directory: file }, walk);
    } else if (entry.isFile()) yield* piecesOf(name, file, walk.packing);
    else walk.packing.passedOver.push(file);
  }
}

/** In pieces, as it is now: what is written at the same time is not waited for. */
function* piecesOf(name: string, file: string, packing: Packing): Generator<FilePiece> {
  const fd = openIfThere(file);
  if (fd === null) {
    packing.passedOver.push(file);
    return;
  }
  try {
    const modifiedMs = fstatSync(fd).mtimeMs;
    packing.files += 1;
    if (/^boxes\/[^/]+\/outBox\//.test(name)) packing.waiting += 1;
    for (let offset = 0; ; ) {
      const buffer = Buffer.alloc(PIECE_BYTES);
      const read = readSync(fd, buffer, 0, PIECE_BYTES, offset);
      if (read > 0 || offset === 0) yield { name, modifiedMs, offset, bytes: buffer.subarray(0, read) };
      packing.bytes += read;
      offset += read;
      if (read < PIECE_BYTES) return;
    }
  } catch (reason) {
    throw toFault(reason, 'box', file);
  } finally {
    closeSync(fd);
  }
}

/** Null where it is gone, or its name is not one that can be written down. */
function openIfThere(file: string): number | null {
  try {
    return openSync(file, 'r');
  } catch (reason) {
    if (errnoOf(reason) === 'ENOENT') return null;
    throw toFault(reason, 'box', file);
  }
}

function entriesOf(directory: string): ReturnType<typeof readNames> {
  try {
    return readNames(directory);
  } catch (reason) {
    if (errnoOf(reason) === 'ENOENT') return [];
    throw toFault(reason, 'box', directory);
  }
}

const readNames = (directory: string) =>
  readdirSync(directory, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1));

const isFile = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isFile() === true;

function realOf(directory: string): string {
  try {
    return realpathSync(directory);
  } catch {
    // It is not there: its spelling will do.
    return path.resolve(directory);
  }
}
