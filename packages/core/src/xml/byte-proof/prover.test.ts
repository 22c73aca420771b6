import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { businessOf } from '../../../../../test/support/check-document.js';
import { exampleBytes, exampleFiles } from '../../../../../test/support/example-files.js';
import { type RuleLevel, ruleLevels } from '../../domain/rules/rule-names.js';
import { inspectXml } from '../inspect.js';
import { type CompiledProfile, compileProfile, type InspectProfile } from '../inspect-profile.js';
import { DEFAULT_LIMITS } from '../limits.js';
import { SchemaCache } from '../schema.js';
import type { Proven } from './prover.js';

const tools = { limits: DEFAULT_LIMITS, schemas: new SchemaCache(), judgement: null };

function profileOf(
  key: string,
  changes: Partial<InspectProfile> = {},
  rules: Record<string, RuleLevel> = {},
): CompiledProfile {
  const definition = businessOf(key);
  return compileProfile({
    definition,
    levels: ruleLevels(key, rules),
    lengthUnit: 'characters',
    signing: definition.signing,
    schemas: [],
    zipSends: 'zip',
    zipMatch: 'warn',
    ...changes,
  });
}

const prove = (profile: CompiledProfile, bytes: Uint8Array): Proven | null =>
  profile.prover?.prove(bytes, DEFAULT_LIMITS) ?? null;

/** A prover that has seen this document accepted once. */
function taught(profile: CompiledProfile, bytes: Uint8Array): CompiledProfile {
  profile.prover?.learn(bytes, DEFAULT_LIMITS);
  return profile;
}

/** The full reader's word, in the words of a proof; null = not accepted, or not without a problem. */
function read(profile: CompiledProfile, bytes: Uint8Array): Proven | null {
  const { outcome, problems, root, namespace, messageType, keys } = inspectXml(bytes, profile, tools);
  return outcome === 'accepted' && problems.length === 0 ? { root, namespace, messageType, keys } : null;
}

const documents = exampleFiles('documents', '.xml').map((file) => ({
  file,
  key: file.split('/')[0] ?? '',
  bytes: exampleBytes(`documents/${file}`),
}));

const COMMON = ['DEC', 'MFT', 'RMFT', 'TMFT', 'SAS', 'NEMS', 'NPTS', 'IMPCEB', 'EXPCEB'];

/** By their nature: one is in GB18030, one has prefixes, of one no table says which fields it has. */
const HANDED_ON = ['国标编码', 'CEB621', 'ENT311'];

describe('what is proven on its bytes', () => {
  test.each(
    documents.filter(({ key, file }) => COMMON.includes(key) && !HANDED_ON.some((part) => file.includes(part))),
  )('is $file', ({ key, bytes }) => {
    const profile = profileOf(key);
    expect(prove(profile, bytes)).toBeNull();
    const proven = prove(taught(profile, bytes), bytes);
    expect(proven).not.toBeNull();
    expect(proven).toEqual(read(profile, bytes));
  });

  test('is accepted by the full reader with the same facts, however an example is changed', () => {
    const taughtProfiles = documents.map((document) => ({
      ...document,
      profile: taught(profileOf(document.key), document.bytes),
    }));
    const settings = [
      { profile: profileOf('DEC', { signing: 'none' }), key: 'DEC' },
      { profile: profileOf('DEC', { lengthUnit: 'gbk-bytes' }), key: 'DEC' },
      { profile: profileOf('DEC', {}, { 'field.length': 'off', 'DecHead/CopCode': 'reject' }), key: 'DEC' },
    ].flatMap(({ profile, key }) =>
      documents
        .filter((document) => document.key === key)
        .map((document) => ({ ...document, profile: taught(profile, document.bytes) })),
    );
    const all = [...taughtProfiles, ...settings].filter(({ profile }) => profile.prover !== null);
    let proven = 0;
    fc.assert(
      fc.property(fc.constantFrom(...all), mutation, ({ profile, bytes }, change) => {
        const mutant = mutate(bytes, change);
        const word = prove(profile, mutant);
        if (word === null) return;
        proven += 1;
        expect({ text: mutant.toString('latin1'), word }).toEqual({
          text: mutant.toString('latin1'),
          word: read(profile, mutant),
        });
      }),
      { numRuns: Number(process.env['SWIC_TEST_MUTANTS'] ?? 4_000) },
    );
    expect(proven).toBeGreaterThan(100);
  }, 600_000);
});

interface Mutation {
  /** Parts of a thousandth. */
  readonly at: number;
  readonly kind: 'cut' | 'insert' | 'replace' | 'element' | 'text' | 'swap' | 'double' | 'end';
  readonly length: number;
  readonly piece: string;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat({ max: 999_999 }),
  kind: fc.constantFrom('cut', 'insert', 'replace', 'element', 'text', 'text', 'text', 'swap', 'double', 'end'),
  length: fc.nat({ max: 4 }),
  piece: fc.constantFrom(
    ...[
      '',
      ' ',
      '0',
      '1',
      'A',
      '中',
      '中文',
      '\u3000',
      '\u00a0',
      '\ufeff',
      'é',
      '𠮷',
      '\ufffe',
      '\u0000',
      '\u0001',
      '\r\n',
      '\t',
    ],
    ...[
      '&',
      '&amp;',
      '&lt;',
      '&#65;',
      '&nbsp;',
      ']]>',
      ']',
      '<',
      '>',
      '/',
      '"',
      '<!-- x -->',
      '<![CDATA[x]]>',
      '<?x?>',
      '<a/>',
    ],
    ...[
      '1234567890'.repeat(30),
      '中'.repeat(200),
      '-1',
      '1.23456789',
      '20261123',
      '99999999',
      'T',
      'C',
      'D',
      'G',
      'I',
      'E',
    ],
    ...['xml:space="x"', 'xmlns="urn:x"', '\u00ff', '$raw:c3', '$raw:ff', '$raw:b2e2'],
  ),
});

function mutate(bytes: Buffer, { at: share, kind, length, piece }: Mutation): Buffer {
  const at = Math.floor((share / 1_000_000) * bytes.length);
  const inserted = piece.startsWith('$raw:') ? Buffer.from(piece.slice(5), 'hex') : Buffer.from(piece);
  const splice = (from: number, to: number, middle: Uint8Array): Buffer =>
    Buffer.concat([bytes.subarray(0, from), middle, bytes.subarray(to)]);
  if (kind === 'cut') return splice(at, at + length, Buffer.alloc(0));
  if (kind === 'insert') return splice(at, at, inserted);
  if (kind === 'replace') return splice(at, at + length, inserted);
  if (kind === 'end') return Buffer.concat([bytes.subarray(0, bytes.length - length), inserted]);
  const leaves = [...bytes.toString('latin1').matchAll(/<([\w.-]+)>([^<]*)<\/\1>|<[\w.-]+\/>/g)];
  const leaf = leaves[Math.floor((share / 1_000_000) * leaves.length)];
  const next = leaves[(leaf === undefined ? 0 : leaves.indexOf(leaf) + 1 + length) % Math.max(1, leaves.length)];
  if (leaf === undefined || next === undefined) return bytes;
  const end = leaf.index + leaf[0].length;
  const whole = bytes.subarray(leaf.index, end);
  if (kind === 'element') return splice(leaf.index, end, inserted);
  if (kind === 'double') return splice(end, end, whole);
  if (kind === 'text') {
    const name = leaf[1];
    if (name === undefined)
      return splice(leaf.index, end, Buffer.from(whole.toString('latin1').replace('/>', '></x>')));
    const text = length === 0 ? inserted : Buffer.concat([Buffer.from(leaf[2] ?? '', 'latin1'), inserted]);
    return splice(leaf.index + name.length + 2, end - name.length - 3, text);
  }
  if (next.index <= end) return bytes;
  const other = bytes.subarray(next.index, next.index + next[0].length);
  return Buffer.concat([
    bytes.subarray(0, leaf.index),
    other,
    bytes.subarray(end, next.index),
    whole,
    bytes.subarray(next.index + next[0].length),
  ]);
}

describe('the full reader is asked', () => {
  const bytes = exampleBytes('documents/DEC/进口报关单_申报_示例.xml');
  const text = bytes.toString();
  const changed = (from: string | RegExp, to: string): Buffer => {
    const other = text.replace(from, to);
    expect(other).not.toBe(text);
    return Buffer.from(other);
  };
  const cases: readonly (readonly [what: string, change: () => Buffer])[] = [
    ['about another encoding in the declaration', () => changed('UTF-8', 'GB18030')],
    ['about UTF-16', () => Buffer.from(`\ufeff${text}`, 'utf16le')],
    [
      'about bytes that are no UTF-8',
      () => Buffer.concat([bytes.subarray(0, 900), Buffer.from([0xff]), bytes.subarray(900)]),
    ],
    ['about a NUL in a text', () => changed('</AgentName>', '\u0000</AgentName>')],
    ['about NULs at the end', () => Buffer.concat([bytes, Buffer.alloc(512)])],
    [
      'about a part that is not written',
      () => Buffer.concat([bytes.subarray(0, 700), Buffer.alloc(bytes.length - 700)]),
    ],
    ['about a text that ends early', () => bytes.subarray(0, bytes.length - 30)],
    ['about something behind the root', () => Buffer.concat([bytes, Buffer.from('<a/>')])],
    ['about nothing', () => Buffer.alloc(0)],
    ['about an opening alone', () => Buffer.from(text.slice(0, text.indexOf('<DecHead>')))],
    ['about a DTD', () => changed('<DecMessage', '<!DOCTYPE DecMessage><DecMessage')],
    ['about a comment', () => changed('<DecHead>', '<!-- a --><DecHead>')],
    ['about a CDATA section', () => changed(/<AgentName>[^<]*/, '<AgentName><![CDATA[a]]>')],
    ['about an instruction', () => changed('<DecHead>', '<?a b?><DecHead>')],
    ['about a reference by number', () => changed('</AgentName>', '&#65;</AgentName>')],
    ['about an unknown reference', () => changed('</AgentName>', '&nbsp;</AgentName>')],
    ['about the end of a CDATA section in a text', () => changed('</AgentName>', ']]></AgentName>')],
    ['about a character of four bytes', () => changed('</AgentName>', '𠮷</AgentName>')],
    ['about a character that is none', () => changed('</AgentName>', '\uffff</AgentName>')],
    ['about an attribute', () => changed('<DecHead>', '<DecHead a="1">')],
    ['about a prefix', () => changed(/(<\/?)AgentName>/g, '$1p:AgentName>')],
    ['about white space in a tag', () => changed('<DecHead>', '<DecHead >')],
    ['about an end tag of another name', () => changed('</AgentName>', '</AgentNames>')],
    ['about an element that no table names', () => changed('</DecHead>', '<Unheard>1</Unheard></DecHead>')],
    ['about a field that comes twice', () => changed(/<AgentName>[^<]*<\/AgentName>/, '$&$&')],
    ['about a part that comes twice', () => changed(/<DecSign>[\s\S]*<\/DecSign>/, '$&$&')],
    ['about a part that is missing', () => changed(/<DecSign>[\s\S]*<\/DecSign>/, '')],
    ['about an empty field that is needed', () => changed(/<ClientSeqNo>[^<]*/, '<ClientSeqNo> ')],
    ['about a value that is too long', () => changed(/<AgentName>[^<]*/, `<AgentName>${'长'.repeat(300)}`)],
    ['about a value that is not allowed', () => changed(/<IEFlag>[^<]*/, '<IEFlag>X')],
    ['about a number that is none', () => changed(/<GQty>[^<]*/, '<GQty>many')],
    ['about text between elements', () => changed('<DecHead>', '<DecHead>text')],
    ['about another namespace', () => changed(/xmlns="[^"]*"/, 'xmlns="urn:other"')],
    ['about an attribute of the root that is new', () => changed('<DecMessage ', '<DecMessage a="1" ')],
    ['about an attribute value with a reference', () => changed(/Version="[^"]*"/, 'Version="&#52;"')],
  ];

  test.each(cases)('%s', (_, change) => {
    const profile = taught(profileOf('DEC'), bytes);
    expect(prove(profile, bytes)).not.toBeNull();
    expect(prove(profile, change())).toBeNull();
    // A document that is handed on spoils nothing of the next proof.
    expect(prove(profile, bytes)).toEqual(read(profile, bytes));
  });

  test('about a text of two-byte characters only, which may be GBK', () => {
    const profile = taught(profileOf('DEC'), bytes);
    const withName = (name: string): Buffer =>
      Buffer.from(text.replace(/[^\u0000-\u007f]+/g, 'x').replace(/<AgentName>[^<]*/, `<AgentName>${name}`));
    expect(prove(profile, withName('x'))).not.toBeNull();
    expect(prove(profile, withName('中'))).not.toBeNull();
    expect(prove(profile, withName('\u0239\u02fe\u04b5'))).toBeNull();
  });

  test('about a document of which a level warns, and not where the level is off', () => {
    const long = changed(/<AgentName>[^<]*/, `<AgentName>${'长'.repeat(300)}`);
    const warned = taught(profileOf('DEC', {}, { 'field.length': 'warn' }), bytes);
    const off = taught(profileOf('DEC', {}, { 'field.length': 'off' }), bytes);
    const fieldOff = taught(profileOf('DEC', {}, { 'DecHead/AgentName': 'off' }), bytes);
    expect(prove(warned, long)).toBeNull();
    expect(prove(off, long)).toEqual(read(off, long));
    expect(prove(fieldOff, long)).toEqual(read(fieldOff, long));
    expect(prove(off, long)).not.toBeNull();
    expect(prove(fieldOff, long)).not.toBeNull();
  });

  test('about every document of a business with an XSD, and of one whose format is not public', () => {
    const schemas = [{ root: null, namespace: null, path: '/nowhere.xsd' }];
    expect(profileOf('DEC', { schemas }).prover).toBeNull();
    expect(profileOf('EXPRESS').prover).toBeNull();
  });

  test('about a document whose limits are passed', () => {
    const profile = taught(profileOf('DEC'), bytes);
    for (const limits of [{ elementsMax: 20 }, { depthMax: 2 }, { documentBytesMax: bytes.length - 1 }])
      expect(profile.prover?.prove(bytes, { ...DEFAULT_LIMITS, ...limits })).toBeNull();
  });
});
