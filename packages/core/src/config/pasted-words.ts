import { isQueueLabel, type PastedField, pastedFieldOf, pastedSectionOf } from './pasted-labels.js';

/** A word of the page: a label of a field, or something else. */
export type PastedWord =
  | { readonly kind: 'label'; readonly field: PastedField; readonly text: string }
  | { readonly kind: 'value'; readonly text: string };

/** The words of a page in their order. What is behind the label of a password is one word, whatever is in it. Pure. */
export function pastedWords(text: string): readonly PastedWord[] {
  const words: PastedWord[] = [];
  let section: 'send' | 'receive' | null = null;
  const add = (piece: string): void => {
    const text = piece.trim();
    const heading = pastedSectionOf(text);
    section = heading ?? section;
    if (text === '' || heading !== null) return;
    const last = words.at(-1);
    const isSecret = last?.kind === 'label' && last.field === 'password';
    const named = isQueueLabel(text) ? section : pastedFieldOf(text);
    // A password may be called so, too: `password` behind the label of one is no second label.
    const field = isSecret && named === 'password' ? null : named;
    words.push(field === null ? { kind: 'value', text } : { kind: 'label', field, text });
  };
  for (const line of text.replace(TAGS, '\n').replace(INVISIBLE, '').split(LINES)) {
    const cells = line.split('\t');
    for (const cell of cells) {
      const last = words.at(-1);
      // A password may have every mark that separates other words.
      const isWhole = cells.length > 1 || (last?.kind === 'label' && last.field === 'password');
      for (const piece of isWhole ? (splitLabel(cell) ?? [cell]) : piecesOf(cell)) add(piece);
    }
  }
  return words;
}

/** Of a table that was copied as source. */
const TAGS = /<\/?(?:t[dhr]|table|tbody|thead|div|span|p|br|b|strong|li|ul)\b[^<>]{0,200}>/gi;
const INVISIBLE = /[\u200b-\u200d\u2060\ufeff]/g;
const LINES = /[\r\n\u2028\u2029]+/;

/** Cells and sentences beside each other in one line; a comma alone separates addresses, too. */
const SEPARATOR = /[|，；;]|\s{2,}|\u3000+|,(?=\s*[^\s,:：=＝]{1,16}\s*[:：=＝])/g;

function piecesOf(line: string): readonly string[] {
  const labelled = splitLabel(line);
  if (labelled !== null && pastedFieldOf(labelled[0]) === 'password') return labelled;
  for (const { index, 0: separator } of line.matchAll(SEPARATOR)) {
    const [head, tail] = [line.slice(0, index), line.slice(index + separator.length)];
    // `10.0.0.1:5672,10.0.0.2:5672`: what is behind the comma is no label.
    if (separator === ',' && splitLabel(tail) === null) continue;
    return [...(splitLabel(head) ?? [head]), ...piecesOf(tail)];
  }
  return labelled ?? [line];
}

/** `端口：5672`, `端口 5672`, `端口=5672`; null where the line begins with no label of ours. */
function splitLabel(line: string): readonly [string, string] | null {
  // `Send Queue Name` is no `Send Queue` whose value is `Name`.
  if (pastedFieldOf(line.trim()) !== null) return null;
  for (const pattern of [/^\s*([^:：=＝]+?)\s*[:：=＝]\s*(.*)$/u, /^\s*(.+?)\s+(\S+)\s*$/u]) {
    const [, label, value] = pattern.exec(line) ?? [];
    if (label === undefined || value === undefined) continue;
    if (pastedFieldOf(label) !== null || isQueueLabel(label)) return [label, value];
  }
  return null;
}
