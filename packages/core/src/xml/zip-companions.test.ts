import { describe, expect, test } from 'vitest';
import { toGbk } from '../../../../test/support/encode-text.js';
import { type ZipFile, zipOf } from '../../../../test/support/zip-writer.js';
import type { Problem } from '../domain/problem.js';
import { DEFAULT_LIMITS } from './limits.js';
import { scanXml } from './scan.js';
import { readZip } from './zip.js';
import { matchProblems } from './zip-match.js';

const entry = (name: string, format = 'US'): string =>
  `<EdocRealation><EdocFomatType>${format}</EdocFomatType><EdocCopId>${name}</EdocCopId></EdocRealation>`;
const declaration = (...entries: readonly string[]): string => `<DecMessage>${entries.join('')}</DecMessage>`;

/** Rule and level of everything that is said of an archive with this declaration in it. */
async function said(xml: string, files: readonly ZipFile[]): Promise<readonly string[]> {
  const reading = await readZip(zipOf([{ name: 'd.xml', content: xml }, ...files]), DEFAULT_LIMITS);
  const words = ({ rule, level }: Problem): string => `${level} ${rule}`;
  if (reading.outcome !== 'opened')
    return reading.outcome === 'rejected' ? reading.problems.map(words) : ['incomplete'];
  const { outline } = scanXml(xml, { depthMax: 10, elementsMax: 1_000 });
  return [...reading.content.warnings, ...matchProblems('d.zip', reading.content, outline)].map(words);
}

const pdf = (name: string | Uint8Array): ZipFile => ({ name, content: 'x' });

describe('what a declaration names and an archive has', () => {
  test('an attachment of format S has no file', async () => {
    expect(await said(declaration(entry('a.pdf'), entry('', 'S'), entry('STRUCT1', 'S')), [pdf('a.pdf')])).toEqual([]);
  });

  test('one PDF may be named twice', async () => {
    expect(await said(declaration(entry('a.pdf'), entry('a.pdf')), [pdf('a.pdf')])).toEqual([]);
  });

  test('a file that nothing names is a warning, one that is missing is not', async () => {
    expect(await said(declaration(), [pdf('a.pdf')])).toEqual(['warn zip.attachment-count']);
    expect(await said(declaration(entry('b.pdf')), [pdf('a.pdf')])).toEqual(['reject zip.attachment-missing']);
  });

  test('casing and composed accents are named and tolerated', async () => {
    expect(await said(declaration(entry('INV.PDF')), [pdf('inv.pdf')])).toEqual(['warn zip.attachment-spelling']);
    const [composed, decomposed] = ['café.pdf'.normalize('NFC'), 'café.pdf'.normalize('NFD')];
    expect(await said(declaration(entry(composed)), [pdf(decomposed)])).toEqual(['warn zip.attachment-spelling']);
    expect(await said(declaration(entry('b.pdf'), entry('B.PDF')), [pdf('b.pdf'), pdf('B.PDF')])).toEqual([
      'warn zip.alike',
    ]);
  });
});

describe('names without a mark of their encoding', () => {
  test('a name in GBK that happens to be valid UTF-8 answers to both readings', async () => {
    const raw = toGbk('原图.pdf');
    const asUtf8 = raw.toString('utf8');
    expect(asUtf8).not.toContain('\ufffd');
    expect(await said(declaration(entry('原图.pdf')), [pdf(raw)])).toEqual([]);
    expect(await said(declaration(entry(asUtf8)), [pdf(raw)])).toEqual([]);
  });

  test('a name in UTF-8 that is valid GBK as well', async () => {
    const raw = Buffer.from('发票单据.pdf');
    expect(await said(declaration(entry('发票单据.pdf')), [pdf(raw)])).toEqual([]);
    const reading = await readZip(zipOf([{ name: 'd.xml', content: '<a/>' }, pdf(raw)]), DEFAULT_LIMITS);
    expect(reading).toMatchObject({ content: { attachments: ['发票单据.pdf'] } });
  });

  test('a Unicode path counts only with the checksum of the name beside it', async () => {
    const raw = toGbk('发票.pdf');
    const fitting = { ...pdf(raw), unicodePath: { name: '发票.pdf', of: raw } };
    const left = { ...pdf(raw), unicodePath: { name: 'old.pdf', of: Buffer.from('old.pdf') } };
    expect(await said(declaration(entry('发票.pdf')), [fitting])).toEqual([]);
    expect(await said(declaration(entry('发票.pdf')), [left])).toEqual([]);
    expect(await said(declaration(entry('old.pdf')), [left])).toEqual(['reject zip.attachment-missing']);
  });

  test('a path that is unsafe in any of its readings is refused', async () => {
    const raw = Buffer.from('a.pdf');
    const hidden = { ...pdf(raw), unicodePath: { name: '../a.pdf', of: raw } };
    expect(await said(declaration(entry('a.pdf')), [hidden])).toEqual(['reject zip.name']);
  });
});

describe('what systems leave in an archive', () => {
  test.each(['Thumbs.db', '.DS_Store', 'desktop.ini', '._a.pdf', '__MACOSX/', '__MACOSX/._a.pdf'])(
    '%s is named and does not count',
    async (name) => {
      expect(await said(declaration(entry('a.pdf')), [pdf('a.pdf'), { name, content: '' }])).toEqual([
        'warn zip.system-file',
      ]);
    },
  );

  test('an XML of the Finder is no second document', async () => {
    expect(await said(declaration(), [{ name: '__MACOSX/._d.xml', content: 'x' }])).toEqual(['warn zip.system-file']);
    expect(await said(declaration(), [{ name: '._d.xml', content: 'x' }])).toEqual(['warn zip.system-file']);
  });

  test('a directory of a person stays refused', async () => {
    expect(await said(declaration(entry('a.pdf')), [pdf('docs/a.pdf')])).toContain('reject zip.directory');
  });
});
