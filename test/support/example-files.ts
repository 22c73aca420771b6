import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { XmlDocument, XmlElement, XmlText } from 'libxml2-wasm';
import type {
  DocumentOutline,
  XmlText as OutlineText,
  XmlOutlineNode,
} from '../../packages/core/src/domain/receipts/outline.js';

/** Where the synthetic documents and receipts lie. */
export const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));

export function exampleBytes(path: string): Buffer {
  return readFileSync(join(EXAMPLES, path));
}

/** Files below a directory of the examples, as paths relative to it, sorted. */
export function exampleFiles(directory: string, extension: string): readonly string[] {
  return readdirSync(join(EXAMPLES, directory), { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith(extension))
    .sort();
}

/** By the declaration, as a strict reader does; throws on bytes that are no characters. */
export function decodeXml(bytes: Uint8Array): string {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 120));
  const declared = /encoding="([^"]+)"/.exec(head)?.[1] ?? 'utf-8';
  return new TextDecoder(/^gb/i.test(declared) ? 'gb18030' : declared, { fatal: true }).decode(bytes);
}

/**
 * The outline of a well-formed document, walked out of libxml2's own tree: slow, and independent of the reader that swic uses.
 * Columns are not known there (0). Throws where libxml2 refuses.
 */
export function outlineOf(bytes: Uint8Array): DocumentOutline {
  using document = XmlDocument.fromString(decodeXml(bytes).replace(/^<\?xml[^>]*\?>/, ''));
  const nodes: XmlOutlineNode[] = [];
  const texts: OutlineText[] = [];
  const root = document.root;
  for (const attribute of root.attrs) {
    if (!attribute.prefix.startsWith('xsi'))
      texts.push({ path: `${root.name}/@${attribute.name}`, text: attribute.value });
  }
  walk(root, root.name, nodes, texts);
  return { root: root.name, namespace: root.namespaceUri, texts, nodes, isTruncated: false };
}

function walk(element: XmlElement, path: string, nodes: XmlOutlineNode[], texts: OutlineText[]): void {
  const children: XmlElement[] = [];
  for (let child = element.firstChild; child !== null; child = child.next) {
    if (child instanceof XmlElement) children.push(child);
  }
  const text = children.length > 0 ? null : textOf(element);
  nodes.push({ path, name: element.name, text, line: element.line, column: 0 });
  if (text !== null) texts.push({ path, text });
  for (const child of children) walk(child, `${path}/${child.name}`, nodes, texts);
}

function textOf(element: XmlElement): string {
  let text = '';
  for (let child = element.firstChild; child !== null; child = child.next) {
    if (child instanceof XmlText || child.constructor.name === 'XmlCData') text += child.content;
  }
  return text;
}
