import { copyFileSync, lstatSync, mkdirSync, readFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { DocumentRecord, ListedReceipt } from '../../packages/core/src/contract/index.js';
import type { VerifyReport } from '../../packages/core/src/contract/verify.js';
import { runSwic, startSwic } from '../support/agent-process.js';
import { brokenDeclaration, declaration } from '../support/documents.js';
import { openPlatform } from '../support/platform.js';
import { openWorld, type World } from '../support/world.js';

const FOLDER = 'Deccus001';

interface Proven {
  readonly code: number | null;
  readonly report: VerifyReport;
}

async function prove(world: World, ...words: readonly string[]): Promise<Proven> {
  const { code, stdout } = await runSwic(world, ['verify', '--json', ...words]);
  return { code, report: JSON.parse(stdout) as VerifyReport };
}

/** Three sent, one refused, and their answers. */
async function sendSome(world: World): Promise<void> {
  for (const number of [1, 2, 3]) world.drop(FOLDER, `one-${number}.xml`, declaration(number));
  world.drop(FOLDER, 'bad.xml', brokenDeclaration(9));
  expect(await runSwic(world, ['run', '--once'])).toMatchObject({ code: 3 });
}

/**
 * Files whose last change is later than their record says, and which are read for that: none, but where both were in one millisecond, of
 * which the record knows no parts.
 */
async function touchedSinceRecorded(world: World): Promise<number> {
  const ask = async <T>(...words: readonly string[]): Promise<readonly T[]> =>
    JSON.parse((await runSwic(world, [...words, '--json'])).stdout) as readonly T[];
  const placed = [
    ...(await ask<DocumentRecord>('documents')).map(({ filedAs, times }) => ({
      file: path.join(world.box(FOLDER, filedAs?.box ?? 'SentBox'), filedAs?.path ?? ''),
      atMs: times.filed ?? 0,
    })),
    ...(await ask<ListedReceipt>('receipts')).map(({ receipt: { fileName, depositedMs } }) => ({
      file: path.join(world.box(FOLDER, 'InBox'), fileName),
      atMs: depositedMs ?? 0,
    })),
  ];
  const late = placed.map(({ file, atMs }) => lstatSync(file).ctimeMs - atMs).filter((ms) => ms > 0);
  expect(late.every((ms) => ms < 1)).toBe(true);
  return late.length;
}

test('what a run has left is proven without reading a file, and whole by reading each', async () => {
  await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} } });
  await using _platform = await openPlatform(world);
  await sendSome(world);
  const quick = await prove(world);
  const compared = await touchedSinceRecorded(world);
  expect(quick).toMatchObject({ code: 0, report: { documents: 4, receipts: 3, compared, breaks: [], notes: [] } });
  const full = await prove(world, '--full');
  expect(full).toMatchObject({ code: 0, report: { compared: 7, isFull: true, breaks: [], notes: [] } });
  await using _agent = startSwic(world, ['run']);
  await using _client = await _agent.connect();
  expect(await prove(world, '--full')).toMatchObject({ code: 0, report: { documents: 4, breaks: [] } });
});

test.each(['without an agent', 'beside an agent'])(
  'what a hand did is told with exit code 5, and moved back only by a word: %s',
  async (how) => {
    await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} } });
    await using _platform = await openPlatform(world);
    await sendSome(world);
    await using agent = how === 'beside an agent' ? startSwic(world, ['run']) : null;
    await using _client = (await agent?.connect()) ?? null;
    const sentBox = world.box(FOLDER, 'SentBox');
    const [first = '', second = '', third = ''] = world.list(FOLDER, 'SentBox');
    const [failed = ''] = world.list(FOLDER, 'FailBox');
    const [receipt = ''] = world.list(FOLDER, 'InBox').filter((name) => name.startsWith('Successed_'));
    mkdirSync(path.join(sentBox, '20260101'));
    renameSync(path.join(sentBox, first), path.join(sentBox, '20260101', path.basename(first)));
    copyFileSync(path.join(sentBox, second), path.join(world.box(FOLDER, 'FailBox'), path.basename(second)));
    const text = readFileSync(path.join(sentBox, third), 'utf8');
    writeFileSync(path.join(sentBox, third), text.replace('Dec', 'dEc'));
    utimesSync(path.join(sentBox, third), 1, 1);
    renameSync(path.join(world.box(FOLDER, 'FailBox'), failed), path.join(sentBox, '20260101', failed));
    writeFileSync(path.join(world.box(FOLDER, 'TempBox'), 'mine.xml'), 'x');
    writeFileSync(path.join(world.box(FOLDER, 'InBox'), receipt), 'x');
    const sorted = ['altered', 'copy', 'misplaced', 'misplaced', 'nameless', 'receipt-altered'];
    const kindsOf = ({ report }: Proven): readonly string[] => report.breaks.map(({ kind }) => kind).sort();

    const told = await prove(world);
    expect(told.code).toBe(5);
    expect(kindsOf(told)).toEqual(sorted);
    // No terminal to ask at: nothing is moved.
    const asked = await runSwic(world, ['verify', '--repair']);
    expect(asked).toMatchObject({ code: 5, stderr: expect.stringContaining('--yes') });
    expect(asked.stdout).toContain('misplaced');
    expect(world.list(FOLDER, 'FailBox')).not.toContain(failed);
    const repaired = await prove(world, '--repair', '--yes');
    expect(repaired).toMatchObject({ code: 5, report: { repaired: [{ kind: 'misplaced' }, { kind: 'misplaced' }] } });
    expect(kindsOf(repaired)).toEqual(sorted.filter((kind) => kind !== 'misplaced'));
    expect(world.list(FOLDER, 'FailBox')).toContain(failed);
    expect(world.list(FOLDER, 'SentBox')).toContain(first);
  },
);
