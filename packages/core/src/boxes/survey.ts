import { type Dirent, mkdirSync } from 'node:fs';
import { lstat, opendir } from 'node:fs/promises';
import path from 'node:path';
import { Fault } from '../contract/fault.js';
import { isDocumentId } from '../domain/document.js';
import { isIgnoredName, isSystemName, parseClaimedName } from '../domain/naming.js';
import type { BoxSurvey, FileFacts, SurveyedFile } from '../ports/boxes.js';
import { hashFile } from './content.js';
import { findFacts, flushDirectory, moveIfFree } from './disk.js';
import { errnoOf, toFault } from './faults.js';
import type { BoxDirectories } from './world.js';

type Box = SurveyedFile['box'];

const DIRECTORY_OF = {
  SentBox: 'sentBox',
  FailBox: 'failBox',
  OutBox: 'outBox',
  TempBox: 'tempBox',
  InBox: 'inBox',
} as const;

/** What `verify` sees of one business's boxes. Opens nothing and remembers nothing. */
export function createSurvey(directories: BoxDirectories): BoxSurvey {
  const own = new Set(Object.values({ ...directories }).map((directory) => path.resolve(directory)));
  return {
    async *files() {
      for (const box of ['SentBox', 'FailBox'] as const) yield* filesOf({ own, box, root: rootOf(directories, box) });
      yield* namelessIn(rootOf(directories, 'TempBox'));
    },
    received: () => filesOf({ own, box: 'InBox', root: rootOf(directories, 'InBox') }),
    placeOf: (box, inside) => placeIn(rootOf(directories, box), box, inside),
    facts: ({ at }) => factsOf(at),
    sha256: ({ at }) => contentOf(at),
    putBack: (file, place) => putBack(file, place, rootOf(directories, place.box)),
  };
}

function rootOf(directories: BoxDirectories, box: Box): string {
  return path.resolve(directories[DIRECTORY_OF[box]]);
}

function placeIn(root: string, box: Box, inside: string): SurveyedFile {
  const at = path.join(root, inside);
  if (!at.startsWith(root + path.sep)) throw new Fault('disk.denied', { path: inside, errno: '' });
  return { box, path: inside, at };
}

interface Walk {
  /** The boxes of this business: one that is inside another is not part of it. */
  readonly own: ReadonlySet<string>;
  readonly box: Box;
  readonly root: string;
}

async function* filesOf(walk: Walk, below = ''): AsyncGenerator<SurveyedFile> {
  for await (const entry of entriesOf(path.join(walk.root, below))) {
    if (isIgnoredName(entry.name)) continue;
    const inside = below === '' ? entry.name : `${below}/${entry.name}`;
    const at = path.join(walk.root, inside);
    if (entry.isDirectory()) {
      if (!walk.own.has(at)) yield* filesOf(walk, inside);
    } else yield { box: walk.box, path: inside, at };
  }
}

/** A directory of an id's own is a claimed file's; any other is named itself. */
async function* namelessIn(tempBox: string): AsyncGenerator<SurveyedFile> {
  for await (const { name } of entriesOf(tempBox)) {
    if (isSystemName(name) || isDocumentId(name) || parseClaimedName(name) !== null) continue;
    yield { box: 'TempBox', path: name, at: path.join(tempBox, name) };
  }
}

/** One that vanished between two reads, e.g. a day that retention ended, has nothing in it. */
async function* entriesOf(directory: string): AsyncGenerator<Dirent> {
  try {
    for await (const entry of await opendir(directory, { bufferSize: 256 })) yield entry;
  } catch (reason) {
    if (errnoOf(reason) !== 'ENOENT') throw toFault(reason, 'box', directory);
  }
}

async function factsOf(file: string): Promise<FileFacts | null> {
  try {
    const facts = await lstat(file);
    if (!facts.isFile()) return null;
    return { sizeBytes: facts.size, changedMs: Math.max(facts.mtimeMs, facts.ctimeMs) };
  } catch (reason) {
    if (isGone(reason)) return null;
    throw toFault(reason, 'document', file);
  }
}

async function contentOf(file: string): Promise<string | null> {
  try {
    return (await factsOf(file)) === null ? null : await hashFile(file);
  } catch (reason) {
    if (isGone(reason)) return null;
    throw toFault(reason, 'document', file);
  }
}

async function putBack(
  file: SurveyedFile,
  place: SurveyedFile,
  root: string,
): Promise<Awaited<ReturnType<BoxSurvey['putBack']>>> {
  try {
    if (findFacts(file.at) === null) return 'gone';
    // The day of SentBox may have been removed; the box itself is never made here.
    const day = path.dirname(place.at);
    if (day !== root && findFacts(root) !== null) mkdirSync(day, { recursive: true });
    if (moveIfFree(file.at, place.at) === 'taken') return 'taken';
    for (const directory of new Set([day, root, path.dirname(file.at)])) await flushDirectory(directory);
    return 'moved';
  } catch (reason) {
    throw toFault(reason, 'document', file.at);
  }
}

function isGone(reason: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(errnoOf(reason));
}
