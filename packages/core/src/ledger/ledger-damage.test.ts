import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeDocument } from '../../../../test/support/ledger/records.js';
import type { DocumentId } from '../domain/document.js';
import type { Ledger } from '../ports/ledger.js';
import { systemClock } from '../runtime/system-clock.js';
import { damagedTables } from './damage.js';
import { logsIn } from './files/write-log.js';
import { LEDGER_OPTIONS, openLedger } from './open-ledger.js';

const DOCUMENTS = 400;
const FIRST = '0'.repeat(22) as DocumentId;
/** Claimed before anything was damaged. */
const EARLY = `20200101${'0'.repeat(14)}` as DocumentId;
const LAST = '9'.repeat(22) as DocumentId;

let parent: string;
let directory: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'swic-ledger-'));
  directory = join(parent, 'ledger');
});

afterEach(() => rmSync(parent, { recursive: true, force: true }));

const open = (): Promise<Ledger> => openLedger(directory, LEDGER_OPTIONS, systemClock);

async function fill(from = 1): Promise<void> {
  await using ledger = await open();
  for (let number = from; number < from + DOCUMENTS; number += 1)
    await ledger.write([{ type: 'document', record: makeDocument(number) }], 'durable');
}

function newestLog(): string {
  return join(directory, logsIn(directory).at(-1) ?? '');
}

function overwrite(file: string, at: number, bytes: Uint8Array): void {
  const content = readFileSync(file);
  content.set(bytes, at);
  writeFileSync(file, content);
}

function flip(file: string, at: number): void {
  const content = readFileSync(file);
  content[at] = (content[at] ?? 0) ^ 0x5a;
  writeFileSync(file, content);
}

describe('a ledger whose files were damaged while nothing ran', () => {
  const middle = (): number => Math.floor(statSync(newestLog()).size / 2);
  const mishaps: readonly (readonly [string, () => void])[] = [
    ['a byte in the middle of the log', () => flip(newestLog(), middle())],
    ['the first byte of the log', () => flip(newestLog(), 0)],
    ['the last byte of the log', () => flip(newestLog(), statSync(newestLog()).size - 1)],
    ['a page of zeros in the log', () => overwrite(newestLog(), middle(), new Uint8Array(4096))],
    ['a log that begins with zeros', () => overwrite(newestLog(), 0, new Uint8Array(32_768))],
    ['a log cut in half', () => truncateSync(newestLog(), middle())],
    ['a log that is empty', () => truncateSync(newestLog(), 0)],
    ['a log that is gone', () => rmSync(newestLog())],
  ];

  test.each(mishaps)('says so: %s', async (_, damage) => {
    await fill();
    damage();
    let findings = await reopen();
    expect(findings.damage).not.toBeNull();
    expect(findings.absent).toBe(0);
    // The log is gone by now; what was noticed is not.
    findings = await reopen();
    expect(findings.damage?.isAcknowledged).toBe(false);
    expect(findings.absent).toBe(0);
  });

  async function reopen(): Promise<{
    readonly damage: Awaited<ReturnType<Ledger['findDamage']>>;
    readonly absent: number;
  }> {
    try {
      await using ledger = await open();
      return { damage: await ledger.findDamage(), absent: (await ledger.certainlyAbsent([EARLY])).size };
    } catch (reason) {
      // With all of a young ledger gone there is nothing left to note it in.
      expect(reason).toMatchObject({ code: 'ledger.lost' });
      return { damage: { noticedMs: 0, gaps: 0, batchesMissing: 1, tables: 0, isAcknowledged: false }, absent: 0 };
    }
  }

  test('keeps a copy of the logs that opening it takes away', async () => {
    await fill();
    flip(newestLog(), 5_000);
    await (await open())[Symbol.asyncDispose]();
    const copies = readdirSync(parent).filter((name) => name.startsWith('ledger.damaged-'));
    expect(copies).toHaveLength(1);
    expect(readdirSync(join(parent, copies[0] ?? '')).some((name) => name.endsWith('.log'))).toBe(true);
  });

  test('an older copy that was put back is no whole ledger', async () => {
    await fill();
    const copy = join(parent, 'copy');
    cpSync(directory, copy, { recursive: true });
    await fill(DOCUMENTS + 1);
    const mark = readFileSync(join(directory, 'durable'));
    rmSync(directory, { recursive: true });
    renameSync(copy, directory);
    writeFileSync(join(directory, 'durable'), mark);
    await using ledger = await open();
    expect(await ledger.findDamage()).toMatchObject({ batchesMissing: DOCUMENTS });
  });

  test('bytes anywhere in a table that has the records asked for are noticed, before their absence is believed', async () => {
    await fill();
    await (await open())[Symbol.asyncDispose]();
    const table = readdirSync(directory).find((name) => name.endsWith('.ldb')) ?? '';
    const whole = readFileSync(join(directory, table));
    expect(damagedTables(directory, null)).toEqual([]);
    for (let at = 0; at < whole.length - 40; at += 997) {
      const broken = Buffer.from(whole);
      broken[at] = (broken[at] ?? 0) ^ 1;
      writeFileSync(join(directory, table), broken);
      expect(damagedTables(directory, null), `byte ${at}`).toHaveLength(1);
    }
    writeFileSync(join(directory, table), whole);
    flip(join(directory, table), 100);
    const span = { from: `d!${FIRST}`, to: `d!${LAST}` };
    // The first block has no documents: damage there cannot hide one.
    expect(damagedTables(directory, null)).toHaveLength(1);
    expect(damagedTables(directory, span)).toEqual([]);
  });
});

describe('a ledger that nothing is wrong with', () => {
  test('is believed: after a clean end, after a kill, and with a record cut off at its end', async () => {
    await fill();
    const copy = join(parent, 'copy');
    {
      await using ledger = await open();
      expect(await ledger.findDamage()).toBeNull();
      expect((await ledger.certainlyAbsent([EARLY, LAST])).size).toBe(2);
      await ledger.write([{ type: 'document', record: makeDocument(DOCUMENTS + 1) }], 'durable');
      await ledger.write([{ type: 'document', record: makeDocument(DOCUMENTS + 2) }], 'soon');
      // What a kill leaves.
      cpSync(directory, copy, { recursive: true });
    }
    directory = copy;
    const log = newestLog();
    truncateSync(log, statSync(log).size - 3);
    await using ledger = await open();
    expect(await ledger.findDamage()).toBeNull();
    expect((await ledger.certainlyAbsent([EARLY, LAST])).size).toBe(2);
    expect(existsSync(`${directory}.damaged-1`)).toBe(false);
  });
});

describe('a ledger whose directory goes away under it', () => {
  const write = (ledger: Ledger, number: number): Promise<void> =>
    ledger.write([{ type: 'document', record: makeDocument(number) }], 'durable');

  test.each<readonly [string, () => void]>([
    ['removed', () => rmSync(directory, { recursive: true })],
    ['moved', () => renameSync(directory, join(parent, 'elsewhere'))],
    [
      'removed and made again',
      () => {
        rmSync(directory, { recursive: true });
        mkdirSync(directory);
      },
    ],
    ['emptied', () => readdirSync(directory).map((name) => rmSync(join(directory, name), { recursive: true }))],
    ['left without its logs', () => logsIn(directory).map((name) => rmSync(join(directory, name)))],
    ['left without CURRENT', () => rmSync(join(directory, 'CURRENT'))],
    [
      'exchanged for a copy',
      () => {
        cpSync(directory, join(parent, 'copy'), { recursive: true });
        rmSync(directory, { recursive: true });
        renameSync(join(parent, 'copy'), directory);
      },
    ],
  ])('promises nothing durable from then on, and makes no new one: %s', async (_, mishap) => {
    const ledger = await open();
    await write(ledger, 1);
    mishap();
    for (const number of [2, 3])
      await expect(write(ledger, number)).rejects.toMatchObject({ code: 'ledger.gone', fate: 'hold' });
    expect(() => ledger.assertThere()).toThrow(expect.objectContaining({ code: 'ledger.gone' }));
    const hasCurrent = existsSync(join(directory, 'CURRENT'));
    await ledger[Symbol.asyncDispose]();
    expect(existsSync(join(directory, 'CURRENT'))).toBe(hasCurrent);
  });

  test('goes on when the same directory is back, with all that was promised', async () => {
    await using ledger = await open();
    await write(ledger, 1);
    renameSync(directory, join(parent, 'elsewhere'));
    await expect(write(ledger, 2)).rejects.toMatchObject({ code: 'ledger.gone' });
    renameSync(join(parent, 'elsewhere'), directory);
    await write(ledger, 2);
    expect((await ledger.counts())[0]).toMatchObject({ documents: 2 });
  });
});
