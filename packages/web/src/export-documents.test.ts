import type { DocumentRecord } from '@swic/core/contract';
import { expect, test } from 'vitest';
import { csvOf } from './export-documents.js';

const documentOf = (name: string, key: string): DocumentRecord =>
  ({
    id: '2026113010000000000001',
    business: 'DEC',
    name,
    stage: 'rejected',
    keys: [{ name: 'seqNo', value: key }],
    times: { claimed: 0 },
    standing: null,
    fault: null,
  }) as unknown as DocumentRecord;

test('the export begins with a byte order mark, has the words of the language, and ends each line as Excel expects', () => {
  const text = csvOf([documentOf('报关单.xml', 'I2026')], 'zh');
  expect(text.startsWith('\ufeff"时间","业务","文件"')).toBe(true);
  expect(text).toContain('"报关单.xml","校验失败"');
  expect(text.endsWith('\r\n')).toBe(true);
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '123456789012345678'])(
  '%s is text for a spreadsheet, and neither a formula nor a rounded number',
  (text) => {
    expect(csvOf([documentOf(`${text}`, 'I2026')], 'en')).toContain(`"'${text}"`);
  },
);

test('a quote, a comma or a line end in a name stays within its cell', () => {
  expect(csvOf([documentOf('a",\r\n"b.xml', 'I2026')], 'en')).toContain('"a"",\r\n""b.xml"');
});
