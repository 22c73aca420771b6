import fc from 'fast-check';
import { XmlDocument, XmlElement } from 'libxml2-wasm';
import { describe, expect, test } from 'vitest';
import { xmlDocument } from '../../../../test/support/xml/arbitrary-xml.js';
import { DEFAULT_LIMITS } from './limits.js';
import { scanXml } from './scan.js';
import { judgeXml } from './well-formed.js';

interface Seen {
  readonly path: string;
  readonly name: string;
  readonly text: string | null;
}

/** The same outline, from libxml2's own tree. */
function outlineByLibxml(text: string): {
  readonly namespace: string;
  readonly nodes: readonly Seen[];
  readonly attributes: readonly string[];
} {
  const document = XmlDocument.fromString(text);
  try {
    const nodes: Seen[] = [];
    walk(document.root, '', nodes);
    const attributes = document.root.attrs
      .filter(({ prefix }) => prefix !== 'xsi' && prefix !== 'xml')
      .map((attribute) => `${attribute.name}=${attribute.value}`);
    return { namespace: document.root.namespaceUri, nodes, attributes };
  } finally {
    document.dispose();
  }
}

function walk(element: XmlElement, parentPath: string, nodes: Seen[]): void {
  const path = parentPath === '' ? element.name : `${parentPath}/${element.name}`;
  const children = element.find('*').filter((child) => child instanceof XmlElement);
  nodes.push({ path, name: element.name, text: children.length > 0 ? null : element.content });
  for (const child of children) walk(child, path, nodes);
}

const scan = (text: string): ReturnType<typeof scanXml> => scanXml(text, DEFAULT_LIMITS);

test('paths, names, texts, root attributes and namespace are those of the tree of libxml2', () => {
  fc.assert(
    fc.property(xmlDocument, (text) => {
      const tree = outlineByLibxml(text);
      const { end, outline } = scan(text);
      expect(end.kind).toBe('complete');
      expect(outline.nodes.map(({ path, name, text: content }) => ({ path, name, text: content }))).toEqual(tree.nodes);
      expect(outline.namespace).toBe(tree.namespace);
      const [root] = outline.nodes;
      const own = outline.texts.filter(({ path }) => path.startsWith(`${root?.path}/@`));
      expect(own.map(({ path, text: value }) => `${path.slice(path.indexOf('@') + 1)}=${value}`).sort()).toEqual(
        [...tree.attributes].sort(),
      );
      expect(outline.texts.filter(({ path }) => !path.includes('@'))).toEqual(leavesInClosingOrder(outline.nodes));
    }),
    { numRuns: 600 },
  );
});

/** Leaves are told as they end, which is document order, since no leaf holds another. */
function leavesInClosingOrder(nodes: readonly Seen[]): unknown {
  return nodes
    .filter((node) => node.text !== null)
    .map((node) => expect.objectContaining({ path: node.path, text: node.text }));
}

test('whatever libxml2 accepts, the scanner reads to its end: it is never the stricter one', () => {
  let accepted = 0;
  fc.assert(
    fc.property(
      xmlDocument,
      fc.nat(),
      fc.nat({ max: 6 }),
      fc.constantFrom('', '<', '>', '&', '"', "'", '/', ' ', 'a', ']]>', '<!--', '-->', '<?', '?>', '='),
      (text, at, length, insert) => {
        const start = at % (text.length + 1);
        const mutated = text.slice(0, start) + insert + text.slice(start + length);
        if (mutated.includes('<!DOCTYPE') || judgeXml(mutated, null) !== null) return;
        accepted += 1;
        expect(scan(mutated).end.kind).toBe('complete');
      },
    ),
    { numRuns: 3_000 },
  );
  expect(accepted).toBeGreaterThan(100);
});

test('any text at all is read without an exception, and what is over is over', () => {
  const piece = fc.constantFrom(
    '<',
    '>',
    '/',
    'a',
    '</a>',
    '<a>',
    '<a/>',
    '"',
    "'",
    '=',
    ' ',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<?',
    '?>',
    '&',
    ';',
    '\n',
    '<!DOCTYPE',
    '中',
    ':',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      const { end } = scan(text);
      expect(end.at).toBeGreaterThanOrEqual(0);
      expect(end.at).toBeLessThanOrEqual(text.length);
    }),
    { numRuns: 2_000 },
  );
});

describe('places', () => {
  test('line and column are those of the start tag, 1-based', () => {
    const { outline } = scan('<?xml version="1.0"?>\n<a>\n  <b>1</b><c/>\r\n\t<d\n x="1">\n2</d>\n</a>');
    expect(outline.nodes.map(({ name, line, column }) => [name, line, column])).toEqual([
      ['a', 2, 1],
      ['b', 3, 3],
      ['c', 3, 11],
      ['d', 4, 2],
    ]);
  });

  test('an unfinished text ends where its last token begins', () => {
    expect(scan('<a><b>1</b><c x="1').end).toEqual({ kind: 'unfinished', at: 11 });
    expect(scan('<a><b>1</b>tex').end).toEqual({ kind: 'unfinished', at: 11 });
    expect(scan('<a><b>1</b></').end).toEqual({ kind: 'unfinished', at: 11 });
  });
});

describe('limits', () => {
  test('elements inside each other', () => {
    const deep = (depth: number): string => '<a>'.repeat(depth) + '</a>'.repeat(depth);
    expect(scanXml(deep(5), { depthMax: 5, elementsMax: 100 }).end.kind).toBe('complete');
    expect(scanXml(deep(6), { depthMax: 5, elementsMax: 100 }).end).toEqual({ kind: 'depth', at: 15 });
  });

  test('elements in all: what was read stays, and says that it is not all', () => {
    const { end, outline } = scanXml(`<a>${'<b/>'.repeat(10)}</a>`, { depthMax: 5, elementsMax: 4 });
    expect(end.kind).toBe('elements');
    expect(outline).toMatchObject({ isTruncated: true });
    expect(outline.nodes).toHaveLength(4);
  });
});

test('the same path is the same string object in every document, so that looking it up costs nothing', () => {
  const [first, second] = ['<r><x>1</x><y/></r>', '<r><x>2</x><y/></r>'].map((text) =>
    scan(text).outline.nodes.map(({ path }) => path),
  );
  expect(first).toEqual(second);
  expect(first?.every((path, index) => Object.is(path, second?.[index]))).toBe(true);
});

test('guesses from one document do not leak into another of a different order', () => {
  scan('<r><x>1</x><y>2</y><z/></r>');
  expect(scan('<r><z>1</z><xx>2</xx><x>3</x><yy/><y/></r>').outline.nodes.map(({ path }) => path)).toEqual([
    'r',
    'r/z',
    'r/xx',
    'r/x',
    'r/yy',
    'r/y',
  ]);
});
