import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EXAMPLES, exampleBytes, exampleFiles, outlineOf } from '../../../../../test/support/example-files.js';
import { keyAt, PLAIN_ANSWER } from '../businesses/definition.js';
import { mergeBusiness } from '../businesses/registry.js';
import { businessKey } from '../document.js';
import { classify, createClassifier, NO_HINTS } from './classify.js';
import { WRAPPED_ROOTS } from './general-receipts.js';
import type { XmlOutline } from './outline.js';

interface Expected {
  readonly kind: string;
  readonly isSuccess: boolean | null;
  readonly businesses: readonly string[];
  readonly keys: readonly (readonly [string, string])[];
  readonly code: string | null;
  readonly text: string | null;
  readonly businessTimeMs: number | null;
  readonly fileNameKey: string | null;
}

const EXPECTED = JSON.parse(readFileSync(`${EXAMPLES}receipts/expected.json`, 'utf8')) as Record<string, Expected>;

const outline = (root: string, texts: Readonly<Record<string, string>>): XmlOutline => ({
  root,
  namespace: '',
  texts: Object.entries(texts).map(([path, text]) => ({ path, text })),
  isTruncated: false,
});

describe('classifying the example receipts', () => {
  test('every example receipt has its expectation and the other way round', () => {
    expect(exampleFiles('receipts', '.xml')).toEqual(Object.keys(EXPECTED).sort());
  });

  test.each(Object.entries(EXPECTED).filter(([, { kind }]) => kind !== 'wrapped'))(
    '%s is understood as expected',
    (file, expected) => {
      const found = classify(outlineOf(exampleBytes(`receipts/${file}`)), NO_HINTS);
      const { kind, isSuccess, businesses, code, text, businessTimeMs, fileNameKey } = found;
      const keys = found.keys.map(({ name, value }) => [name, value]);
      expect({ kind, isSuccess, businesses, keys, code, text, businessTimeMs, fileNameKey }).toEqual(expected);
    },
  );

  test('an envelope is opened by its own reader and what is inside is classified', () => {
    const envelope = outlineOf(exampleBytes('receipts/dxp-msg-dec-result.xml'));
    expect(WRAPPED_ROOTS.has(envelope.root)).toBe(true);
    const data = envelope.texts.find(({ path }) => path === 'DxpMsg/Data')?.text ?? '';
    expect(classify(outlineOf(Buffer.from(data, 'base64')), NO_HINTS)).toMatchObject({
      kind: 'business-receipt',
      code: 'L',
    });
  });
});

describe('what beside the content decides', () => {
  const manifest = outline('Manifest', {
    'Manifest/Head/MessageID': 'CN_MT2101_1p1_0000000000001_20250101080000000',
    'Manifest/Head/MessageType': 'MT2101',
    'Manifest/Response/AdditionalInformation/StatementCode': '77',
  });

  test('a manifest named Failed_ is the answer, named Receipt_ it is a receipt', () => {
    const fileName = 'Failed_海运舱单_20250101080000000.xml';
    expect(classify(manifest, { ...NO_HINTS, fileName })).toMatchObject({
      kind: 'send-result',
      isSuccess: false,
      fileNameKey: null,
    });
    expect(classify(manifest, { ...NO_HINTS, fileName, namePrefix: 'receipt' })).toMatchObject({
      kind: 'business-receipt',
    });
  });

  test('an answer named Successed_ that says failure is a failure', () => {
    expect(classify(manifest, { ...NO_HINTS, namePrefix: 'successed' })).toMatchObject({
      kind: 'send-result',
      isSuccess: false,
    });
  });

  test('the envelope names the business first, others that know the root stay candidates', () => {
    const receipt = outline('DEC_RESULT', { 'DEC_RESULT/CUS_CIQ_NO': 'I20250000000000001', 'DEC_RESULT/CHANNEL': 'P' });
    const { businesses } = classify(receipt, { ...NO_HINTS, businessKeyHint: businessKey('DECSUB') });
    expect(businesses).toEqual(['DECSUB', 'DEC']);
  });

  test('an unknown root of a known sender belongs to the sender', () => {
    const receipt = outline('CSM301', { 'CSM301/Head/MessageId': 'TEST-1' });
    expect(classify(receipt, { ...NO_HINTS, businessKeyHint: businessKey('CDS') })).toMatchObject({
      kind: 'unknown',
      businesses: ['CDS'],
      fileNameKey: 'TEST-1',
    });
  });

  test('the journey links a manifest receipt only where no message id does', () => {
    const without = outline('Manifest', { 'Manifest/Response/BorderTransportMeans/JourneyID': '000N' });
    expect(classify(without, NO_HINTS).keys).toEqual([{ name: 'journeyId', value: '000N' }]);
    const withId = { ...without, texts: [...manifest.texts, ...without.texts] };
    expect(classify(withId, NO_HINTS).keys.map(({ name }) => name)).toEqual(['messageId']);
  });

  test('a transit answer with only a customs result is a customs receipt', () => {
    const receipt = outline('TrnImportResponse', {
      'TrnImportResponse/CusResult/TransNo': 'TEST000000000001',
      'TrnImportResponse/CusResult/Channel': 'P',
    });
    expect(classify(receipt, NO_HINTS)).toMatchObject({
      kind: 'business-receipt',
      code: 'P',
      isSuccess: true,
      fileNameKey: 'TEST000000000001',
    });
  });

  test('of a long text the beginning is kept, no character cut in half', () => {
    const textOf = (text: string): string | null =>
      classify(outline('DecImportResponse', { 'DecImportResponse/ErrorMessage': text }), NO_HINTS).text;
    expect(textOf('说'.repeat(300))).toBe('说'.repeat(300));
    expect(textOf('说'.repeat(301))).toBe(`${'说'.repeat(299)}…`);
    expect(textOf(`${'说'.repeat(298)}\u{20000}说说`)).toBe(`${'说'.repeat(298)}…`);
  });

  test("a user's own business is classified by the user's own rules", () => {
    const own = mergeBusiness(null, 'mine', {
      receipts: [
        {
          ...PLAIN_ANSWER,
          success: null,
          roots: ['MyReceipt'],
          fileNamePaths: ['MyReceipt/No'],
          codePaths: ['MyReceipt/State'],
          keys: [keyAt('no', 'MyReceipt/No')],
          codeTable: 'channel',
        },
      ],
    });
    const receipt = outline('MyReceipt', { 'MyReceipt/No': '12', 'MyReceipt/State': 'E' });
    expect(createClassifier([own])(receipt, NO_HINTS)).toMatchObject({
      businesses: ['MINE'],
      isSuccess: false,
      fileNameKey: '12',
    });
  });
});

describe('whatever a receipt looks like, it is understood the same', () => {
  const samples = Object.entries(EXPECTED)
    .filter(([file, { kind }]) => kind !== 'wrapped' && !file.includes('gb2312'))
    .map(([file]) => exampleBytes(`receipts/${file}`).toString('utf8'));

  /** Elements get a prefix; attributes and declarations of others stay as they are. */
  const withPrefix = (xml: string, prefix: string): string => {
    const plain = xml.replace(/<(\/?)(?:\w+:)?([A-Za-z_]\w*)/g, `<$1${prefix}:$2`);
    const namespace = /xmlns(?::\w+)?="([^"]*)"/.exec(plain)?.[1] ?? 'urn:any';
    const declared = plain.replace(/ xmlns(?::\w+)?="[^"]*"/, '');
    return declared.replace(new RegExp(`<${prefix}:\\w+`), (tag) => `${tag} xmlns:${prefix}="${namespace}"`);
  };

  test('with any prefix or none, with comments and blanks between its elements', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.constantFrom('ns2', 'a', 'Xy9'),
        fc.array(fc.constantFrom('\n', '  ', '<!-- x -->', ''), { minLength: 1, maxLength: 5 }),
        (xml, prefix, fillers) => {
          let at = 0;
          // Only between two tags of which the second opens an element: there no text can stand that means anything.
          const filled = xml.replace(/>\s*<(?=[A-Za-z])/g, () => `>${fillers[at++ % fillers.length] ?? ''}<`);
          const before = classify(outlineOf(Buffer.from(xml)), NO_HINTS);
          expect(classify(outlineOf(Buffer.from(withPrefix(filled, prefix))), NO_HINTS)).toEqual(before);
        },
      ),
      { numRuns: 200 },
    );
  });
});
