import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeDocument } from '../../../../../test/support/ledger/records.js';
import type { DocumentRecord } from '../../domain/document.js';
import type { Stage } from '../../domain/stage.js';
import { LEDGER_OPTIONS, openLedger } from '../../ledger/open-ledger.js';
import type { Ledger } from '../../ports/ledger.js';
import { systemClock } from '../../runtime/system-clock.js';
import { handle } from './handle.js';
import { findCorrectable, findResendable } from './resendable.js';

let directory: string;
let ledger: Ledger;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'swic-resendable-'));
  ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
});

afterEach(async () => {
  await ledger[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

/** The stages between, since a document cannot begin in every one. */
const WAY: { readonly [Each in Stage]?: readonly Stage[] } = { unknown: ['sealed'], filed: ['sealed', 'sent'] };

async function put(number: number, change: { stage: Stage; name?: string }): Promise<DocumentRecord> {
  const record = { ...makeDocument(number), ...change };
  for (const stage of [...(WAY[change.stage] ?? []), change.stage])
    await ledger.write([{ type: 'document', record: { ...record, stage } }], 'durable');
  return record;
}

test('what cannot be sent again is refused with the reason, not as if there were no such document', async () => {
  const sealed = await put(1, { stage: 'sealed' });
  await expect(findResendable(ledger, sealed.id)).rejects.toMatchObject({
    code: 'command.failed',
    detail: { zh: expect.stringContaining('仍在发送中') },
  });
  const unknown = await put(2, { stage: 'unknown' });
  for (const find of [findResendable, findCorrectable])
    await expect(find(ledger, unknown.id)).rejects.toMatchObject({
      code: 'command.failed',
      detail: { en: expect.stringContaining('swic settle') },
    });
  await expect(findResendable(ledger, 'nothing.xml')).rejects.toMatchObject({ code: 'command.not-found' });
});

test('a word that means several documents asks for the id of one', async () => {
  const one = await put(3, { stage: 'rejected', name: 'same.xml' });
  await put(4, { stage: 'rejected', name: 'same.xml' });
  await expect(findResendable(ledger, 'same.xml')).rejects.toMatchObject({
    code: 'command.usage',
    detail: { documents: 2, zh: expect.stringContaining('单据编号') },
  });
  expect((await findResendable(ledger, one.id)).id).toBe(one.id);
});

test('a person is told why there is nothing to deal with', async () => {
  const world = { ledger, clock: systemClock, emit: () => undefined };
  const word = (document: DocumentRecord): ReturnType<typeof handle> =>
    handle(world, { document: document.id, note: '', by: 'operator' });
  const filed = await put(5, { stage: 'filed' });
  await expect(word(filed)).rejects.toMatchObject({
    code: 'command.failed',
    detail: { en: expect.stringContaining('nothing about it waits') },
  });
  const unknown = await put(6, { stage: 'unknown' });
  await expect(word(unknown)).rejects.toMatchObject({
    code: 'command.failed',
    detail: { en: expect.stringContaining('swic settle') },
  });
  const rejected = await put(7, { stage: 'rejected' });
  expect(await word(rejected)).toEqual({ document: rejected.id, concern: 'rejected' });
  await expect(word(rejected)).rejects.toMatchObject({
    detail: { en: 'operator has already marked it as dealt with' },
  });
});
