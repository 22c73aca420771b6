import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Document, isMap, isScalar, LineCounter, type Pair, parseDocument } from 'yaml';
import { Fault } from '../contract/fault.js';
import { localeIn } from '../contract/locale-line.js';
import type { ConfigProblem, Locate, Place } from './config-problem.js';
import { findEscapes } from './escapes.js';
import { nearSettingsIn } from './known-settings.js';
import { minVersionOf, settingsOfLater, tooOld, without } from './newer-settings.js';
import { encodingProblem, escapeProblem, explainIssue, problemsFault } from './problems.js';
import { type Config, configSchema } from './schema.js';
import { type SyntaxError, syntaxProblems } from './syntax-cause.js';
import { readTextBytes } from './text-bytes.js';

/** A configuration that is complete and valid, and where it came from. */
export interface LoadedConfig {
  readonly config: Config;
  /** Absolute path of the file; relative paths in it are relative to `directory`. */
  readonly file: string;
  readonly directory: string;
  /** Settings that a later version has written and this one passes over; `minVersion` allows it. */
  readonly unknownSettings: readonly ConfigProblem[];
}

/** `locate` says where in the file a setting is, for what is found out about it later. */
export type LoadResult =
  | { readonly outcome: 'ok'; readonly loaded: LoadedConfig; readonly locate: Locate }
  | { readonly outcome: 'invalid'; readonly problems: readonly ConfigProblem[] };

const nearSettings = nearSettingsIn(configSchema);

/** Reads and checks; every problem is found at once, with path and line. Throws `config.missing`, `config.unreadable`. */
export function readConfig(file: string): LoadResult {
  const absolute = path.resolve(file);
  const reading = readTextBytes(readBytes(absolute));
  if (reading.outcome === 'text') return parseConfig(reading.text, absolute);
  return { outcome: 'invalid', problems: [encodingProblem(reading.looksLike)] };
}

/** Like readConfig, for text that is not on disk yet: an edit that is to be checked before it is saved. */
export function parseConfig(text: string, file: string): LoadResult {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, stringKeys: true });
  if (document.errors.length > 0) return { outcome: 'invalid', problems: syntaxErrors(text, document, lines) };
  if (isScalar(document.contents) && document.contents.value !== null)
    return { outcome: 'invalid', problems: syntaxProblems(text, [{ code: 'NO_SETTING', line: 1, column: 1 }]) };
  const escapes = findEscapes(document, text);
  if (escapes.length > 0)
    return { outcome: 'invalid', problems: escapes.map(({ offset }) => escapeProblem(lines.linePos(offset))) };
  return parseSettings(document.toJS({ maxAliasCount: 0 }) ?? {}, file, (at) => placeOf(document, lines, at));
}

function parseSettings(settings: unknown, file: string, locate: Locate): LoadResult {
  const minVersion = minVersionOf(settings);
  const newer = tooOld(minVersion, locate);
  if (newer !== null) return { outcome: 'invalid', problems: [newer] };
  const result = configSchema.safeParse(settings);
  const loadedOf = (config: Config, unknownSettings: readonly ConfigProblem[]): LoadedConfig => ({
    config,
    file,
    directory: path.dirname(file),
    unknownSettings,
  });
  if (result.success) return { outcome: 'ok', loaded: loadedOf(result.data, []), locate };
  const { issues } = result.error;
  const problems = issues
    .flatMap((issue) => explainIssue(issue, locate, nearSettings))
    .sort((a, b) => a.line - b.line || a.column - b.column);
  const later = minVersion === null ? null : settingsOfLater(issues, nearSettings);
  const again = later === null ? null : configSchema.safeParse(without(settings, later));
  if (again?.success === true) return { outcome: 'ok', loaded: loadedOf(again.data, problems), locate };
  return { outcome: 'invalid', problems };
}

/** The language that a file asks for, also where it cannot be read as a configuration: its errors are said in it. Null = not said. */
export function readLocale(file: string): Config['locale'] | null {
  // Byte by byte: in GBK and in UTF-8 this line is the same.
  return localeIn(readBytes(path.resolve(file)).toString('latin1'));
}

/** The configuration, or one Fault that names the first problems. */
export function loadConfig(file: string): LoadedConfig {
  const result = readConfig(file);
  if (result.outcome === 'ok') return result.loaded;
  throw problemsFault(file, result.problems);
}

/** The text of a configuration that was read before without a problem; what cannot be decoded is `config.invalid`. */
export function readConfigText(file: string): string {
  const reading = readTextBytes(readBytes(file));
  if (reading.outcome === 'text') return reading.text;
  throw problemsFault(file, [encodingProblem(reading.looksLike)]);
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (reason) {
    throw Fault.from(reason, isAbsence(reason) ? 'config.missing' : 'config.unreadable', { file });
  }
}

/** Of the file or of its directory; what may not be read is there all the same, and `swic init` is no help. */
function isAbsence(reason: unknown): boolean {
  return reason instanceof Error && 'code' in reason && (reason.code === 'ENOENT' || reason.code === 'ENOTDIR');
}

/** A path such as "C:\temp" in double quotes is the likeliest cause where YAML knows no such escape. */
function syntaxErrors(text: string, { errors }: Document.Parsed, lines: LineCounter): readonly ConfigProblem[] {
  const escapes = errors.filter(({ code }) => code === 'BAD_DQ_ESCAPE');
  if (escapes.length > 0) return escapes.map(({ pos }) => escapeProblem(lines.linePos(pos[0])));
  return syntaxProblems(
    text,
    errors.map((error) => placed(error, lines)),
  );
}

function placed(
  { code, pos }: { readonly code: string; readonly pos: readonly [number, number] },
  lines: LineCounter,
): SyntaxError {
  const { line, col } = lines.linePos(pos[0]);
  return { code, line, column: col };
}

/** Where a value is in the file; for one that is missing, where its nearest existing parent is. */
function placeOf(document: Document, lines: LineCounter, at: readonly PropertyKey[]): Place {
  let offset = 0;
  let node: unknown = document.contents;
  for (const step of at) {
    const pair: Pair | undefined = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && key.value === step)
      : undefined;
    if (pair === undefined) {
      node = hasItems(node) && typeof step === 'number' ? node.items[step] : undefined;
    } else {
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    }
    if (node === undefined) break;
    if (pair === undefined) offset = startOf(node) ?? offset;
  }
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

function hasItems(node: unknown): node is { readonly items: readonly unknown[] } {
  return typeof node === 'object' && node !== null && 'items' in node && Array.isArray(node.items);
}

function startOf(node: unknown): number | null {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return null;
  const start: unknown = node.range[0];
  return typeof start === 'number' ? start : null;
}
