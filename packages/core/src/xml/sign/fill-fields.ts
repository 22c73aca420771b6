import { findElement, type RawDocument, rangeOf } from './raw-document.js';

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Sets the texts of a section's fields and leaves every other byte as it is. A field that is not there is added where `order`
 * puts it; also an empty value is between two tags, so that taking a value out gives the bytes from before it came. Values are ASCII and need no escaping. Null = the document has no such section.
 */
export function fillFields(
  document: RawDocument,
  section: string,
  values: ReadonlyMap<string, string>,
  order: readonly string[],
): RawDocument | null {
  const place = findElement(document, section);
  const inner = place === undefined ? null : rangeOf(document, place).inner;
  if (place === undefined || inner === null) return null;
  const prefix = prefixOf(rangeOf(document, place).name);
  const edits: Edit[] = [];
  for (const [index, name] of order.entries()) {
    const value = values.get(name);
    if (value === undefined) continue;
    const field = findElement(document, `${section}/${name}`);
    const before = order.slice(0, index).map((sibling) => `${section}/${sibling}`);
    edits.push(
      field === undefined
        ? insertion(document, before, inner.start, element(prefix + name, value))
        : replacement(document, rangeOf(document, field), value),
    );
  }
  return document.withText(applied(document.text, edits));
}

/** The text of a field as it is written, blanks around it left out; '' where it is empty or missing. */
export function rawFieldOf(document: RawDocument, path: string): string {
  const field = findElement(document, path);
  const inner = field === undefined ? null : rangeOf(document, field).inner;
  return inner === null ? '' : document.text.slice(inner.start, inner.end).trim();
}

/** What a field says, blanks around it left out: a comment in it says nothing, and CDATA what is in it. */
export function fieldTextOf(document: RawDocument, path: string): string {
  const field = findElement(document, path);
  if (field === undefined) return '';
  return field.text === null ? rawFieldOf(document, path) : field.text.trim();
}

function replacement({ text }: RawDocument, range: ReturnType<typeof rangeOf>, value: string): Edit {
  if (range.inner !== null) return { ...range.inner, text: value };
  const tag = text.slice(range.start, range.end).replace(/\s*\/>$/, '>');
  return { start: range.start, end: range.end, text: `${tag}${value}</${range.name}>` };
}

/** A new field behind the nearest sibling that comes before it, else at the section's beginning. */
function insertion(document: RawDocument, before: readonly string[], sectionStart: number, text: string): Edit {
  const sibling = [...before]
    .reverse()
    .map((path) => findElement(document, path))
    .find((one) => one !== undefined);
  const at = sibling === undefined ? sectionStart : rangeOf(document, sibling).end;
  return { start: at, end: at, text };
}

function element(name: string, value: string): string {
  return `<${name}>${value}</${name}>`;
}

function prefixOf(name: string): string {
  return name.slice(0, name.indexOf(':') + 1);
}

/** From the back, so that earlier offsets stay true; of two insertions at one place the later one is put in first. */
function applied(text: string, edits: readonly Edit[]): string {
  const sorted = edits
    .map((edit, index) => ({ ...edit, index }))
    .sort((a, b) => b.start - a.start || b.index - a.index);
  return sorted.reduce((whole, { start, end, text: piece }) => whole.slice(0, start) + piece + whole.slice(end), text);
}
