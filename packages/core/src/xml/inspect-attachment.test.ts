import { describe, expect, test } from 'vitest';
import { zipOf } from '../../../../test/support/zip-writer.js';
import { NO_ATTACHMENTS } from '../domain/businesses/attachments.js';
import type { BusinessDefinition } from '../domain/businesses/definition.js';
import { findBusiness, mergeBusiness } from '../domain/businesses/registry.js';
import { TRAILER_BYTES } from './attachment-trailer.js';
import type { FileVerdict } from './inspect.js';
import { inspectFile } from './inspect-file.js';
import { compileProfile } from './inspect-profile.js';
import { DEFAULT_LIMITS } from './limits.js';
import { SchemaCache } from './schema.js';

const PDF = Buffer.concat([
  Buffer.from('%PDF-1.4\n'),
  Buffer.from([0, 0xff, 0xd8, 0x3c, 0x0a]),
  Buffer.from('%%EOF\n'),
]);
const TRAILER =
  '<?xml version="1.0" encoding="UTF-8"?><DataInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedData><EnvelopInfo><Message_Type>USF001</Message_Type></EnvelopInfo>' +
  '<Data><PRE_ENTRY_ID> T20250000000000001 </PRE_ENTRY_ID><FILE_NAME>TEST0001.pdf</FILE_NAME></Data></SignedData></DataInfo>';

function definitionOf(key: string): BusinessDefinition {
  const found = findBusiness(key);
  if (found === null) throw new Error(key);
  return found;
}

async function inspect(key: string | BusinessDefinition, name: string, bytes: Uint8Array): Promise<FileVerdict> {
  using schemas = new SchemaCache();
  const definition = typeof key === 'string' ? definitionOf(key) : key;
  const profile = compileProfile({
    definition,
    levels: {} as never,
    lengthUnit: 'characters',
    signing: 'none',
    schemas: [],
    zipSends: 'zip',
    zipMatch: 'reject',
  });
  return await inspectFile(name, bytes, profile, { limits: DEFAULT_LIMITS, schemas, judgement: null });
}

/** As it is written behind a PDF: filled up to its length. */
function trailed(xml: string, fill = ' '): Buffer {
  return Buffer.concat([PDF, Buffer.from(xml), Buffer.alloc(TRAILER_BYTES - Buffer.byteLength(xml), fill)]);
}

describe('a file that is no XML', () => {
  test.each(['E1.pdf', 'E1.PDF', 'e1.Pdf', '附件.v2.pdf'])('goes beside a declaration as it is: %s', async (name) => {
    const verdict = await inspect('DEC', name, PDF);
    expect(verdict).toMatchObject({ outcome: 'accepted', code: null, root: '', keys: [], problems: [] });
    expect(verdict.send).toBe(PDF);
  });

  test.each([
    ['without an end', '%PDF-1.4\nhalf'],
    ['that ends in an XML that was cut', `%PDF-1.4\n${TRAILER.slice(0, -20)}`],
    ['that is no PDF', '<DecMessage><half'],
    ['of one byte', '\0'],
  ])('is never called unfinished: one %s', async (_, text) => {
    expect(await inspect('DEC', 'a.pdf', Buffer.from(text))).toMatchObject({ outcome: 'accepted', problems: [] });
    expect(await inspect('EDOC', 'a.dat', Buffer.from(text))).toMatchObject({ outcome: 'accepted', problems: [] });
  });

  test('waits while it has no byte, and is refused as empty after that', async () => {
    expect(await inspect('DEC', 'a.pdf', Buffer.alloc(0))).toMatchObject({
      outcome: 'incomplete',
      code: 'document.empty',
    });
  });

  test.each(['EDOC', 'CDS', 'CDSAL', 'TCDS', 'AIL', 'EXB', 'NJCF', 'DECMOD', 'EXPRESS'])(
    'goes as it is in a business of unknown format, whatever its extension: %s',
    async (key) => {
      for (const name of ['a.pdf', 'b.JPG', 'c.ofd', 'd.docx', 'no extension']) {
        const verdict = await inspect(key, name, PDF);
        expect(verdict).toMatchObject({ outcome: 'accepted', problems: [] });
        expect(verdict.send).toBe(PDF);
      }
    },
  );

  test.each(['RMFT', 'SAS', 'ACD', 'COO', 'IMPCEB'])(
    'is not handed on by a business of known format: %s',
    async (key) => {
      expect(definitionOf(key).attachments).toEqual(NO_ATTACHMENTS);
    },
  );

  test('gives the usual keys where it is XML under another name', async () => {
    const xml = Buffer.from('<Edoc><SeqNo>TEST1</SeqNo></Edoc>');
    expect(await inspect('EDOC', 'a.dat', xml)).toMatchObject({
      root: 'Edoc',
      keys: [{ name: 'seqNo', value: 'TEST1' }],
    });
  });
});

describe('the XML behind a PDF', () => {
  const KEYS = [
    { name: 'edocId', value: 'TEST0001.pdf' },
    { name: 'preEntryId', value: 'T20250000000000001' },
  ];

  test.each([
    ['filled up with blanks', trailed(TRAILER)],
    ['filled up with NULs', trailed(TRAILER, '\0')],
    ['filled up with line ends', trailed(TRAILER, '\n')],
    ['filled up in front', Buffer.concat([PDF, Buffer.alloc(2_048 - TRAILER.length, ' '), Buffer.from(TRAILER)])],
    ['not filled up', Buffer.concat([PDF, Buffer.from(TRAILER)])],
    ['of another type (USF102)', trailed(TRAILER.replace('USF001', 'USF102'))],
    ['without a declaration', trailed(TRAILER.replace(/<\?.*?\?>/, ''))],
    ['with prefixes', trailed(TRAILER.replace(/<(\/?)(DataInfo|Data)\b/g, '<$1x:$2').replace('xmlns=', 'xmlns:x='))],
    ['with CDATA and comments', trailed(TRAILER.replace('TEST0001.pdf', '<!-- n --><![CDATA[TEST0001.pdf]]>'))],
    ['behind a byte order mark', Buffer.concat([PDF, Buffer.from(`\ufeff${TRAILER}`)])],
  ])('gives its keys: %s', async (_, bytes) => {
    const verdict = await inspect('DEC', 'TEST0001.PDF', bytes);
    expect(verdict).toMatchObject({ outcome: 'accepted', root: 'DataInfo', problems: [] });
    expect(verdict.keys).toEqual(KEYS);
    expect(verdict.send).toBe(bytes);
  });

  test.each([
    ['of another kind', trailed('<Other><FILE_NAME>a</FILE_NAME></Other>')],
    ['that is not well-formed', trailed(TRAILER.replace('</Data>', ''))],
    ['farther from the end', Buffer.concat([PDF, Buffer.from(TRAILER), Buffer.alloc(4_096, ' ')])],
  ])('gives none where it is one %s', async (_, bytes) => {
    expect(await inspect('DEC', 'a.pdf', bytes)).toMatchObject({ outcome: 'accepted', root: '', keys: [] });
  });
});

describe('an archive in a business of unknown format', () => {
  test.each([
    ['without an XML', [{ name: 'a.pdf', content: 'x' }]],
    [
      'with two XML',
      [
        { name: 'a.xml', content: '<a/>' },
        { name: 'b.xml', content: '<b/>' },
      ],
    ],
    ['with directories', [{ name: 'd/a.xml', content: '<a/>' }]],
    ['with an encrypted file', [{ name: 'a.xml', content: '<a/>', isEncrypted: true }]],
    ['with an XML that ends in the middle', [{ name: 'a.xml', content: '<a><b>' }]],
    ['with an XML that is none', [{ name: 'a.xml', content: 'text' }]],
  ])('travels untouched: %s', async (_, files) => {
    const bytes = zipOf(files);
    const verdict = await inspect('EDOC', 'a.ZIP', bytes);
    expect(verdict).toMatchObject({ outcome: 'accepted', problems: [] });
    expect(verdict.send).toBe(bytes);
  });

  test('waits while its end is missing, and is refused where it is a danger', async () => {
    const bytes = zipOf([{ name: 'a.pdf', content: 'x'.repeat(100) }]);
    expect(await inspect('EDOC', 'a.zip', bytes.subarray(0, -8))).toMatchObject({ outcome: 'incomplete' });
    expect(await inspect('EDOC', 'a.zip', zipOf([{ name: '../a.pdf', content: 'x' }]))).toMatchObject({
      code: 'document.zip-unsafe',
    });
  });
});

test('a business takes other files, or none, as the user says', async () => {
  const road = mergeBusiness(findBusiness('RMFT'), 'RMFT', {
    attachments: { ...NO_ATTACHMENTS, extensions: ['.ofd'] },
  });
  expect(await inspect(road, 'a.OFD', PDF)).toMatchObject({ outcome: 'accepted', keys: [] });
  const pure = mergeBusiness(findBusiness('DEC'), 'DEC', { attachments: NO_ATTACHMENTS });
  expect(await inspect(pure, 'a.pdf', PDF)).toMatchObject({ outcome: 'rejected' });
});
