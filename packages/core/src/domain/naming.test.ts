import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DocumentId } from './document.js';
import { fitToBytes, utf8Length } from './name-text.js';
import {
  claimedName,
  countedName,
  dayStartMs,
  filedName,
  hasExtension,
  isFiledName,
  isIgnoredName,
  isPlainName,
  laterReceiptName,
  parseClaimedName,
} from './naming.js';

const ID = '2026112310415804800001' as DocumentId;
const STAMP_MS = Date.UTC(2026, 10, 23, 2, 41, 58, 48);

/** Names as a file system can hold them: any characters but a separator, 1..255 bytes, whole characters. */
const fileName = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 120 })
  .map((text) => text.replace(/[/\0]/g, '_'))
  .filter((name) => isPlainName(name) && Buffer.byteLength(name) <= 255);

test('a filed name carries the time stamp of China before its extension', () => {
  expect(filedName('进口普通报关单.xml', STAMP_MS).name).toBe('进口普通报关单_20261123104158048.xml');
  expect(filedName('a.b.ZIP', STAMP_MS).name).toBe('a.b_20261123104158048.ZIP');
  expect(filedName('bare', STAMP_MS).name).toBe('bare_20261123104158048');
});

test('another time zone may be configured', () => {
  expect(filedName('a.xml', STAMP_MS, 0).name).toBe('a_20261123024158048.xml');
  expect(filedName('a.xml', Date.UTC(2026, 10, 23, 17), 0).day).toBe('20261123');
  expect(filedName('a.xml', Date.UTC(2026, 10, 23, 17)).day).toBe('20261124');
});

test('a filed name fits into 255 bytes, keeps stamp and extension, and is recognised', () => {
  fc.assert(
    fc.property(fileName, fc.integer({ min: 0, max: 4_000_000_000_000 }), (name, stampMs) => {
      const filed = filedName(name, stampMs).name;
      expect(Buffer.byteLength(filed)).toBeLessThanOrEqual(255);
      expect(isPlainName(filed)).toBe(true);
      expect(isFiledName(filed)).toBe(true);
      expect(utf8Length(filed)).toBe(Buffer.byteLength(filed));
    }),
  );
});

test('two long names that begin alike stay two names', () => {
  const long = '报'.repeat(80);
  const [one, two] = [filedName(`${long}1.xml`, STAMP_MS).name, filedName(`${long}2.xml`, STAMP_MS).name];
  expect(one).not.toBe(two);
  expect(Buffer.byteLength(one)).toBeLessThanOrEqual(255);
});

test('no character is cut in half', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 60, maxLength: 300 }),
      fc.integer({ min: 9, max: 255 }),
      (text, max) => {
        const cut = fitToBytes(text, max);
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(Math.max(max, 9));
        expect(Buffer.from(cut).toString()).toBe(cut);
      },
    ),
  );
});

test('a claimed name gives id and name back, or says that it does not fit', () => {
  fc.assert(
    fc.property(fileName, (name) => {
      const claimed = claimedName(ID, name);
      if (claimed === null) expect(Buffer.byteLength(name)).toBeGreaterThan(255 - 23);
      else expect(parseClaimedName(claimed)).toEqual({ id: ID, name });
    }),
  );
  expect(parseClaimedName('report.xml')).toBeNull();
  expect(parseClaimedName(`${ID}_`)).toBeNull();
});

test('a taken receipt name moves on by the smallest step its stamp can show', () => {
  expect(laterReceiptName('Receipt_E1_20261123104158048.xml', 0)).toBe('Receipt_E1_20261123104158048.xml');
  expect(laterReceiptName('Receipt_E1_20261123104158999.xml', 1)).toBe('Receipt_E1_20261123104159000.xml');
  expect(laterReceiptName('Receipt_E1_20261123104158048000012.xml', 2)).toBe('Receipt_E1_20261123104158050000012.xml');
  expect(laterReceiptName('Receipt_E1_20261123104159.xml', 1)).toBe('Receipt_E1_20261123104200.xml');
  expect(laterReceiptName('INV201.xml', 2)).toBe('INV201_2.xml');
});

test('every later receipt name is another one', () => {
  fc.assert(
    fc.property(fileName, fc.stringMatching(/^20[0-9]{12,24}$/), (base, stamp) => {
      const names = [0, 1, 2, 3].map((count) => laterReceiptName(`${base.slice(0, 40)}_${stamp}.xml`, count));
      expect(new Set(names).size).toBe(4);
    }),
  );
});

test('a counted name counts before the extension', () => {
  expect(countedName('a.xml', 0)).toBe('a.xml');
  expect(countedName('a.xml', 1)).toBe('a_1.xml');
  expect(Buffer.byteLength(countedName('报'.repeat(83) + '.xml', 12))).toBeLessThanOrEqual(255);
});

test('a day directory tells when its day began', () => {
  expect(dayStartMs('20261123')).toBe(Date.UTC(2026, 10, 22, 16));
  expect(dayStartMs('20261123', 0)).toBe(Date.UTC(2026, 10, 23));
  expect(dayStartMs('20261341')).toBeNull();
  expect(dayStartMs('archive')).toBeNull();
});

test.each(['.a.xml', '~$a.xml', 'a.xml.tmp', 'a.TEMP', 'a.part', 'Thumbs.db', 'DESKTOP.INI'])(
  '%s is ignored',
  (name) => {
    expect(isIgnoredName(name)).toBe(true);
  },
);

test('extensions are compared without casing', () => {
  expect(isIgnoredName('进口.xml')).toBe(false);
  expect(hasExtension('进口.XML', ['.xml', '.zip'])).toBe(true);
  expect(hasExtension('a.Zip', ['.xml', '.zip'])).toBe(true);
  expect(hasExtension('a.xml.bak', ['.xml', '.zip'])).toBe(false);
  expect(hasExtension('.xml', ['.xml'])).toBe(false);
});

test('any extension means any name but what editors and transfers leave beside a file', () => {
  for (const name of ['a.pdf', 'a.XYZ', 'no extension', '附件.ofd'])
    expect(hasExtension(name, ['.xml', '*'])).toBe(true);
  for (const name of ['a.xml.bak', 'a.pdf~', 'a.pdf.crdownload', 'a.filepart', '.a.xml.swp'])
    expect(hasExtension(name, ['.xml', '*'])).toBe(false);
  expect(hasExtension('a.bak', ['*', '.bak'])).toBe(true);
});
