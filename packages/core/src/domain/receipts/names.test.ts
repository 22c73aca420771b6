import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  documentBaseName,
  formatReceiptName,
  isSuccessPrefix,
  type NamePrefix,
  namePrefixOf,
  parseReceiptName,
  receiptSubject,
} from './names.js';

const prefixes = fc.constantFrom<NamePrefix>('successed', 'failed', 'receipt');
const times = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2099, 11, 31) });
const styles = fc.record({
  successPrefix: fc.constantFrom('Successed_', 'Successted_', 'success_'),
  stampDigits: fc.integer({ min: 17, max: 23 }),
  extension: fc.constantFrom('.xml', '.INVT', '.COPSASX'),
});

/** Names as people and systems make them: Chinese, underscores, and parts that look like our own. */
const subjects = fc
  .array(
    fc.constantFrom(
      '进口普通报关单',
      '_',
      'Receipt_',
      '20250101080000000',
      'CN_MT1101_1p1',
      'a',
      '舱单',
      '.',
      ' ',
      '测试𠮷',
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join('').trim())
  .filter((subject) => subject !== '');

describe('names in InBox', () => {
  test('what is written is read again: prefix, name, time', () => {
    fc.assert(
      fc.property(prefixes, subjects, times, styles, (prefix, subject, stampMs, style) => {
        const parsed = parseReceiptName(formatReceiptName(prefix, subject, stampMs, style));
        expect(parsed).toMatchObject({ prefix, subject, stampMs, extension: style.extension.slice(1).toLowerCase() });
        expect(parsed?.stamp).toHaveLength(style.stampDigits);
      }),
    );
  });

  test('time stamps of 14 to 26 digits are read, whatever is before them', () => {
    fc.assert(
      fc.property(
        subjects,
        fc.integer({ min: 14, max: 26 }),
        fc.constantFrom('Successed_', 'SUCCESSTED_', 'success_', 'Failed_', 'receipt_'),
        (subject, digits, head) => {
          const stamp = '20250101083059123456789012'.slice(0, digits);
          const parsed = parseReceiptName(`${head}${subject}_${stamp}.XML`);
          expect(parsed).toMatchObject({ subject, stamp });
          expect(parsed?.stampMs).toBe(Date.UTC(2025, 0, 1, 0, 30, 59, Number(stamp.slice(14, 17).padEnd(3, '0'))));
        },
      ),
    );
  });

  test('no text from outside becomes a path, a forbidden name or one that is too long', () => {
    fc.assert(
      fc.property(
        prefixes,
        fc.string({ unit: 'binary', maxLength: 400 }),
        times,
        styles,
        (prefix, subject, stampMs, style) => {
          const name = formatReceiptName(prefix, subject, stampMs, style);
          expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
          expect(name).not.toMatch(/[/\\:*?"<>|\u0000-\u001f]/);
          expect(Buffer.from(name, 'utf8').toString('utf8')).toBe(name);
          expect(parseReceiptName(name)).toMatchObject({ prefix, stampMs });
        },
      ),
    );
  });

  test('two long names that differ at their end stay two names', () => {
    const long = '报'.repeat(200);
    expect(receiptSubject(`${long}1`)).not.toBe(receiptSubject(`${long}2`));
    expect(receiptSubject('../../etc/passwd')).toBe('.._.._etc_passwd');
  });

  test("the manual's own samples are read", () => {
    expect(parseReceiptName('Successted_进口普通报关单_20171013104158048.xml')).toMatchObject({
      prefix: 'successed',
      subject: '进口普通报关单',
    });
    expect(parseReceiptName('Receipt_E20170000000007834_20170825092947361.xml')).toMatchObject({
      prefix: 'receipt',
      subject: 'E20170000000007834',
    });
    expect(
      parseReceiptName('Failed_CN_MT1101_1p1_0000000000000_20170925100458109_20170925101626981.xml')?.subject,
    ).toBe('CN_MT1101_1p1_0000000000000_20170925100458109');
  });

  test.each([
    '进口_20250101080000000.xml',
    'Receipt_x_2025.xml',
    'Receipt_x_20250101080000000.tmp',
    'Receipt__20250101080000000',
    '',
  ])('%s is not named like a receipt', (name) => expect(parseReceiptName(name)).toBeNull());

  test('a time that is no date leaves the name readable', () => {
    expect(parseReceiptName('Receipt_x_20259901080000000.xml')).toMatchObject({ subject: 'x', stampMs: null });
  });

  test('prefixes follow the kind; the success prefix must be one that is recognised again', () => {
    expect(namePrefixOf('send-result', true)).toBe('successed');
    expect(namePrefixOf('send-result', null)).toBe('failed');
    expect(namePrefixOf('business-receipt', false)).toBe('receipt');
    expect(namePrefixOf('platform-response', null)).toBe('receipt');
    expect(namePrefixOf('platform-response', true)).toBe('receipt');
    expect(namePrefixOf('platform-response', false)).toBe('failed');
    expect(['Successed_', 'Successted_'].every(isSuccessPrefix)).toBe(true);
    expect(isSuccessPrefix('Ok_')).toBe(false);
    expect(documentBaseName('舱单.v2.XML')).toBe('舱单.v2');
  });
});
