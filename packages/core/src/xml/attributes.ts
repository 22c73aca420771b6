import { resolveReferences } from './references.js';

export interface XmlAttribute {
  /** As written, with its prefix. */
  readonly name: string;
  readonly value: string;
}

const ATTRIBUTE = /\s+([^\s=<>"'/]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;

/** Attributes of the start tag whose `<` is at `at`, in order; values with references resolved and white space normalized. */
export function readAttributes(text: string, at: number): readonly XmlAttribute[] {
  const attributes: XmlAttribute[] = [];
  let from = at + 1;
  while (from < text.length && !/[\s/>]/.test(text.charAt(from))) from += 1;
  for (;;) {
    ATTRIBUTE.lastIndex = from;
    const match = ATTRIBUTE.exec(text);
    if (match === null) return attributes;
    from = ATTRIBUTE.lastIndex;
    attributes.push({ name: match[1] ?? '', value: normalize(match[2] ?? match[3] ?? '') });
  }
}

/** Attribute-value normalization of XML 1.0, section 3.3.3, for an attribute without a declared type. */
function normalize(value: string): string {
  return resolveReferences(value.replace(/\r\n|[\t\r\n]/g, ' '));
}
