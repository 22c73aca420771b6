import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { appendFile, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { declaration } from '../../../../test/support/documents.js';
import { EXAMPLES, exampleFiles } from '../../../../test/support/example-files.js';
import { candidateOf, workerSettings } from '../../../../test/support/jobs.js';
import { zipOf } from '../../../../test/support/zip-writer.js';
import { businessKey, type DocumentId } from '../domain/document.js';
import { createEnvelope } from '../envelope/create-envelope.js';
import type { Candidate } from '../ports/boxes.js';
import type { Enclosed } from '../ports/envelope.js';
import type { InspectResult, Jobs } from '../ports/jobs.js';
import { createInlineJobs } from './inline-runner.js';

const never = new AbortController().signal;
let directory = '';
let jobs: Jobs;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'swic-inline-'));
  jobs = createInlineJobs(workerSettings());
});

afterAll(async () => {
  await jobs[Symbol.asyncDispose]();
  await rm(directory, { recursive: true });
});

async function put(name: string, content: string | Uint8Array, business = 'DEC'): Promise<Candidate> {
  const file = path.join(directory, name);
  await writeFile(file, content);
  return candidateOf(file, business);
}

async function inspect(candidate: Candidate, by: Jobs = jobs): Promise<InspectResult> {
  const [result] = await by.inspect([candidate], never);
  if (result === undefined) throw new TypeError('no result');
  return result;
}

const rulesOf = (result: InspectResult, level: string): readonly string[] =>
  result.outcome === 'failed'
    ? []
    : result.inspection.problems.filter((problem) => problem.level === level).map(({ rule }) => rule);

describe('a file is read and checked', () => {
  test('a declaration is accepted, with its bytes, hash, root and keys', async () => {
    const content = declaration(7);
    const result = await inspect(await put('ok.xml', content));
    expect(result).toMatchObject({
      outcome: 'accepted',
      inspection: {
        root: 'DecMessage',
        namespace: 'http://www.chinaport.gov.cn/dec',
        keys: [{ name: 'clientSeqNo', value: 'T00000000000000007' }],
        problems: [],
      },
    });
    const inspection = result.outcome === 'accepted' ? result.inspection : null;
    expect(Buffer.from(inspection?.bytes ?? []).toString()).toBe(content);
    expect(inspection?.sha256).toBe(createHash('sha256').update(content).digest('hex'));
  });

  test('half of it is incomplete', async () => {
    const result = await inspect(await put('half.xml', declaration(7).slice(0, 500)));
    expect(result).toMatchObject({ outcome: 'incomplete', fault: { code: 'document.incomplete', fate: 'retry' } });
  });

  test('an empty file is incomplete as well, whatever its name', async () => {
    expect(await inspect(await put('empty.xml', ''))).toMatchObject({
      outcome: 'incomplete',
      fault: { code: 'document.empty' },
    });
    expect(await inspect(await put('empty.zip', ''))).toMatchObject({
      outcome: 'incomplete',
      fault: { code: 'document.empty' },
    });
  });

  test('a document of another business is the wrong one', async () => {
    const result = await inspect(await put('other.xml', declaration(1), 'MFT'));
    expect(result).toMatchObject({ outcome: 'rejected', fault: { code: 'document.wrong-root', fate: 'reject' } });
  });

  test('what breaks a rule is rejected, and told with line and column', async () => {
    const result = await inspect(
      await put('twice.xml', declaration(1).replace('<IEFlag>I</IEFlag>', '<IEFlag>I</IEFlag><IEFlag>I</IEFlag>')),
    );
    expect(result).toMatchObject({
      outcome: 'rejected',
      fault: { code: 'document.rules-violated', detail: { name: 'twice.xml', problems: 1, line: 3 } },
    });
    expect(result.outcome === 'rejected' && result.inspection.problems[0]).toMatchObject({
      path: 'DecMessage/DecHead/IEFlag',
      line: 3,
    });
  });

  test('a file larger than the limit is refused unread', async () => {
    const settings = workerSettings();
    const small = createInlineJobs({ ...settings, limits: { ...settings.limits, documentBytesMax: 10 } });
    const result = await inspect(await put('large.xml', declaration(1)), small);
    expect(result).toMatchObject({
      outcome: 'rejected',
      fault: { code: 'document.limit-exceeded' },
      inspection: { sha256: '' },
    });
  });
});

describe('a file that is not the one that was looked at', () => {
  test('it is gone', async () => {
    const candidate = await put('gone.xml', declaration(1));
    await rm(candidate.path);
    expect(await inspect(candidate)).toMatchObject({ outcome: 'failed', fault: { code: 'document.vanished' } });
  });

  test('it has grown, has shrunk, was touched, or is another one', async () => {
    const grown = await put('grown.xml', declaration(1));
    await appendFile(grown.path, '\n');
    const shrunk = await put('shrunk.xml', declaration(1));
    await writeFile(shrunk.path, '<a/>');
    const touched = await put('touched.xml', declaration(1));
    await utimes(touched.path, 1, 1);
    const replaced = await put('replaced.xml', declaration(1));
    const other = await put('replaced.tmp', declaration(1));
    await rename(other.path, replaced.path);
    for (const candidate of [grown, shrunk, touched, replaced]) {
      expect(await inspect(candidate)).toMatchObject({
        outcome: 'failed',
        fault: { code: 'document.changed', fate: 'retry' },
      });
    }
  });
});

describe('an XSD of the user', () => {
  test('is asked as well, and a broken one is no fault of the document', async () => {
    const xsd = path.join(directory, 'dec.xsd');
    const start =
      '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.chinaport.gov.cn/dec"';
    await writeFile(xsd, `${start}><xs:element name="DecMessage"><xs:complexType/></xs:element></xs:schema>`);
    const candidate = await put('xsd.xml', declaration(1));
    const withSchema = createInlineJobs(
      workerSettings({ DEC: { schemas: [{ root: 'DecMessage', namespace: null, path: xsd }] } }),
    );
    expect(await inspect(candidate, withSchema)).toMatchObject({
      outcome: 'rejected',
      fault: { code: 'document.schema-invalid' },
    });
    await writeFile(xsd, `${start}`);
    expect(await inspect(candidate, withSchema)).toMatchObject({
      outcome: 'failed',
      fault: { code: 'config.invalid' },
    });
  });
});

describe('an archive', () => {
  const attachment = (name: string): string =>
    `<EdocRealation><EdocID>1</EdocID><EdocCode>00000001</EdocCode><EdocFomatType>US</EdocFomatType><EdocCopId>${name}</EdocCopId></EdocRealation>`;
  const withAttachments = (...names: readonly string[]): string =>
    declaration(1).replace('</DecMessage>', `${names.map(attachment).join('')}</DecMessage>`);
  const zipNotes = (result: InspectResult, level = 'reject'): readonly string[] =>
    rulesOf(result, level).filter((rule) => rule.startsWith('zip.'));

  test('is accepted when its attachments are those that the declaration names', async () => {
    const zip = zipOf([
      { name: 'd.xml', content: withAttachments('发票.pdf', 'b.pdf') },
      { name: '发票.pdf', content: 'x' },
      { name: 'b.pdf', content: 'y' },
    ]);
    const result = await inspect(await put('d.zip', zip));
    expect(zipNotes(result)).toEqual([]);
    expect(result).toMatchObject({ inspection: { root: 'DecMessage', keys: [{ name: 'clientSeqNo' }] } });
    expect(result.outcome !== 'failed' && Buffer.compare(result.inspection.bytes, zip)).toBe(0);
  });

  test('is rejected when one is missing; one too many warns, since one source alone forbids it', async () => {
    const missing = zipOf([
      { name: 'd.xml', content: withAttachments('a.pdf', 'b.pdf') },
      { name: 'a.pdf', content: 'x' },
    ]);
    const rejected = await inspect(await put('m.zip', missing));
    expect(rejected).toMatchObject({ outcome: 'rejected', fault: { code: 'document.zip-invalid' } });
    expect(zipNotes(rejected)).toEqual(['zip.attachment-missing']);
    const tooMany = zipOf([
      { name: 'd.xml', content: declaration(1) },
      { name: 'a.pdf', content: 'x' },
    ]);
    const accepted = await inspect(await put('t.zip', tooMany));
    expect(accepted.outcome).toBe('accepted');
    expect(zipNotes(accepted, 'warn')).toEqual(['zip.attachment-count']);
  });

  test('only warns where the business is set so', async () => {
    const missing = zipOf([{ name: 'd.xml', content: withAttachments('a.pdf') }]);
    const tolerant = createInlineJobs(workerSettings({ DEC: { zipMatch: 'warn' } }));
    const result = await inspect(await put('w.zip', missing), tolerant);
    expect(result.outcome).toBe('accepted');
    expect(zipNotes(result, 'warn')).toEqual(['zip.attachment-count', 'zip.attachment-missing']);
  });

  test('of the special areas has the base name of its XML', async () => {
    const xml = readFileSync(`${EXAMPLES}documents/SAS/${exampleFiles('documents/SAS', '.xml')[0]}`);
    const good = await inspect(await put('Pass-1.zip', zipOf([{ name: 'pass-1.xml', content: xml }]), 'SAS'));
    expect(good.outcome).toBe('accepted');
    const bad = await inspect(await put('Pass-2.zip', zipOf([{ name: 'other.xml', content: xml }]), 'SAS'));
    expect(zipNotes(bad)).toEqual(['zip.base-name']);
  });

  test('can be set to send its XML alone; the hash stays that of the file', async () => {
    const zip = zipOf([{ name: 'd.xml', content: declaration(3) }]);
    const result = await inspect(
      await put('x.zip', zip),
      createInlineJobs(workerSettings({ DEC: { zipSends: 'xml' } })),
    );
    const inspection = result.outcome === 'accepted' ? result.inspection : null;
    expect(Buffer.from(inspection?.bytes ?? []).toString()).toBe(declaration(3));
    expect(inspection?.sha256).toBe(createHash('sha256').update(zip).digest('hex'));
  });

  test('that is half written is incomplete; an XML that was packed half is truncated', async () => {
    const zip = zipOf([{ name: 'd.xml', content: declaration(1) }]);
    expect(await inspect(await put('h.zip', zip.subarray(0, -30)))).toMatchObject({
      outcome: 'incomplete',
      fault: { code: 'document.incomplete' },
    });
    const half = zipOf([{ name: 'd.xml', content: declaration(1).slice(0, 300) }]);
    expect(await inspect(await put('i.zip', half))).toMatchObject({
      outcome: 'rejected',
      fault: { code: 'document.truncated' },
    });
  });

  test('in name only is refused', async () => {
    expect(await inspect(await put('no.zip', declaration(1)))).toMatchObject({
      outcome: 'rejected',
      fault: { code: 'document.zip-invalid' },
    });
  });

  test('of a business whose format is not public travels as it is, unless it is dangerous', async () => {
    const pdfs = zipOf([
      { name: 'a.pdf', content: 'x' },
      { name: 'd/b.pdf', content: 'y' },
    ]);
    expect(await inspect(await put('e.zip', pdfs, 'EDOC'))).toMatchObject({
      outcome: 'accepted',
      inspection: { problems: [] },
    });
    const unsafe = zipOf([{ name: '../a.pdf', content: 'x' }]);
    expect(await inspect(await put('u.zip', unsafe, 'EDOC'))).toMatchObject({
      outcome: 'rejected',
      fault: { code: 'document.zip-unsafe' },
    });
  });
});

describe('the examples', () => {
  const broken = JSON.parse(readFileSync(`${EXAMPLES}broken/expected.json`, 'utf8')) as Record<
    string,
    { readonly fault: string | null }
  >;

  /** What the examples call it, and which faults that may be. */
  const CODES: Readonly<Record<string, readonly string[]>> = {
    rules: ['document.rules-violated', 'document.wrong-root'],
    incomplete: ['document.incomplete'],
    'not-well-formed': ['document.not-well-formed'],
    encoding: ['document.encoding'],
    zip: ['document.zip-invalid', 'document.zip-unsafe'],
  };

  test.each(Object.keys(broken))('%s is refused as expected', async (name) => {
    const result = await inspect(candidateOf(path.join(EXAMPLES, 'broken', name), name.split('/')[0]));
    const wanted = broken[name]?.fault ?? null;
    if (wanted === null) expect(result.outcome).toBe('accepted');
    else expect(CODES[wanted]).toContain(result.outcome === 'accepted' ? null : result.fault.code);
  });

  test.each([...exampleFiles('documents', '.xml'), ...exampleFiles('documents', '.zip')])(
    '%s is accepted',
    async (name) => {
      const result = await inspect(candidateOf(path.join(EXAMPLES, 'documents', name), name.split('/')[0]));
      expect(result).toMatchObject({ outcome: 'accepted' });
      expect(rulesOf(result, 'reject')).toEqual([]);
    },
  );
});

describe('received bodies are opened and understood', () => {
  const expected = JSON.parse(readFileSync(`${EXAMPLES}receipts/expected.json`, 'utf8')) as Record<
    string,
    { readonly kind: string }
  >;
  const platform = createEnvelope({
    kind: 'dxp',
    clientId: 'DXPDSWDEC0000002',
    receivers: () => ['DXPESW0000000001'],
    icCard: null,
  });
  const record: Enclosed = {
    id: '2025010110000000000001' as DocumentId,
    business: businessKey('DEC'),
    messageId: 'PLATFORM-1',
    messageType: 'DECCUS001',
    name: 'x.xml',
    keys: [],
  };

  const bare = Object.keys(expected).filter((name) => expected[name]?.kind !== 'wrapped');

  test.each(bare)('%s, plain and in a DxpMsg', async (name) => {
    const bytes = readFileSync(`${EXAMPLES}receipts/${name}`);
    const wanted = expected[name];
    const [plain, sealed] = await jobs.unseal([bytes, platform.seal(record, bytes, 0).body], never);
    expect(plain).toMatchObject({ kind: wanted?.kind, unreadable: null });
    expect(sealed).toMatchObject({
      kind: wanted?.kind,
      unreadable: null,
      root: plain?.root ?? '',
      keys: plain?.keys ?? [],
    });
    if (!name.startsWith('dxp-')) {
      expect(Buffer.compare(Buffer.from(sealed?.receipt ?? []), bytes)).toBe(0);
      expect(sealed?.envelope).toMatchObject({
        kind: 'dxp',
        messageId: 'PLATFORM-1',
        senderId: 'DXPDSWDEC0000002',
        messageType: 'DECCUS001',
      });
    }
  });

  test('a receipt that comes in an envelope of the platform, or in two, is what is inside', async () => {
    const body = readFileSync(`${EXAMPLES}receipts/dxp-msg-dec-result.xml`);
    for (const unsealed of await jobs.unseal([body, platform.seal(record, body, 0).body], never)) {
      expect(unsealed).toMatchObject({
        kind: 'business-receipt',
        root: 'DEC_RESULT',
        envelope: { kind: 'dxp' },
        unreadable: null,
      });
    }
  });

  test('a receipt in GBK that declares GB2312, UTF-8 or nothing is read', async () => {
    const head = ['<?xml version="1.0" encoding="GB2312"?>', '<?xml version="1.0" encoding="UTF-8"?>', ''];
    const bodies = head.map((text) =>
      Buffer.concat([
        Buffer.from(`${text}<DEC_RESULT><CUS_CIQ_NO>I20250000000000001</CUS_CIQ_NO><CHANNEL>P</CHANNEL><NOTE>`),
        Buffer.from('d6d0cec4', 'hex'),
        Buffer.from('</NOTE></DEC_RESULT>'),
      ]),
    );
    for (const unsealed of await jobs.unseal(bodies, never))
      expect(unsealed).toMatchObject({ kind: 'business-receipt', code: 'P', text: '中文', unreadable: null });
  });

  test('what cannot be read says why, and stays byte for byte', async () => {
    const bodies = [
      Buffer.alloc(0),
      Buffer.from('garbage'),
      Buffer.from('<a><b></a>'),
      Buffer.from([0xff, 0xff, 0xff]),
      Buffer.from('<!DOCTYPE a><a/>'),
      zipOf([]),
    ];
    const results = await jobs.unseal(bodies, never);
    results.forEach((unsealed, index) => {
      expect(unsealed).toMatchObject({ kind: 'unknown', keys: [], businesses: [] });
      expect(unsealed.unreadable).not.toBeNull();
      expect(Buffer.compare(Buffer.from(unsealed.receipt), bodies[index] ?? Buffer.alloc(1))).toBe(0);
    });
  });
});

describe('a file whose message no broker takes', () => {
  const settings = workerSettings({ DEC: {} });
  const limits = { ...settings.limits, sendableBytesMax: 1_000 };

  test('is refused by its size and not even read', async () => {
    await using bounded = createInlineJobs({ ...settings, limits });
    const candidate = await put('large.xml', declaration(1, 2_000));
    // Reading would find that it is gone.
    await rm(candidate.path);
    expect(await inspect(candidate, bounded)).toMatchObject({
      outcome: 'rejected',
      fault: { code: 'transport.too-large', detail: { bytesMax: 1_000, sizeBytes: candidate.identity.sizeBytes } },
      inspection: { problems: [{ rule: 'limit.size' }] },
    });
  });

  test('is read where archives are sent unpacked, since its size says nothing then', async () => {
    await using bounded = createInlineJobs({ ...workerSettings({ DEC: { zipSends: 'xml' } }), limits });
    const small = declaration(2);
    const padding = Buffer.alloc(4_000).map((_, at) => (at * 7_919) % 251);
    const zip = zipOf([
      { name: 'a.xml', content: small },
      { name: 'b.pdf', content: padding },
    ]);
    const result = await inspect(await put('large.zip', zip), bounded);
    expect(result).toMatchObject({ outcome: 'accepted' });
  });
});
