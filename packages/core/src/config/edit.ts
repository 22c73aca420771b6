import { isDeepStrictEqual } from 'node:util';
import { isMap, isScalar, type Pair, parse, parseDocument, stringify, type YAMLMap } from 'yaml';

/** One setting and its new value. */
export interface ConfigEdit {
  /** From the root, e.g. `['businesses', 'DEC', 'send', 'maxConcurrent']`. */
  readonly path: readonly string[];
  readonly value: unknown;
}

/**
 * The text of a configuration with some settings changed and everything else, comments and layout, as its owner wrote it. Only the
 * value itself is replaced, or a line added. Where that would not mean what was asked for, the whole file is written anew by the YAML
 * library, which keeps comments, too, though not every space.
 */
export function editConfigText(text: string, edits: readonly ConfigEdit[]): string {
  return edits.reduce(applyEdit, text);
}

function applyEdit(text: string, edit: ConfigEdit): string {
  const wanted = withValue(parse(text) ?? {}, edit.path, edit.value);
  const patched = patch(text, edit);
  if (patched !== null && means(patched, wanted)) return patched;
  const document = parseDocument(text);
  const known = existingPath(text, edit.path);
  document.setIn([...known], document.createNode(inner(edit.path.slice(known.length), edit.value)));
  const whole = document.toString({ lineWidth: 0 });
  return means(whole, wanted) ? whole : stringify(wanted);
}

function means(text: string, wanted: unknown): boolean {
  try {
    return isDeepStrictEqual(parse(text), wanted);
  } catch {
    // It is not even YAML: the answer is no.
    return false;
  }
}

function withValue(whole: unknown, path: readonly string[], value: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  const fields = typeof whole === 'object' && whole !== null ? (whole as Record<string, unknown>) : {};
  return { ...fields, [first]: withValue(fields[first], rest, value) };
}

/** The part of a path whose values are maps, and one step more: from there on everything is new. */
function existingPath(text: string, path: readonly string[]): readonly string[] {
  const document = parseDocument(text);
  const depth = path.findIndex((_, at) => !isMap(document.getIn(path.slice(0, at + 1))));
  return depth < 0 ? path : path.slice(0, depth + 1);
}

/** null where the place cannot be found in the text. */
function patch(text: string, { path, value }: ConfigEdit): string | null {
  const { contents } = parseDocument(text);
  if (!isMap(contents)) return null;
  let map: YAMLMap = contents;
  for (const [at, step] of path.entries()) {
    const rest = path.slice(at + 1);
    const pair = map.items.find(({ key }) => isScalar(key) && key.value === step);
    if (pair === undefined) return insert(text, map, step, inner(rest, value));
    if (rest.length === 0) return replaceValue(text, pair, value);
    if (!isMap(pair.value)) return replaceValue(text, pair, inner(rest, value));
    map = pair.value;
  }
  return null;
}

function inner(path: readonly string[], value: unknown): unknown {
  return path.reduceRight<unknown>((within, step) => ({ [step]: within }), value);
}

/** In one line, so that it can take the place of any value. */
function inline(value: unknown): string {
  if (typeof value !== 'object' || value === null) return stringify(value).trimEnd();
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trimEnd();
}

function replaceValue(text: string, { key, value }: Pair, next: unknown): string | null {
  const range = rangeOf(value);
  if (range !== null && range[1] > range[0]) return text.slice(0, range[0]) + inline(next) + text.slice(range[1]);
  // `DEC:` with nothing behind it: the value goes behind the colon.
  const keyEnd = rangeOf(key)?.[1];
  if (keyEnd === undefined || text[keyEnd] !== ':') return null;
  return `${text.slice(0, keyEnd + 1)} ${inline(next)}${text.slice(keyEnd + 1)}`;
}

function insert(text: string, map: YAMLMap, step: string, value: unknown): string | null {
  const last = map.items.at(-1);
  const entry = `${inline(step)}: ${inline(value)}`;
  const range = rangeOf(map);
  if (range === null) return null;
  if (last === undefined) return `${text.slice(0, range[0])}{ ${entry} }${text.slice(range[1])}`;
  const end = rangeOf(last.value)?.[1] ?? rangeOf(last.key)?.[1];
  const start = rangeOf(map.items[0]?.key)?.[0];
  if (end === undefined || start === undefined) return null;
  if (map.flow === true) return `${text.slice(0, end)}, ${entry}${text.slice(end)}`;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const indent = ' '.repeat(start - lineStart);
  // Behind the comment of the last line, if it has one.
  const lineEnd = text[end - 1] === '\n' ? end - 1 : text.indexOf('\n', end);
  if (lineEnd < 0) return `${text}\n${indent}${entry}\n`;
  return `${text.slice(0, lineEnd + 1)}${indent}${entry}\n${text.slice(lineEnd + 1)}`;
}

function rangeOf(node: unknown): readonly [number, number] | null {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return null;
  const [from, to]: unknown[] = node.range;
  return typeof from === 'number' && typeof to === 'number' ? [from, to] : null;
}
