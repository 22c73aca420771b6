import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import {
  collect,
  directoriesIn,
  filesBelow,
  findBytes,
  makeDirectory,
  secondVolume,
} from '../../../../test/support/boxes/box-world.js';
import { createManualClock } from '../../../../test/support/boxes/manual-clock.js';
import { cutPowerBefore } from '../../../../test/support/boxes/power-cut.js';
import { businessKey, type DocumentId } from '../domain/document.js';
import { claimOne, fileOne } from '../ports/array-of-one.js';
import type { Candidate } from '../ports/boxes.js';
import { findFacts, identityOf } from './disk.js';
import { type OpenedBoxes, openBoxes } from './open-boxes.js';
import type { BoxDirectories } from './world.js';

const ID = '2026112310415804800001' as DocumentId;
const STAMP_MS = Date.UTC(2026, 10, 23, 2, 41, 58, 48);
const CONTENT = 'the only one of its kind';
const LONGEST = `${'报'.repeat(83)}ab.xml`;
const SHORT = '进口.xml';
const volume = secondVolume();

function open(directories: BoxDirectories): Promise<OpenedBoxes> {
  return openBoxes(
    { business: businessKey('DEC'), directories, settleMs: 0, extensions: ['.xml'] },
    createManualClock(),
  );
}

interface Stage {
  readonly opened: OpenedBoxes;
  readonly directories: BoxDirectories;
  readonly name: string;
}

function candidateOf({ directories, name }: Stage): Candidate {
  const path = join(directories.outBox, name);
  writeFileSync(path, CONTENT);
  const facts = findFacts(path);
  if (facts === null) throw new Error('not written');
  return { business: businessKey('DEC'), name, path, identity: identityOf(facts), foundMs: 0, settledMs: 0 };
}

/** Each prepares undisturbed and returns what is cut. */
const OPERATIONS = {
  async claim(stage: Stage) {
    const candidate = candidateOf(stage);
    return () => claimOne(stage.opened.boxes, { candidate, id: ID });
  },
  async putBack(stage: Stage) {
    const candidate = candidateOf(stage);
    const other = { ...candidate, identity: { ...candidate.identity, sizeBytes: 1 } };
    return () => claimOne(stage.opened.boxes, { candidate: other, id: ID });
  },
  async fileSent(stage: Stage) {
    const claimed = await claimOne(stage.opened.boxes, { candidate: candidateOf(stage), id: ID });
    return () => fileOne(stage.opened.boxes, { claimed, box: 'SentBox', stampMs: STAMP_MS, content: null });
  },
  async fileFailed(stage: Stage) {
    const claimed = await claimOne(stage.opened.boxes, { candidate: candidateOf(stage), id: ID });
    return () => fileOne(stage.opened.boxes, { claimed, box: 'FailBox', stampMs: STAMP_MS, content: null });
  },
  async withdraw(stage: Stage) {
    const claimed = await claimOne(stage.opened.boxes, { candidate: candidateOf(stage), id: ID });
    return () => stage.opened.boxes.withdraw(claimed);
  },
  async enqueue(stage: Stage) {
    return () => stage.opened.boxes.enqueue(stage.name, Buffer.from(CONTENT));
  },
  async deposit(stage: Stage) {
    return () => stage.opened.inBox.deposit(stage.name, Buffer.from(CONTENT));
  },
} as const satisfies Record<string, (stage: Stage) => Promise<() => Promise<unknown>>>;

interface Crash {
  readonly operation: keyof typeof OPERATIONS;
  readonly name: string;
  /** The box that is on another volume; null = all on one. */
  readonly far: keyof BoxDirectories | null;
}

/** No operation makes more changes than this. */
const CHANGES_MAX = 40;

/** Cuts the power before each change of the operation, one world after another; each is opened again and looked at. */
async function eachCrash({ operation, name, far }: Crash, look: (stage: Stage) => Promise<void>): Promise<number> {
  for (let nth = 1; nth < CHANGES_MAX; nth += 1) {
    using near = makeDirectory();
    using other = far === null || volume === null ? makeDirectory() : makeDirectory(volume);
    const all = directoriesIn(near.path);
    const directories = far === null ? all : { ...all, [far]: join(other.path, far) };
    const opened = await open(directories);
    const run = await OPERATIONS[operation]({ opened, directories, name });
    const changes = await cutBefore(nth, run);
    await opened[Symbol.asyncDispose]();
    await using again = await open(directories);
    await look({ opened: again, directories, name });
    if (changes < nth) return changes;
  }
  throw new Error('the operation never came to its end');
}

async function cutBefore(nth: number, run: () => Promise<unknown>): Promise<number> {
  using power = cutPowerBefore(nth);
  await run().catch(() => undefined);
  return power.changes;
}

const MOVES: readonly (Crash & { readonly ends: readonly string[]; readonly changes: number })[] = [
  { operation: 'claim', name: SHORT, far: null, ends: ['outBox', 'tempBox'], changes: 1 },
  { operation: 'claim', name: LONGEST, far: null, ends: ['outBox', 'tempBox'], changes: 2 },
  { operation: 'claim', name: SHORT, far: 'outBox', ends: ['outBox', 'tempBox'], changes: 10 },
  { operation: 'claim', name: LONGEST, far: 'outBox', ends: ['outBox', 'tempBox'], changes: 12 },
  { operation: 'putBack', name: SHORT, far: null, ends: ['outBox', 'tempBox'], changes: 3 },
  { operation: 'putBack', name: LONGEST, far: 'outBox', ends: ['outBox'], changes: 5 },
  { operation: 'fileSent', name: SHORT, far: null, ends: ['sentBox', 'tempBox'], changes: 2 },
  { operation: 'fileSent', name: LONGEST, far: 'sentBox', ends: ['sentBox', 'tempBox'], changes: 9 },
  { operation: 'fileFailed', name: SHORT, far: 'failBox', ends: ['failBox', 'tempBox'], changes: 8 },
  { operation: 'withdraw', name: LONGEST, far: null, ends: ['outBox', 'tempBox'], changes: 2 },
  { operation: 'withdraw', name: SHORT, far: 'outBox', ends: ['outBox', 'tempBox'], changes: 8 },
];

test.for(MOVES)(
  '$operation of $name ($far far), cut at any step: one file in one box after the next start',
  async (move, { skip }) => {
    if (move.far !== null && volume === null) skip('this machine has no second volume to write to');
    const seen = new Set<string>();
    const changes = await eachCrash(move, async ({ opened, directories, name }) => {
      const places = findBytes(directories, CONTENT);
      expect(places).toHaveLength(1);
      const [box = ''] = (places[0] ?? '').split('/');
      seen.add(box);
      // Where people and programs look for it, not in a place that only we know.
      expect(places[0]).not.toContain('/.');
      // Nothing of ours is left beside it, hidden or not.
      expect(Object.values(directories).flatMap((directory) => filesBelow(directory as string))).toHaveLength(1);
      const claimed = await collect(opened.boxes.claimedFiles());
      expect(claimed.map((file) => file.name)).toEqual(box === 'tempBox' ? [name] : []);
    });
    expect(changes).toBeGreaterThanOrEqual(move.changes);
    expect([...seen].sort()).toEqual(move.ends);
  },
);

test('a file that is queued, cut at any step, is in OutBox whole or not at all', async () => {
  const seen = new Set<number>();
  await eachCrash({ operation: 'enqueue', name: SHORT, far: null }, async ({ directories: { outBox } }) => {
    const files = filesBelow(outBox);
    seen.add(files.length);
    for (const file of files) expect([file, readFileSync(join(outBox, file), 'utf8')]).toEqual([SHORT, CONTENT]);
  });
  expect(seen).toEqual(new Set([0, 1]));
});

test('a receipt, cut at any step, is in InBox whole or not at all, and depositing it again makes it one', async () => {
  const name = 'Receipt_E1_20261123104158048.xml';
  const outcomes = new Set<string>();
  await eachCrash({ operation: 'deposit', name, far: null }, async ({ opened, directories: { inBox } }) => {
    const before = filesBelow(inBox);
    for (const file of before) expect(readFileSync(join(inBox, file), 'utf8')).toBe(CONTENT);
    const { outcome } = await opened.inBox.deposit(name, Buffer.from(CONTENT));
    outcomes.add(outcome);
    expect(outcome).toBe(before.length === 0 ? 'written' : 'already-there');
    expect(filesBelow(join(inBox, '..'))).toEqual([`InBox/${name}`]);
  });
  expect(outcomes).toEqual(new Set(['written', 'already-there']));
});

const LOADER = fileURLToPath(new URL('../../../../test/support/run-typescript.mjs', import.meta.url));
const CHILD = fileURLToPath(new URL('../../../../test/support/boxes/kill-child.mjs', import.meta.url));

test.for([{ far: null }, { far: 'sentBox' as const }])(
  'a process killed in full work ($far far) leaves every file in one box',
  async ({ far }, { skip }) => {
    if (far !== null && volume === null) skip('this machine has no second volume to write to');
    using near = makeDirectory();
    using other = makeDirectory(volume ?? near.path);
    const all = directoriesIn(near.path);
    const directories = far === null ? all : { ...all, [far]: join(other.path, far) };
    await (await open(directories))[Symbol.asyncDispose]();
    const names = Array.from({ length: 1_500 }, (_, index) => `报关单${String(index).padStart(5, '0')}.xml`);
    for (const name of names) writeFileSync(join(directories.outBox, name), name);
    const child = fork(CHILD, [JSON.stringify(directories)], { execArgv: ['--import', LOADER], stdio: 'ignore' });
    await once(child, 'message');
    // Some way into it, by what it did and not by time.
    while (child.exitCode === null && filesBelow(directories.failBox).length < 20)
      await new Promise((resolve) => setImmediate(resolve));
    child.kill('SIGKILL');
    await once(child, 'exit');
    await using opened = await open(directories);
    const claimed = await collect(opened.boxes.claimedFiles());
    const boxes = [directories.outBox, directories.tempBox, directories.sentBox, directories.failBox];
    const contents = boxes.flatMap((box) => filesBelow(box).map((file) => readFileSync(join(box, file), 'utf8')));
    expect(contents.sort()).toEqual(names);
    expect(claimed.length).toBeLessThanOrEqual(1);
    expect(filesBelow(directories.failBox).length).toBeGreaterThanOrEqual(20);
  },
);
