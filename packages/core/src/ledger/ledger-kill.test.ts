import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DocumentId, DocumentRecord } from '../domain/document.js';
import { systemClock } from '../runtime/system-clock.js';
import { LEDGER_OPTIONS, openLedger } from './open-ledger.js';
import { isUnfinished } from './unfinished.js';

const SUPPORT = fileURLToPath(new URL('../../../../test/support/', import.meta.url));
const ROUNDS = 3;
const ACKNOWLEDGED_MIN = 1_500;

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'swic-ledger-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

/** Lets a child write until it has acknowledged enough, kills it in the middle of its work, and returns what it acknowledged. */
async function writeAndKill(first: number): Promise<ReadonlyMap<string, string>> {
  const child = spawn(
    process.execPath,
    ['--import', join(SUPPORT, 'run-typescript.mjs'), join(SUPPORT, 'ledger', 'writer.ts'), directory, String(first)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const acknowledged = new Map<string, string>();
  for await (const line of createInterface({ input: child.stdout })) {
    const [id = '', stage = ''] = line.split(' ');
    acknowledged.set(id, stage);
    if (acknowledged.size === ACKNOWLEDGED_MIN) child.kill('SIGKILL');
  }
  if (child.signalCode === null && child.exitCode === null) await once(child, 'exit');
  expect({ code: child.exitCode, signal: child.signalCode }).toEqual({ code: null, signal: 'SIGKILL' });
  return acknowledged;
}

test('kill -9 loses no word that was acknowledged, and indexes and counts agree with the records', async () => {
  const acknowledged = new Map<string, string>();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [id, stage] of await writeAndKill(round * 1_000_000)) acknowledged.set(id, stage);
    await using ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
    const records: DocumentRecord[] = [];
    for await (const record of ledger.allDocuments()) records.push(record);
    const byId = new Map(records.map((record) => [String(record.id), record]));
    const forgotten = [...acknowledged].filter(([id, stage]) => {
      const found = byId.get(id)?.stage;
      return found !== 'filed' && found !== stage;
    });
    expect(forgotten).toEqual([]);
    const counted = (stage: string): number => records.filter((record) => record.stage === stage).length;
    const counts = new Map((await ledger.counts()).map(({ stage, documents }) => [String(stage), documents]));
    expect([counts.get('sealed') ?? 0, counts.get('filed') ?? 0]).toEqual([counted('sealed'), counted('filed')]);
    const open: DocumentId[] = [];
    for await (const record of ledger.openDocuments()) open.push(record.id);
    expect(open).toEqual(records.filter(isUnfinished).map(({ id }) => id));
    for (const record of records.slice(-50)) {
      expect(await ledger.findByKey('clientSeqNo', record.keys[0]?.value ?? '', 1)).toEqual([record]);
      expect(await ledger.findByName(null, record.name, 2)).toEqual([record]);
    }
  }
}, 60_000);
