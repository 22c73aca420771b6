import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { declaration } from '../../../../test/support/documents.js';
import { xmlDocument } from '../../../../test/support/xml/arbitrary-xml.js';
import { DEFAULT_LIMITS, type InspectLimits } from './limits.js';
import { readXml, type XmlReading } from './read.js';

const read = (content: string | Uint8Array, limits: Partial<InspectLimits> = {}): XmlReading =>
  readXml(typeof content === 'string' ? Buffer.from(content) : content, { ...DEFAULT_LIMITS, ...limits }, () => null);

/** Chinese, characters beyond the first plane, every kind of token, Windows line ends. */
const EVERYTHING = [
  '<?xml version="1.0" encoding="UTF-8"?>',
  '<?note a?>',
  '<!-- 中 - 𠮷 -->',
  '<p:根 xmlns:p="urn:p" xmlns=\'urn:d\'>𠮷<b id="1 > 0" c=\'"\'>&lt;&#20013;&#x4e2d;</b>',
  '  <c/><![CDATA[ <x> ]] ]]><?pi d?><p:e >𠮷𠮷</p:e ><!--x--></p:根>',
  '<!-- end -->',
].join('\r\n');

describe('a document that is not finished', () => {
  test.each([
    ['a declaration', Buffer.from(declaration(1).trimEnd())],
    ['one with every kind of token', Buffer.from(EVERYTHING)],
    [
      'UTF-16',
      Buffer.concat([Buffer.from('fffe', 'hex'), Buffer.from('<a x="中"><b>𠮷</b><!-- c --></a>', 'utf16le')]),
    ],
    [
      'GB18030',
      Buffer.concat([
        Buffer.from('<?xml version="1.0" encoding="GB18030"?><a><b>'),
        Buffer.from('d6d0cec49530ab36', 'hex'),
        Buffer.from('</b></a>'),
      ]),
    ],
  ])('is incomplete at every byte where it can be cut: %s', (_, whole) => {
    expect(read(whole).outcome).toBe('read');
    // Behind the end of the root a cut may leave a document.
    const rootEnd = Math.max(whole.lastIndexOf(Buffer.from('</')), whole.lastIndexOf(Buffer.from('</', 'utf16le')));
    for (let length = 0; length < whole.length; length += 1) {
      const reading = read(whole.subarray(0, length));
      const outcome = length > rootEnd && reading.outcome === 'read' ? 'incomplete' : reading.outcome;
      expect({ length, outcome, text: whole.subarray(0, length).toString() }).toMatchObject({
        length,
        outcome: 'incomplete',
      });
    }
  });

  test('is incomplete wherever a well-formed one is cut before its root ends', () => {
    fc.assert(
      fc.property(xmlDocument, fc.nat(), (text, at) => {
        const end = text.lastIndexOf('>', Math.max(text.lastIndexOf('</'), text.lastIndexOf('/>') - 1) + 2);
        const cut = text.slice(0, at % Math.max(1, text.lastIndexOf('<', end)));
        if (/[\ud800-\udbff]$/.test(cut)) return;
        const outcome = read(cut).outcome;
        // What follows the root may be cut away whole; then what is left is a document.
        expect(['incomplete', 'read']).toContain(outcome);
      }),
      { numRuns: 600 },
    );
  });

  test('says what is open, and where it ends', () => {
    const reading = read('<a>\n<b>12');
    expect(reading).toMatchObject({
      outcome: 'incomplete',
      code: 'document.incomplete',
      problem: { line: 2, column: 6, path: 'a/b', found: '<b>' },
    });
  });

  test('an empty file is one whose writing has not begun', () => {
    expect(read('')).toMatchObject({ outcome: 'incomplete', code: 'document.empty' });
  });
});

describe('a document that no further bytes can mend', () => {
  test.each([
    ['wrong end tag', '<a><b>1</c></a>'],
    ['two roots', '<a/><b/>'],
    ['text behind the root', '<a></a>x'],
    ['text before the root', 'x<a/>'],
    ['unquoted attribute', '<a b=1><c>'],
    ['an attribute twice', '<a b="1" b="2"><c>'],
    ['< in an attribute, its quote forgotten', '<a b="1><c>2</c></a>'],
    ['unknown entity', '<a>&nbsp;</a>'],
    ['unknown entity, and unfinished', '<a>&nbsp;<b'],
    ['bare ampersand', '<a>R & D</a>'],
    [']]> in text', '<a>]]></a>'],
    ['-- in a comment', '<a><!-- a -- b --></a>'],
    ['a control character', '<a>\u0001</a>'],
    ['a control character, and unfinished', '<a>\u0001'],
    ['prefix without namespace', '<a><p:b/></a>'],
    ['name that is none', '<a><1/></a>'],
    ['name that is none, and unfinished', '<a><1'],
    ['declaration in the middle', '<a/><?xml version="1.0"?>'],
    ['wrong end tag, unfinished', '<a><b></c'],
    ['CDATA outside of the root', '<![CDATA[x]]><a/>'],
  ])('%s', (_, text) => {
    expect(read(text)).toMatchObject({ outcome: 'rejected', code: 'document.not-well-formed' });
  });

  test('garbage in the middle is not "unfinished", even when the end is missing too', () => {
    const whole = declaration(1);
    const at = whole.indexOf('<DecLists>');
    for (const garbage of ['<<', '\0', '</Nothing>', '&x;', '<a b>']) {
      expect(read(whole.slice(0, at) + garbage + whole.slice(at))).toMatchObject({ outcome: 'rejected' });
      expect(read(whole.slice(0, at) + garbage + whole.slice(at, -40))).toMatchObject({ outcome: 'rejected' });
    }
  });

  test('is told with line, column, path and the words of the parser', () => {
    const { problem } = read('<a>\n  <b>1</b>\n  <中文>&foo;</中文>\n</a>') as Extract<
      XmlReading,
      { outcome: 'rejected' }
    >;
    expect(problem).toMatchObject({ rule: 'xml.not-well-formed', line: 3, path: 'a/中文' });
    expect(problem.en).toContain('foo');
    expect(problem.zh).toContain('foo');
  });

  test('wrong bytes are told with their place', () => {
    const bytes = Buffer.concat([Buffer.from('<a>\n<b>'), Buffer.from([0xd6, 0xd0]), Buffer.from('</b></a>')]);
    expect(read(bytes)).toMatchObject({
      outcome: 'rejected',
      code: 'document.encoding',
      problem: { line: 2, column: 4, found: 'd6d03c2f' },
    });
  });

  test('half a character behind the root is not waited for', () => {
    expect(read(Buffer.concat([Buffer.from('<a/>'), Buffer.from([0xe4])]))).toMatchObject({
      outcome: 'rejected',
      code: 'document.encoding',
    });
  });
});

describe('attacks', () => {
  test.each([
    ['external entity', '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['external DTD', '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/x.dtd"><a/>'],
    ['DTD behind comments and instructions', '<!-- <a> -->\n<?x y?> <!DOCTYPE a><a/>'],
    [
      'billion laughs',
      `<!DOCTYPE l [<!ENTITY a "ha">${'bcdefghij'.replace(/./g, (c) => `<!ENTITY ${c} "${`&${String.fromCharCode(c.charCodeAt(0) - 1)};`.repeat(10)}">`)}]><l>&j;</l>`,
    ],
    ['an unfinished DTD', '<!DOCTYPE a ['],
  ])('no document type declaration gets to the parser: %s', (_, text) => {
    expect(read(text)).toMatchObject({ outcome: 'rejected', code: 'document.dtd-forbidden' });
  });

  test('a DOCTYPE in a comment or in CDATA is only text', () => {
    expect(read('<!-- <!DOCTYPE a> --><a><![CDATA[<!DOCTYPE a>]]></a>').outcome).toBe('read');
  });

  test('10,000 elements inside each other', () => {
    const deep = '<a>'.repeat(10_000) + '</a>'.repeat(10_000);
    expect(read(deep)).toMatchObject({
      outcome: 'rejected',
      code: 'document.limit-exceeded',
      problem: { rule: 'limit.depth' },
    });
    expect(read('<a>'.repeat(10_000))).toMatchObject({ outcome: 'rejected', code: 'document.limit-exceeded' });
  });

  test('too many elements', () => {
    const wide = `<a>${'<b/>'.repeat(1_000)}</a>`;
    expect(read(wide, { elementsMax: 500 })).toMatchObject({
      outcome: 'rejected',
      code: 'document.limit-exceeded',
      problem: { rule: 'limit.elements' },
    });
  });

  test('too many bytes', () => {
    expect(read('<a>12345</a>', { documentBytesMax: 5 })).toMatchObject({
      outcome: 'rejected',
      code: 'document.limit-exceeded',
      problem: { rule: 'limit.size' },
    });
  });

  test('one text of 20 MB is no attack: attachments travel like that', () => {
    expect(read(`<a>${'QUJD'.repeat(5_000_000)}</a>`).outcome).toBe('read');
  });

  test('an attribute of 5 MB and a name of 50,000 characters end, one way or the other', () => {
    expect(['read', 'rejected']).toContain(read(`<a b="${'x'.repeat(5_000_000)}"/>`).outcome);
    expect(['read', 'rejected']).toContain(read(`<${'x'.repeat(60_000)}/>`).outcome);
  });

  test('many open quotes and references cost time in proportion to their length', () => {
    const started = performance.now();
    for (const text of [
      `<a ${'b="'.repeat(50_000)}`,
      `<a>${'&'.repeat(100_000)}`,
      '<'.repeat(100_000),
      `<a ${'b '.repeat(50_000)}`,
      `<!${'-'.repeat(100_000)}`,
    ]) {
      expect(read(text).outcome).not.toBe('read');
    }
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

test('the declared encoding does not matter to the parser once the text is decoded', () => {
  const gbk = Buffer.concat([
    Buffer.from('<?xml version="1.0" encoding="GBK"?><a>'),
    Buffer.from('d6d0', 'hex'),
    Buffer.from('</a>'),
  ]);
  expect(read(gbk)).toMatchObject({ outcome: 'read', outline: { nodes: [{ path: 'a', text: '中' }] } });
  const wide = Buffer.concat([
    Buffer.from('feff', 'hex'),
    Buffer.from('<?xml version="1.0" encoding="UTF-16"?><a>中</a>', 'utf16le').swap16(),
  ]);
  expect(read(wide)).toMatchObject({ outcome: 'read', outline: { nodes: [{ path: 'a', text: '中' }] } });
});

test('any bytes give an answer, never an exception', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => void read(bytes)),
    { numRuns: 500 },
  );
});
