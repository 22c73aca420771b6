import { describe, expect, test } from 'vitest';
import { createKeyReader, readGenericKeys } from './keys.js';
import { withoutCarrier } from './outline.js';
import { createNameTest, createPathReader } from './paths.js';

const texts = (...pairs: readonly (readonly [string, string])[]) => pairs.map(([path, text]) => ({ path, text }));

const isPathMatch = (pattern: string, path: string): boolean =>
  createPathReader([{ paths: [pattern], valuesMax: 1 }])(texts([path, 'v']))[0]?.length === 1;

const pairsOf = (parts: readonly string[]): readonly string[] =>
  parts.flatMap((one) => parts.map((other) => one + other));

describe('paths', () => {
  test('a star is one level, two slashes are any number of levels', () => {
    expect(isPathMatch('a/*/c', 'a/b/c')).toBe(true);
    expect(isPathMatch('a/*/c', 'a/b/b/c')).toBe(false);
    expect(isPathMatch('//b/c', 'a/b/c')).toBe(true);
    expect(isPathMatch('//b/c', 'b/c')).toBe(true);
    expect(isPathMatch('//b/c', 'a/xb/c')).toBe(false);
    expect(isPathMatch('a.b', 'axb')).toBe(false);
  });

  test('the preferred path wins at any place, blank texts count as absent', () => {
    const read = createPathReader([{ paths: ['r/first', 'r/second'], valuesMax: 1 }]);
    expect(read(texts(['r/second', '2'], ['r/first', ' 1 ']))).toEqual([['1']]);
    expect(read(texts(['r/second', '2'], ['r/first', ' ']))).toEqual([['2']]);
    expect(read(texts(['r/other', 'x']))).toEqual([[]]);
  });

  test('as many values as asked for, in document order', () => {
    const read = createPathReader([{ paths: ['r/*/no'], valuesMax: 2 }]);
    expect(read(texts(['r/a/no', '1'], ['r/b/no', '2'], ['r/c/no', '3']))).toEqual([['1', '2']]);
  });

  test('ten thousand strange paths leave the reader right', () => {
    const read = createPathReader([{ paths: ['//x/no'], valuesMax: 1 }]);
    const strange = Array.from({ length: 10_000 }, (_, index): [string, string] => [`r/e${index}`, 'v']);
    expect(read(texts(...strange, ['r/x/no', '7']))).toEqual([['7']]);
  });

  test('name patterns match whole names', () => {
    const isCeb = createNameTest(['CEB*Message']);
    expect([isCeb('CEB311Message'), isCeb('XCEB311Message'), isCeb('CEB311Messages')]).toEqual([true, false, false]);
    expect(createNameTest(['MT?4??'])('MT1401')).toBe(true);
    expect(createNameTest(['urn:x:*'])('urn:x:a\nb')).toBe(true);
  });

  test('name patterns say what the same regular expressions say', () => {
    const signs = ['a', 'b', '*', '?', '.'];
    const words = ['', ...signs, ...pairsOf(signs), ...pairsOf(pairsOf(signs))];
    const names = words.filter((word) => !/[*?]/.test(word));
    for (const pattern of words) {
      const isOurs = createNameTest([pattern]);
      const same = new RegExp(
        `^${pattern.replaceAll('.', String.raw`\.`).replaceAll('*', '.*').replaceAll('?', '.')}$`,
        's',
      );
      expect(names.filter(isOurs)).toEqual(names.filter((name) => same.test(name)));
    }
  });

  test('a pattern of many stars over a long sentence is answered at once', () => {
    const isHint = createNameTest([`${'*报文类型*为'.repeat(12)}*SAS`]);
    expect(isHint('报文类型为'.repeat(10_000))).toBe(false);
  });
});

describe('keys', () => {
  test('zeros, blanks and keys that give way to a better one are left out', () => {
    const read = createKeyReader([
      { name: 'seqNo', paths: ['r/seq'], valuesMax: 1, unless: null, isAssigned: false },
      { name: 'id', paths: ['r/id'], valuesMax: 1, unless: null, isAssigned: false },
      { name: 'journey', paths: ['r/journey'], valuesMax: 1, unless: 'id', isAssigned: false },
    ]);
    expect(read(texts(['r/seq', '000000'], ['r/id', 'A'], ['r/journey', 'J']))).toEqual([{ name: 'id', value: 'A' }]);
    expect(read(texts(['r/journey', 'J']))).toEqual([{ name: 'journey', value: 'J' }]);
  });

  test('an unknown document is known by its identifying elements, else by the first that looks like one', () => {
    expect(readGenericKeys(texts(['X/Head/Name', 'n'], ['X/Head/MessageID', 'M1'], ['X/Head/SeqNo', 'S1']))).toEqual([
      { name: 'messageID', value: 'M1' },
      { name: 'seqNo', value: 'S1' },
    ]);
    expect(readGenericKeys(texts(['X/Title', 't'], ['X/VesselCode', 'V1'], ['X/OtherNo', '2']))).toEqual([
      { name: 'vesselCode', value: 'V1' },
    ]);
    expect(readGenericKeys([])).toEqual([]);
  });
});

test('a document inside a carrier is read as if it were alone', () => {
  const carried = {
    root: 'Biz',
    namespace: 'n',
    isTruncated: false,
    texts: texts(['Biz/Code', '1'], ['Biz/RetBizData/Manifest/Head/MessageID', 'M']),
  };
  expect(withoutCarrier(carried)).toMatchObject({
    root: 'Manifest',
    texts: [{ path: 'Manifest/Head/MessageID', text: 'M' }],
  });
  const plain = { ...carried, texts: texts(['Biz/RetBizData', 'text']) };
  expect(withoutCarrier(plain)).toBe(plain);
});
