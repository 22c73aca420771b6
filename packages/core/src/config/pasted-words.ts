import { isQueueLabel, type PastedField, pastedFieldOf, pastedSectionOf } from './pasted-labels.js';

/** A word of the page: a label of a field, or something else. */
export type PastedWord =
  | { readonly kind: 'label'; readonly field: PastedField; readonly text: string }
  | { readonly kind: 'value'; readonly text: string };

/** The words of a page in their order. What is behind the label of a password is one word, whatever is in it. Pure. */
export function pastedWords(text: string): readonly PastedWord[] {
  const words: PastedWord[] = [];
  let section: 'send' | 'receive' | null = null;
  const add = ({ text: piece, isValue }: Piece, isOfPair: boolean): void => {
    const plain = piece.trim();
    const heading = isValue ? null : pastedSectionOf(plain);
    section = heading ?? section;
    if (plain === '' || heading !== null) return;
    const named = isQueueLabel(plain) ? section : pastedFieldOf(plain);
    const field = isValue || isValueOf(words.at(-1), named, plain, isOfPair) ? null : named;
    words.push(field === null ? { kind: 'value', text: plain } : { kind: 'label', field, text: plain });
  };
  const plain = SOURCE.test(text) ? text.replace(TAGS, '\n') : text;
  const lines = plain.replace(INVISIBLE, '').split(LINES);
  for (const [at, line] of lines.entries()) {
    const cells = line.split('\t');
    const isOfPair = wordsIn(line) <= 2 && isNewSetting(lines.slice(at + 1));
    for (const cell of cells) {
      // A password may have every mark that separates other words.
      const isWhole = cells.length > 1 || isBehindPassword(words);
      const parts = isBehindPassword(words) ? [cell] : labelledParts(cell);
      for (const piece of parts.flatMap((part) => (isWhole ? (splitLabel(part) ?? [open(part)]) : piecesOf(part))))
        add(piece, isOfPair);
    }
  }
  return words;
}

/**
 * Is a word that is called like a label the value of the label before it? A password may be called `password`, a queue manager `QM1`, a channel
 * `SVRCONN`. Of one field there are two labels beside each other only where they are numbered, or in two languages.
 */
function isValueOf(last: PastedWord | undefined, named: PastedField | null, text: string, isOfPair: boolean): boolean {
  if (last?.kind !== 'label' || named === null || last.field !== named) return false;
  if (named === 'password') return true;
  if (/\d$/.test(text)) return !/\d$/.test(last.text);
  return isOfPair && /\p{Script=Han}/u.test(last.text) && !/\p{Script=Han}/u.test(text);
}

const wordsIn = (line: string): number => line.split(/[\s|，；;]+/).filter((word) => word !== '').length;

/** What follows does not begin with a value, so a line before it has its own. */
function isNewSetting(following: readonly string[]): boolean {
  const next = following.find((line) => line.trim() !== '')?.split('\t')[0] ?? '';
  const first = splitLabel(next)?.[0].text ?? next;
  return next === '' || /[:：=＝]/u.test(next) || isLabel(first.trim());
}

/** Of a line: what is behind a colon is a value, whatever it is called; anything else may be a label. */
interface Piece {
  readonly text: string;
  readonly isValue: boolean;
}

/** `IP:10.0.0.1 端口:5672 密码:a`, as a page becomes when its lines are joined: one part for each label of ours with a colon. */
function labelledParts(line: string): readonly string[] {
  for (const { index } of line.matchAll(/\s+(?=[^\s:：=＝]+\s?[:：=＝])/gu)) {
    const [head, tail] = [line.slice(0, index), line.slice(index)];
    const label = /^\s*([^\s:：=＝]+)/u.exec(tail)?.[1] ?? '';
    // `MQ 主机: a` is one label of two words.
    if (isLabel(label) && /[:：=＝]/u.test(head)) return [head, ...labelledParts(tail)];
  }
  return [line];
}

const open = (text: string): Piece => ({ text, isValue: false });

function isBehindPassword(words: readonly PastedWord[]): boolean {
  const last = words.at(-1);
  return last?.kind === 'label' && last.field === 'password';
}

/** Of a table that was copied as source. */
const TAGS = /<\/?(?:t[dhr]|table|tbody|thead|div|span|p|br|b|strong|li|ul)(?:\s[^<>]{0,200})?\/?>/gi;
/** Source has elements that end; `a<b>c` alone may be a password. */
const SOURCE = /<\/(?:t[dhr]|table|div|span|p|li|ul)>/i;
const INVISIBLE = /[\u200b-\u200d\u2060\ufeff]/g;
const LINES = /[\r\n\u2028\u2029]+/;

/** Cells and sentences beside each other in one line; a comma alone separates addresses, too. */
const SEPARATOR = /[|，；;]|\s{2,}|\u3000+|,(?=\s*[^\s,:：=＝]{1,16}\s*[:：=＝])/g;

function piecesOf(line: string): readonly Piece[] {
  const labelled = splitLabel(line);
  if (labelled !== null && pastedFieldOf(labelled[0].text) === 'password') return labelled;
  for (const { index, 0: separator } of line.matchAll(SEPARATOR)) {
    const [head, tail] = [line.slice(0, index), line.slice(index + separator.length)];
    // `10.0.0.1:5672,10.0.0.2:5672`: what is behind the comma is no label.
    if (separator === ',' && splitLabel(tail) === null) continue;
    return [...(splitLabel(head) ?? [open(head)]), ...piecesOf(tail)];
  }
  return labelled ?? [open(line)];
}

/** `端口：5672`, `端口 5672`, `端口=5672`; null where the line begins with no label of ours. */
function splitLabel(line: string): readonly [Piece, Piece] | null {
  const [, before, behind] = /^\s*([^:：=＝]+?)\s*[:：=＝]\s*(.*)$/u.exec(line) ?? [];
  if (before !== undefined && behind !== undefined && isLabel(before))
    return [open(before), { text: behind, isValue: true }];
  // `Send Queue Name` is no `Send Queue` whose value is `Name`.
  if (isLabel(line.trim())) return null;
  const [, label, value] = /^\s*(.+?)\s+(\S+)\s*$/u.exec(line) ?? [];
  return label !== undefined && value !== undefined && isLabel(label) ? [open(label), open(value)] : null;
}

const isLabel = (text: string): boolean => pastedFieldOf(text) !== null || isQueueLabel(text);
