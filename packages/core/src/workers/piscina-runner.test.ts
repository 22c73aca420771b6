import { hash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { declaration } from '../../../../test/support/documents.js';
import { candidateOf, workerSettings } from '../../../../test/support/jobs.js';
import { zipOf } from '../../../../test/support/zip-writer.js';
import type { FaultRecord } from '../contract/fault.js';
import type { Unsealed } from '../domain/receipts/unsealed.js';
import type { Candidate } from '../ports/boxes.js';
import type { InspectResult, Jobs } from '../ports/jobs.js';
import { createInlineJobs } from './inline-runner.js';
import { HERE_BYTES_MAX } from './open-here.js';
import { openPiscinaJobs } from './piscina-runner.js';
import type { JobsSettings } from './settings.js';

const never = new AbortController().signal;
const MISBEHAVING = new URL('../../../../test/support/workers/misbehaving-entry.mjs', import.meta.url);
const RESULT = '<DEC_RESULT><CUS_CIQ_NO>I20250000000000001</CUS_CIQ_NO><CHANNEL>P</CHANNEL></DEC_RESULT>';
/** Too large for the caller's own thread. */
const LARGE = `${RESULT}${' '.repeat(HERE_BYTES_MAX)}`;

let directory = '';

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'swic-workers-'));
});

afterAll(async () => {
  await rm(directory, { recursive: true });
});

async function put(name: string, content: string | Uint8Array, business = 'DEC'): Promise<Candidate> {
  const file = path.join(directory, name);
  await writeFile(file, content);
  return candidateOf(file, business);
}

function settingsWith(changes: Partial<JobsSettings>): JobsSettings {
  return { ...workerSettings(), threads: 2, deadlineMs: 30_000, onReplaced: () => undefined, entry: null, ...changes };
}

/** Jobs whose threads misbehave on demand, and the faults of those that were replaced. */
async function openMisbehaving(
  changes: Partial<JobsSettings> = {},
): Promise<{ readonly jobs: Jobs; readonly replaced: FaultRecord[] }> {
  const replaced: FaultRecord[] = [];
  const jobs = await openPiscinaJobs(
    settingsWith({ entry: MISBEHAVING, threads: 1, onReplaced: (fault) => replaced.push(fault), ...changes }),
  );
  return { jobs, replaced };
}

const outcomes = (results: readonly InspectResult[]): readonly string[] =>
  results.map((result) => (result.outcome === 'accepted' ? 'accepted' : result.fault.code));

describe('work in threads gives what the same work gives without them', () => {
  test('documents of all kinds, in the order asked, though big ones go alone', async () => {
    await using jobs = await openPiscinaJobs(settingsWith({}));
    const inline = createInlineJobs(workerSettings());
    const zip = zipOf([{ name: 'd.xml', content: declaration(1) }]);
    const candidates = [
      ...(await Promise.all(Array.from({ length: 70 }, (_, index) => put(`d${index}.xml`, declaration(index))))),
      await put('big.xml', declaration(100, 1_500_000)),
      await put('half.xml', declaration(101).slice(0, 400)),
      await put('other.xml', declaration(102), 'SAS'),
      await put('in.zip', zip),
      await put('big2.xml', declaration(103, 1_500_000)),
      await put('last.xml', declaration(104)),
    ];
    const results = await jobs.inspect(candidates, never);
    expect(results).toHaveLength(candidates.length);
    const same = (all: readonly InspectResult[]): unknown =>
      all.map((one) =>
        one.outcome === 'failed'
          ? one
          : { ...one, inspection: { ...one.inspection, bytes: hash('sha1', one.inspection.bytes) } },
      );
    expect(same(results)).toEqual(same(await inline.inspect(candidates, never)));
    expect(outcomes(results).slice(-6)).toEqual([
      'accepted',
      'document.incomplete',
      'document.wrong-root',
      'accepted',
      'accepted',
      'accepted',
    ]);
  });

  test('a ZIP of which only the XML is sent', async () => {
    const profiles = { DEC: { zipSends: 'xml' } } as const;
    await using jobs = await openPiscinaJobs(settingsWith({ ...workerSettings(profiles), threads: 1 }));
    const candidate = await put('x.zip', zipOf([{ name: 'd.xml', content: declaration(1) }]));
    const [result, second] = await jobs.inspect([candidate, await put('y.xml', declaration(2))], never);
    expect(Buffer.from(result?.outcome === 'accepted' ? result.inspection.bytes : []).toString()).toBe(declaration(1));
    expect(Buffer.from(second?.outcome === 'accepted' ? second.inspection.bytes : []).toString()).toBe(declaration(2));
  });

  test('received bodies, the caller keeping its own', async () => {
    await using jobs = await openPiscinaJobs(settingsWith({}));
    const bodies = Array.from({ length: 300 }, (_, index) =>
      Buffer.from(
        index % 7 === 0 ? `garbage ${index}` : (index % 5 === 0 ? LARGE : RESULT).replace('P<', `${index % 10}<`),
      ),
    );
    const results = await jobs.unseal(bodies, never);
    const same = (all: readonly Unsealed[]): unknown =>
      all.map((one) => ({ ...one, receipt: Buffer.from(one.receipt).toString() }));
    expect(same(results)).toEqual(same(await createInlineJobs(workerSettings()).unseal(bodies, never)));
    expect(bodies[1]?.length).toBeGreaterThan(0);
  });

  test('nothing asked, nothing answered', async () => {
    await using jobs = await openPiscinaJobs(settingsWith({ threads: 1 }));
    expect(await jobs.inspect([], never)).toEqual([]);
    expect(await jobs.unseal([], never)).toEqual([]);
  });
});

describe('a thread that dies or hangs takes no document with it', () => {
  test.each(['exit', 'throw'])(
    '%s: the others of its batch are checked, the one is tried later, and after three strikes refused',
    async (word) => {
      const { jobs, replaced } = await openMisbehaving();
      await using _ = jobs;
      const poison = await put(`${word}-trouble.xml`, declaration(1));
      const good = await Promise.all([2, 3, 4].map((number) => put(`good${word}${number}.xml`, declaration(number))));
      const batch = [good[0], poison, good[1], good[2]].filter((candidate) => candidate !== undefined);
      expect(outcomes(await jobs.inspect(batch, never))).toEqual(['accepted', 'worker.died', 'accepted', 'accepted']);
      expect(replaced.map(({ code }) => code)).toEqual(['worker.died', 'worker.died']);
      // Known to be suspect, it no longer shares a thread.
      expect(outcomes(await jobs.inspect(batch, never))).toEqual(['accepted', 'worker.died', 'accepted', 'accepted']);
      expect(replaced).toHaveLength(3);
      const [third] = await jobs.inspect([poison], never);
      expect(third).toMatchObject({ outcome: 'rejected', fault: { code: 'document.poisons-worker', fate: 'reject' } });
    },
    60_000,
  );

  test('one that hangs is given up at the deadline', async () => {
    const { jobs, replaced } = await openMisbehaving({ deadlineMs: 1_500 });
    await using _ = jobs;
    const candidates = [await put('hang-trouble.xml', declaration(1)), await put('goodhang.xml', declaration(2))];
    expect(outcomes(await jobs.inspect(candidates, never))).toEqual(['worker.timeout', 'accepted']);
    expect(replaced.map(({ code }) => code)).toEqual(['worker.timeout', 'worker.timeout']);
  });

  test('waiting for a thread does not count towards the deadline', async () => {
    // Long enough for the thread that replaces the hanging one to start on a busy machine.
    const { jobs } = await openMisbehaving({ deadlineMs: 4_000 });
    await using _ = jobs;
    const hanging = jobs.inspect([await put('hang-trouble2.xml', declaration(1))], never);
    const waiting = jobs.inspect([await put('goodwait.xml', declaration(2))], never);
    expect(outcomes(await waiting)).toEqual(['accepted']);
    expect(outcomes(await hanging)).toEqual(['worker.timeout']);
  });

  test('a file written anew under the same name starts without strikes', async () => {
    const { jobs } = await openMisbehaving();
    await using _ = jobs;
    for (let strike = 0; strike < 2; strike += 1)
      await jobs.inspect([await put('exit-trouble3.xml', declaration(strike))], never);
    expect(outcomes(await jobs.inspect([await put('exit-trouble3.xml', declaration(9, 5))], never))).toEqual([
      'worker.died',
    ]);
  });

  test('a message that ends its thread is kept unread, the others are read', async () => {
    const { jobs } = await openMisbehaving();
    await using _ = jobs;
    const bodies = [LARGE, `${LARGE}<!-- exit-trouble -->`, LARGE].map((text) => Buffer.from(text));
    const results = await jobs.unseal(bodies, never);
    expect(results.map(({ kind, unreadable }) => [kind, unreadable === null])).toEqual([
      ['business-receipt', true],
      ['unknown', false],
      ['business-receipt', true],
    ]);
    expect(Buffer.compare(Buffer.from(results[1]?.receipt ?? []), bodies[1] ?? Buffer.alloc(0))).toBe(0);
  });

  test('a small message needs no thread, a large one does, and each is answered in its place', async () => {
    const { jobs, replaced } = await openMisbehaving();
    await using _ = jobs;
    const bodies = [RESULT, LARGE, `${RESULT}<!-- exit-trouble -->`, LARGE].map((text) => Buffer.from(text));
    const results = await jobs.unseal(bodies, never);
    expect(results.map(({ receipt }) => receipt.length)).toEqual(bodies.map(({ length }) => length));
    expect(new Set(results.map(({ kind }) => kind))).toEqual(new Set(['business-receipt']));
    expect(replaced).toEqual([]);
  });
});

describe('giving up', () => {
  test('an abort is answered at once and costs no thread', async () => {
    const { jobs, replaced } = await openMisbehaving({ deadlineMs: 5_000 });
    await using _ = jobs;
    const stop = new AbortController();
    const asked = jobs.inspect([await put('hang-trouble4.xml', declaration(1))], stop.signal);
    setImmediate(() => stop.abort());
    await expect(asked).rejects.toMatchObject({ code: 'operation.aborted' });
    expect(replaced).toEqual([]);
    await expect(jobs.inspect([await put('goodabort.xml', declaration(2))], stop.signal)).rejects.toMatchObject({
      code: 'operation.aborted',
    });
    expect(outcomes(await jobs.inspect([await put('goodabort2.xml', declaration(2))], never))).toEqual(['accepted']);
  });

  test('threads that cannot start are told at once, not with the first document', async () => {
    const entry = new URL('file:///nowhere/entry.mjs');
    await expect(openPiscinaJobs(settingsWith({ entry, threads: 1, deadlineMs: 5_000 }))).rejects.toMatchObject({
      name: 'Fault',
    });
  });

  test('disposing twice is once', async () => {
    const jobs = await openPiscinaJobs(settingsWith({ threads: 1 }));
    await jobs[Symbol.asyncDispose]();
    await jobs[Symbol.asyncDispose]();
  });
});
