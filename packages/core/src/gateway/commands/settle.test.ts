import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeDocument } from '../../../../../test/support/ledger/records.js';
import { LEDGER_OPTIONS, openLedger } from '../../ledger/open-ledger.js';
import type { Boxes } from '../../ports/boxes.js';
import type { Ledger } from '../../ports/ledger.js';
import { systemClock } from '../../runtime/system-clock.js';
import { type SettleWorld, settle } from './settle.js';

let directory: string;
let ledger: Ledger;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'swic-settle-'));
  ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
});

afterEach(async () => {
  await ledger[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

/** The file is in none of the boxes: a person took it by hand. */
const EMPTY_BOXES = {
  async *claimedFiles() {},
  findFiled: async () => null,
} as unknown as Boxes;

function createWorld(isDelivering: boolean): SettleWorld {
  return {
    ledger,
    clock: systemClock,
    emit: () => undefined,
    boxesOf: () => EMPTY_BOXES,
    tell: () => false,
    isDelivering: () => isDelivering,
  };
}

test('a document that waits for the broker at this moment is not called lost, since it may be sent after all', async () => {
  const document = makeDocument(1);
  await ledger.write([{ type: 'document', record: document }], 'durable');
  const params = { document: document.id, decision: 'lost', by: 'operator' } as const;
  await expect(settle(createWorld(true), params)).rejects.toMatchObject({ code: 'command.usage' });
  expect((await ledger.findDocument(document.id))?.stage).toBe('sealed');
  expect(await settle(createWorld(false), params)).toEqual({ stage: 'lost' });
  expect(await ledger.findDocument(document.id)).toMatchObject({ stage: 'lost', verdict: { by: 'operator' } });
});
