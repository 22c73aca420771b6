import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ZipFile, zipOf } from '../../../../test/support/zip-writer.js';
import { DEFAULT_LIMITS, type InspectLimits } from './limits.js';
import { contentToSend, readZip, type ZipReading } from './zip.js';

const XML = '<a>中文</a>';

const read = (files: readonly ZipFile[], limits: Partial<InspectLimits> = {}): Promise<ZipReading> =>
  readZip(zipOf(files), { ...DEFAULT_LIMITS, ...limits });

const rules = (reading: ZipReading): readonly string[] =>
  reading.outcome === 'opened' ? [] : reading.problems.map(({ rule }) => rule);

describe('an archive as it should be', () => {
  test('one XML at the root and attachments beside it', async () => {
    const reading = await read([
      { name: '报关单.xml', content: XML },
      { name: '发票.pdf', content: 'PDF' },
      { name: 'b.pdf', content: 'x', isStored: true },
    ]);
    expect(reading).toMatchObject({
      outcome: 'opened',
      content: { xmlName: '报关单.xml', attachments: ['发票.pdf', 'b.pdf'] },
    });
    expect(reading.outcome === 'opened' && Buffer.from(reading.content.xml).toString()).toBe(XML);
  });

  test('a stored XML, an upper-case extension and a comment behind', async () => {
    const bytes = zipOf([{ name: 'A.XML', content: XML, isStored: true }], 'a comment');
    expect(await readZip(bytes, DEFAULT_LIMITS)).toMatchObject({ outcome: 'opened', content: { xmlName: 'A.XML' } });
  });

  test('names in GBK, as packers on Chinese Windows write them', async () => {
    const reading = await read([
      { name: 'a.xml', content: XML },
      { name: Buffer.from('d6d0cec42e706466', 'hex'), content: 'x' },
    ]);
    expect(reading).toMatchObject({ content: { attachments: ['中文.pdf'] } });
  });

  test('lock files of office programs are not there', async () => {
    expect(
      await read([
        { name: 'a.xml', content: XML },
        { name: '~$a.xml', content: 'x' },
        { name: '~$b.docx', content: 'x' },
      ]),
    ).toMatchObject({
      outcome: 'opened',
      content: { attachments: [] },
    });
  });
});

describe('an archive that breaks the rules', () => {
  test('what is wrong is said with the name of the file, so that two of a kind are two sentences', async () => {
    const reading = await read([
      { name: 'a.xml', content: XML },
      { name: '发票/1.pdf', content: 'x' },
      { name: '发票/2.pdf', content: 'x' },
    ]);
    const said = 'problems' in reading ? reading.problems.map(({ zh }) => zh) : [];
    expect(said.map((text) => text.split('：').at(-1))).toEqual(['发票/1.pdf', '发票/2.pdf']);
  });

  test('no XML, or two', async () => {
    expect(rules(await read([{ name: 'a.pdf', content: 'x' }]))).toEqual(['zip.xml-count']);
    expect(
      rules(
        await read([
          { name: 'a.xml', content: XML },
          { name: 'b.xml', content: XML },
        ]),
      ),
    ).toEqual(['zip.xml-count']);
  });

  test('directories, and files in them', async () => {
    expect(
      rules(
        await read([
          { name: 'a.xml', content: XML },
          { name: 'd/', content: '' },
          { name: 'd/b.pdf', content: 'x' },
        ]),
      ),
    ).toEqual(['zip.directory', 'zip.directory']);
    expect(rules(await read([{ name: 'd\\a.xml', content: XML }]))).toEqual(['zip.directory', 'zip.xml-count']);
  });

  test('the same name twice', async () => {
    expect(
      rules(
        await read([
          { name: 'a.xml', content: XML },
          { name: 'b.pdf', content: 'x' },
          { name: 'b.pdf', content: 'y' },
        ]),
      ),
    ).toEqual(['zip.repeated']);
  });

  test('encrypted, or packed by a method that is not read', async () => {
    expect(rules(await read([{ name: 'a.xml', content: XML, isEncrypted: true }]))).toEqual(['zip.encrypted']);
    expect(rules(await read([{ name: 'a.xml', content: XML, method: 14 }]))).toEqual(['zip.method']);
  });

  test('an XML whose checksum or size is not what the directory says', async () => {
    expect(rules(await read([{ name: 'a.xml', content: XML, crc: 1 }]))).toEqual(['zip.broken']);
    expect(rules(await read([{ name: 'a.xml', content: XML, claimedBytes: 3 }]))).toEqual(['zip.broken']);
    expect(rules(await read([{ name: 'a.xml', content: XML, claimedBytes: 300 }]))).toEqual(['zip.broken']);
  });
});

describe('an archive that is not completely written', () => {
  const pdf = Buffer.from(Array.from({ length: 5_000 }, (_, index) => (index * 7_919) % 251));
  const whole = zipOf([
    { name: '报关单.xml', content: XML },
    { name: '发票.pdf', content: pdf },
    { name: '合同.pdf', content: pdf, isStored: true },
  ]);

  test.each([
    ['packed', whole.indexOf('发票.pdf') + 200],
    ['stored', whole.indexOf('合同.pdf') + 200],
  ])('a hole in an attachment is found by its checksum, and the attachment is named: %s', async (_, at) => {
    const reading = await readZip(Buffer.from(whole).fill(0, at, at + 40), DEFAULT_LIMITS);
    expect(reading).toMatchObject({ outcome: 'incomplete', code: 'document.zip-invalid' });
    expect(reading.outcome === 'incomplete' && reading.problems[0]?.found).toMatch(/\.pdf$/);
  });

  test('a hole anywhere never makes a whole archive of it, but where the archive keeps nothing', async () => {
    const original = await readZip(whole, DEFAULT_LIMITS);
    for (let at = 0; at + 40 <= whole.length; at += 16) {
      const reading = await readZip(Buffer.from(whole).fill(0, at, at + 40), DEFAULT_LIMITS);
      if (reading.outcome === 'opened') expect(reading).toEqual(original);
      else expect({ at, outcome: reading.outcome }).toEqual({ at, outcome: 'incomplete' });
    }
  });

  test('given its full size first, it is incomplete wherever its writer is, also with room behind its end', async () => {
    for (let written = 0; written < whole.length - 2; written += 13) {
      const bytes = Buffer.alloc(whole.length);
      whole.copy(bytes, 0, 0, written);
      expect({ written, ...(await readZip(bytes, DEFAULT_LIMITS)) }).toMatchObject({ written, outcome: 'incomplete' });
    }
    for (const room of [1, 22, 4_096, 100_000]) {
      const bytes = Buffer.concat([whole, Buffer.alloc(room)]);
      expect(await readZip(bytes, DEFAULT_LIMITS)).toMatchObject({ outcome: 'incomplete' });
    }
  });

  test('a comment that is cut is not whole; anything else behind the end is refused', async () => {
    const commented = zipOf([{ name: 'a.xml', content: XML }], 'a comment');
    expect(await readZip(commented.subarray(0, -3), DEFAULT_LIMITS)).toMatchObject({ outcome: 'incomplete' });
    expect(rules(await readZip(Buffer.concat([whole, Buffer.from('x')]), DEFAULT_LIMITS))).toEqual(['zip.broken']);
  });

  test.each(['a\u0000.pdf', '\u0000', ''])(
    'a name that is not written, or is a trick, is never let through: %j',
    async (name) => {
      expect(
        await read([
          { name: 'a.xml', content: XML },
          { name, content: 'x' },
        ]),
      ).toMatchObject({ outcome: 'incomplete', code: 'document.zip-unsafe' });
    },
  );

  test('an attachment of many megabytes is checked as well', async () => {
    const content = Buffer.alloc(12 * 1024 * 1024, pdf);
    const limits = { zipRatioMax: 100_000 };
    const files = [
      { name: 'a.xml', content: XML },
      { name: 'b.pdf', content },
    ];
    expect(await read(files, limits)).toMatchObject({ outcome: 'opened' });
    expect(await read([...files.slice(0, 1), { name: 'b.pdf', content, crc: 1 }], limits)).toMatchObject({
      outcome: 'incomplete',
      problems: [{ found: 'b.pdf' }],
    });
  });
});

describe('attacks', () => {
  test.each([
    '../a.pdf',
    '..\\a.pdf',
    'x/../../a.pdf',
    '/etc/passwd',
    'C:\\a.pdf',
    'c:a.pdf',
    '\\\\host\\share\\a',
    'a.pdf:stream',
    'CON\n',
    'a?',
    'a.',
  ])('a name that would not stay in its place or is none: %j', async (name) => {
    expect(
      await read([
        { name: 'a.xml', content: XML },
        { name, content: 'x' },
      ]),
    ).toMatchObject({ outcome: 'rejected', code: 'document.zip-unsafe' });
  });

  test('a compression bomb is refused by what the directory says, without being unpacked', async () => {
    const bomb = { name: 'b.pdf', content: Buffer.alloc(30 * 1024 * 1024) };
    expect(await read([{ name: 'a.xml', content: XML }, bomb])).toMatchObject({
      code: 'document.zip-unsafe',
      problems: [{ rule: 'zip.ratio' }],
    });
  });

  test('an XML with a false size is unpacked no further than it says', async () => {
    const reading = await read([{ name: 'a.xml', content: Buffer.alloc(30 * 1024 * 1024), claimedBytes: 1_000 }]);
    expect(rules(reading)).toEqual(['zip.broken']);
  });

  test('too much in all, or too many', async () => {
    const files = Array.from({ length: 5 }, (_, index) => ({
      name: `${index}.pdf`,
      content: Buffer.alloc(100, 'ab'),
      isStored: true,
    }));
    expect(await read(files, { zipBytesMax: 300 })).toMatchObject({
      code: 'document.zip-unsafe',
      problems: [{ rule: 'zip.size' }],
    });
    expect(await read(files, { zipEntriesMax: 4 })).toMatchObject({
      code: 'document.zip-unsafe',
      problems: [{ rule: 'zip.entries' }],
    });
    expect(await read([{ name: 'a.xml', content: XML }], { documentBytesMax: 5 })).toMatchObject({
      code: 'document.zip-unsafe',
      problems: [{ rule: 'zip.size' }],
    });
  });

  test('any damage gives an answer, never an exception', async () => {
    const whole = zipOf([
      { name: 'a.xml', content: XML },
      { name: 'b.pdf', content: 'x'.repeat(50) },
    ]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 })), { maxLength: 6 }),
        async (changes) => {
          const bytes = Buffer.from(whole);
          for (const [at, value] of changes) bytes[at] = value;
          await readZip(bytes, DEFAULT_LIMITS);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

test('cut anywhere, an archive is incomplete: its directory comes last', async () => {
  const whole = zipOf([{ name: 'a.xml', content: XML }]);
  for (let length = 0; length < whole.length - 22; length += 1) {
    expect((await readZip(whole.subarray(0, length), DEFAULT_LIMITS)).outcome).toBe('incomplete');
  }
});

test('what is sent of an archive is the archive or its XML, and asking twice changes nothing', async () => {
  const zip = zipOf([
    { name: 'a.xml', content: XML },
    { name: 'b.pdf', content: 'x' },
  ]);
  expect(await contentToSend(zip, 'zip', DEFAULT_LIMITS)).toBe(zip);
  const xml = await contentToSend(zip, 'xml', DEFAULT_LIMITS);
  expect(Buffer.from(xml).toString()).toBe(XML);
  expect(await contentToSend(xml, 'xml', DEFAULT_LIMITS)).toBe(xml);
});
