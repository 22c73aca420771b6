import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { declaration } from '../../../../test/support/documents.js';
import { toGbk } from '../../../../test/support/encode-text.js';
import { candidateOf, workerSettings } from '../../../../test/support/jobs.js';
import { zipOf } from '../../../../test/support/zip-writer.js';
import type { Candidate } from '../ports/boxes.js';
import type { InspectResult } from '../ports/jobs.js';
import { createInlineJobs } from './inline-runner.js';
import { inspectBatch } from './jobs/inspect.js';
import { judgeFile } from './jobs/judge.js';
import { openPiscinaJobs } from './piscina-runner.js';
import type { WorkerSettings } from './settings.js';
import { unpackInspect } from './unpack.js';
import { createWorkerContext } from './worker-context.js';

const never = new AbortController().signal;
const XSD = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="http://www.chinaport.gov.cn/dec"
  targetNamespace="http://www.chinaport.gov.cn/dec" elementFormDefault="qualified">
  <xs:element name="DecMessage"><xs:complexType><xs:sequence><xs:element name="Never"/></xs:sequence></xs:complexType></xs:element>
</xs:schema>`;

let directory = '';
const candidates: Candidate[] = [];

async function put(name: string, content: string | Uint8Array, business = 'DEC'): Promise<void> {
  const file = path.join(directory, name);
  await writeFile(file, content);
  candidates.push(candidateOf(file, business));
}

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'swic-apart-'));
  const odd = declaration(1, 10);
  const gbk = odd.replace('encoding="UTF-8"', 'encoding="GBK"');
  await put('comment.xml', odd);
  await put('plain.xml', declaration(2));
  await put('mark.xml', `\ufeff${odd}`);
  await put('gbk.xml', toGbk(gbk));
  await put('wide.xml', Buffer.from(`\ufeff${odd.replace('encoding="UTF-8"', 'encoding="UTF-16"')}`, 'utf16le'));
  await put('broken.xml', odd.replace('</DecLists>', '</DecList>'));
  await put('broken-gbk.xml', toGbk(gbk.replace('</DecLists>', '</DecList>')));
  await put('entity.xml', declaration(3).replace('测试企业', '&nbsp;'));
  await put('half.xml', odd.slice(0, 700));
  await put('half-character.xml', Buffer.from(odd).subarray(0, Buffer.from(odd).indexOf('测试') + 2));
  await put('in.zip', zipOf([{ name: 'in.xml', content: odd }]));
  await put('xsd.xml', odd, 'SAS');
});

afterAll(async () => {
  await rm(directory, { recursive: true });
});

/** As the runner of threads does it, without the threads. */
async function inspectApart(candidate: Candidate, settings: WorkerSettings): Promise<InspectResult> {
  using context = createWorkerContext({ ...settings, limits: { ...settings.limits, judgedApartFrom: 0 } });
  const first = await inspectBatch([{ ...candidate, judgement: null }], context);
  const [asked] = first.results;
  if (asked?.outcome !== 'to-be-judged') return unpackInspect(first, asked, candidate.identity);
  const judged = await judgeFile({ ...candidate, as: asked.as }, context);
  if (judged.outcome === 'failed') return judged;
  const second = await inspectBatch([{ ...candidate, judgement: judged.judgement }], context);
  return unpackInspect(second, second.results[0], candidate.identity);
}

test('a document that libxml2 judges apart gets the same answer, whatever its encoding, its faults and its XSD', async () => {
  const schema = path.join(directory, 'never.xsd');
  await writeFile(schema, XSD);
  const settings = workerSettings({ SAS: { schemas: [{ root: null, namespace: null, path: schema }] } });
  await using here = createInlineJobs(settings);

  const found: InspectResult[] = [];
  for (const candidate of candidates) found.push(await inspectApart(candidate, settings));

  expect(plain(found)).toEqual(plain(await here.inspect(candidates, never)));
  const words = found.map((result) => (result.outcome === 'accepted' ? 'accepted' : result.fault.code));
  expect(new Set(words)).toContain('document.not-well-formed');
});

test('the threads do the same, one after the other', async () => {
  const settings = workerSettings();
  const limits = { ...settings.limits, judgedApartFrom: 0 };
  const own = { threads: 1, deadlineMs: 30_000, onReplaced: () => undefined, entry: null };
  await using jobs = await openPiscinaJobs({ ...settings, limits, ...own });
  await using here = createInlineJobs(settings);
  const some = candidates.slice(0, 1);
  expect(plain(await jobs.inspect(some, never))).toEqual(plain(await here.inspect(some, never)));
});

test('a large document that libxml2 has to judge is not held in text and tree at the same time', async () => {
  const settings = workerSettings();
  using context = createWorkerContext({ ...settings, limits: { ...settings.limits, judgedApartFrom: 0 } });
  const [comment, plainOne] = candidates.map((each) => ({ ...each, judgement: null }));
  if (comment === undefined || plainOne === undefined) throw new Error('no candidates');

  const first = await inspectBatch([comment], context);

  expect(first.results).toEqual([
    { outcome: 'to-be-judged', as: { encoding: 'utf-8', markBytes: 0, isCut: false, rule: null } },
  ]);
  // Nothing of it stays in memory until its turn comes.
  expect(first.buffers).toEqual([]);
  const judgement = { error: null, violations: [] };
  const second = await inspectBatch([{ ...comment, judgement }], context);
  expect(second.results).toMatchObject([{ outcome: 'accepted' }]);
});

function plain(results: readonly InspectResult[]): unknown {
  return results.map((one) =>
    one.outcome === 'failed'
      ? one
      : { ...one, inspection: { ...one.inspection, bytes: Buffer.from(one.inspection.bytes).toString('hex') } },
  );
}
