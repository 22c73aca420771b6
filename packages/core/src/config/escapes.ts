import { type Document, isScalar, Scalar, visit } from 'yaml';

/** Characters that no setting has and that a backslash in double quotes makes of the name of a directory. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const MADE_BY_ESCAPE = /[\u0000-\u001f\u007f-\u00a0\u2028\u2029]/;

export interface EscapedText {
  /** Offset of the value in the text of the file. */
  readonly offset: number;
}

/** Values in double quotes in which a backslash became another character: `"D:\temp\new"` has a tab and a line feed. */
export function findEscapes(document: Document, text: string): readonly EscapedText[] {
  const found: EscapedText[] = [];
  visit(document, {
    Scalar: (_, node) => {
      if (!isScalar(node) || node.type !== Scalar.QUOTE_DOUBLE || typeof node.value !== 'string') return;
      const [from = 0, to = 0] = node.range ?? [];
      if (MADE_BY_ESCAPE.test(node.value) && text.slice(from, to).includes('\\')) found.push({ offset: from });
    },
  });
  return found;
}
