import fc from 'fast-check';

/** Pieces of text as they may stand in element content, already escaped; some with what confuses a careless reader. */
const textPiece = fc.constantFrom(
  '',
  ' ',
  '\n  ',
  '\r\n',
  'x',
  '中文',
  '𠮷田',
  'a > b',
  ']]',
  '&amp;',
  '&lt;b&gt;',
  '&#65;',
  '&#x4e2d;',
  '&#13;',
  '&quot;&apos;',
  '<![CDATA[<not an="element">]]>',
  '<![CDATA[]]]]><![CDATA[>]]>',
  '<!-- <c> & - -->',
  '<?pi <d> ?>',
);

const attributePiece = fc.constantFrom(
  '',
  '1',
  'a > b',
  "it's",
  '中',
  '&amp;',
  '&lt;',
  '&#9;',
  'x\ny',
  '\t',
  '/>',
  '𠮷',
);

const name = fc.constantFrom('a', 'b', 'Sign', 'p:a', 'q:b', 'DecHead', 'é', '_x', 'a-b', 'a.1', 'ab');
const attributeName = fc.constantFrom('id', 'p:id', 'name', 'Version');

interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly content: readonly (string | Element)[];
  /** White space where a tag allows it. */
  readonly space: string;
  readonly isShort: boolean;
}

const attributes = fc
  .array(fc.tuple(attributeName, fc.array(attributePiece, { maxLength: 2 })), { maxLength: 3 })
  .map((pairs) => new Map(pairs.map(([key, pieces]) => [key, pieces.join('')])));

const { element } = fc.letrec<{ element: Element }>((tie) => ({
  element: fc.record({
    name,
    attributes,
    content: fc.array(fc.oneof({ depthSize: 'small', withCrossShrink: true }, textPiece, tie('element')), {
      maxLength: 4,
    }),
    space: fc.constantFrom('', ' ', '\n', '\t '),
    isShort: fc.boolean(),
  }),
}));

const misc = fc
  .array(fc.constantFrom('\n', ' ', '<!-- a <b> -->', '<?p x?>', '\r\n'), { maxLength: 3 })
  .map((parts) => parts.join(''));
const declaration = fc.constantFrom(
  '',
  '<?xml version="1.0"?>',
  "<?xml version='1.0' encoding='UTF-8' standalone=\"yes\" ?>",
);

/** Well-formed documents, namespaces included. */
export const xmlDocument: fc.Arbitrary<string> = fc
  .tuple(declaration, misc, element, misc, fc.constantFrom('', 'urn:d'))
  .map(([head, before, root, after, namespace]) => head + before + write(root, namespace) + after);

function write(node: Element, defaultNamespace: string | null): string {
  const declared =
    defaultNamespace === null
      ? ''
      : ` xmlns:p="urn:p" xmlns:q='urn:q'${defaultNamespace === '' ? '' : ` xmlns="${defaultNamespace}"`}`;
  const given = [...node.attributes]
    .map(([key, value]) => ` ${key}${node.space}=${node.space}${quoted(value)}`)
    .join('');
  const tag = `<${node.name}${declared}${given}${node.space}`;
  const content = node.content.map((part) => (typeof part === 'string' ? part : write(part, null))).join('');
  // The end of CDATA must not come about between two pieces.
  return content === '' && node.isShort
    ? `${tag}/>`
    : `${tag}>${content.replaceAll(']]a >', ']] a >')}</${node.name}${node.space}>`;
}

function quoted(value: string): string {
  return value.includes("'") ? `"${value}"` : `'${value}'`;
}
