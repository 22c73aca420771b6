import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeDocument } from '../../../../test/support/ledger/records.js';
import { systemClock } from '../runtime/system-clock.js';
import { checkLedgerFiles } from './check-ledger.js';
import { tablesIn } from './files/table-file.js';
import { logsIn } from './files/write-log.js';
import { LEDGER_OPTIONS, openLedger } from './open-ledger.js';
import { repairLedgerFiles } from './repair-ledger.js';

const DOCUMENTS = 300;

let parent: string;
let directory: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'swic-care-'));
  directory = join(parent, 'ledger');
});

afterEach(() => rmSync(parent, { recursive: true, force: true }));

async function fill(from: number): Promise<void> {
  await using ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
  for (let number = from; number < from + DOCUMENTS; number += 1)
    await ledger.write([{ type: 'document', record: makeDocument(number) }], 'durable');
}

/** The first half in a table, the rest in the log. */
async function fillBoth(): Promise<void> {
  await fill(1);
  await fill(1 + DOCUMENTS);
}

async function count(): Promise<number> {
  await using ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
  let documents = 0;
  for await (const _ of ledger.allDocuments()) documents += 1;
  return documents;
}

const log = (): string => join(directory, logsIn(directory).at(-1) ?? '');
const table = (): string => join(directory, tablesIn(directory)[0] ?? '');
const manifest = (): string => join(directory, readFileSync(join(directory, 'CURRENT'), 'utf8').trim());

function flip(file: string, share: number): void {
  const content = readFileSync(file);
  const at = Math.floor(content.length * share);
  for (let index = at; index < at + 8; index += 1) content[index] = (content[index] ?? 0) ^ 0xff;
  writeFileSync(file, content);
}

describe('checking a ledger', () => {
  test('finds nothing in a sound one, also while it is open and written', async () => {
    await fillBoth();
    expect(await checkLedgerFiles(directory)).toMatchObject({ problems: [], noted: null, isEmpty: false });
    await using ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
    let isWriting = true;
    const writing = (async () => {
      for (let number = 5_000; isWriting; number += 1)
        await ledger.write([{ type: 'document', record: makeDocument(number) }], 'durable');
    })();
    for (let look = 0; look < 5; look += 1) expect((await checkLedgerFiles(directory))?.problems).toEqual([]);
    isWriting = false;
    await writing;
  });

  test('says that there is none where nothing ever ran, and makes nothing', async () => {
    expect(await checkLedgerFiles(directory)).toBeNull();
    expect(existsSync(directory)).toBe(false);
  });

  const mishaps: readonly (readonly [string, string, () => void])[] = [
    ['CURRENT is gone', 'missing', () => rmSync(join(directory, 'CURRENT'))],
    ['the manifest is gone', 'missing', () => rmSync(manifest())],
    ['the manifest is damaged', 'manifest', () => flip(manifest(), 0.4)],
    ['a table is gone', 'missing', () => rmSync(table())],
    ['the log is gone', 'missing', () => rmSync(log())],
    ['the log is damaged', 'log', () => flip(log(), 0.4)],
    ['the log is cut off', 'end', () => truncateSync(log(), 20_000)],
    ['the log is empty', 'end', () => truncateSync(log(), 0)],
    ['data of a table is damaged', 'table', () => flip(table(), 0.3)],
    ['the end of a table is damaged', 'table', () => flip(table(), 0.999)],
  ];

  test.each(mishaps)(
    'names what is broken, and a repair leaves a ledger that opens: %s',
    async (what, kind, damage) => {
      await fillBoth();
      damage();
      const before = readdirSync(directory).sort();
      const found = await checkLedgerFiles(directory);
      expect(found?.problems.map((problem) => problem.kind)).toContain(kind);
      expect(readdirSync(directory).sort()).toEqual(before);

      const copy = join(parent, 'copy');
      await repairLedgerFiles(
        { directory, copy, problems: found?.problems ?? [], options: LEDGER_OPTIONS },
        systemClock,
      );
      expect(
        readdirSync(copy)
          .filter((name) => !/^LOG/.test(name))
          .sort(),
      ).toEqual(before.filter((name) => !/^LOG/.test(name)));
      expect(await checkLedgerFiles(directory)).toMatchObject({ problems: [], noted: { isAcknowledged: true } });
      const documents = await count();
      expect(documents).toBeGreaterThan(0);
      expect(documents).toBeLessThanOrEqual(2 * DOCUMENTS);
      // Neither has any record.
      if (/CURRENT|manifest/.test(what)) expect(documents).toBe(2 * DOCUMENTS);
    },
  );

  test('leaves a ledger alone that another process has', async () => {
    await fill(1);
    await using ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
    const copy = join(parent, 'copy');
    const problems = [{ kind: 'manifest', file: '', offset: null }] as const;
    await expect(
      repairLedgerFiles({ directory, copy, problems, options: LEDGER_OPTIONS }, systemClock),
    ).rejects.toMatchObject({
      code: 'instance.already-running',
    });
    expect(existsSync(copy)).toBe(false);
    await ledger.write([{ type: 'document', record: makeDocument(9_000) }], 'durable');
  });
});

test('a copy that was cut off does not have the name of a whole one', async () => {
  await fill(1);
  const copy = join(parent, 'copy');
  // What cannot be copied comes in the middle, as the end of a disk does. (A named pipe is passed over from Node.js 22 on.)
  const [last = ''] = readdirSync(directory).sort().slice(-1);
  mkdirSync(`${copy}.unfinished`);
  writeFileSync(join(`${copy}.unfinished`, last), '');
  await expect(
    repairLedgerFiles({ directory, copy, problems: [], options: LEDGER_OPTIONS }, systemClock),
  ).rejects.toMatchObject({
    code: 'ledger.write-failed',
  });
  expect(existsSync(copy)).toBe(false);
  expect(await count()).toBe(DOCUMENTS);
});
