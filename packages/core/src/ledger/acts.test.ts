import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeDocument, START_MS } from '../../../../test/support/ledger/records.js';
import { formatStamp } from '../domain/stamp.js';
import { trace } from '../gateway/commands/trace.js';
import { systemClock } from '../runtime/system-clock.js';
import { LEDGER_OPTIONS, openLedger } from './open-ledger.js';

const act = (number: number, document: string | null = null) => {
  const atMs = START_MS + number * 1_000;
  const id = `${formatStamp(atMs, 17)}00009`;
  return { type: 'act', record: { id, atMs, user: `user ${number}`, command: 'resend', about: '', document } } as const;
};

test('what users asked for is kept over restarts, told newest first and page by page, and forgotten with old documents', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'swic-acts-'));
  try {
    const document = makeDocument(1);
    {
      await using ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
      await ledger.write([{ type: 'document', record: document }], 'soon');
      for (const number of [1, 2, 3]) await ledger.write([act(number, number === 2 ? document.id : null)], 'durable');
    }
    await using ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
    const [newest, ...rest] = await ledger.listActs(null, 10);
    expect([newest?.user, ...rest.map(({ user }) => user)]).toEqual(['user 3', 'user 2', 'user 1']);
    expect((await ledger.listActs(newest?.id ?? null, 1)).map(({ user }) => user)).toEqual(['user 2']);
    expect(await ledger.latestId()).toBe(newest?.id);
    const [story] = await trace(ledger, document.name);
    expect(story?.steps.filter(({ step }) => step === 'resend').map(({ en }) => en)).toEqual([
      'the operator user 2: asked to send it again',
    ]);
    await ledger.prune(START_MS + 2_500, new AbortController().signal);
    expect((await ledger.listActs(null, 10)).map(({ user }) => user)).toEqual(['user 3']);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
