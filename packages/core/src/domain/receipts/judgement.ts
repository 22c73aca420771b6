import type { PartRule } from '../businesses/definition.js';
import type { XmlText } from './outline.js';
import { createPathReader } from './paths.js';

/** What a receipt says of one order, list or bill of the document that it answers. */
export interface JudgedPart {
  /** The firm's own number of the part. */
  readonly number: string;
  readonly code: string;
}

/** Which of the codes of one receipt is the code of it all. */
export interface Judgement {
  readonly code: string | undefined;
  /** Of that code; undefined where it has none of its own. */
  readonly text: string | undefined;
  /** In document order; empty where the receipt does not say which part a code is of. */
  readonly parts: readonly JudgedPart[];
}

/** Where a rule looks for them. */
export interface JudgedPaths {
  readonly codePaths: readonly string[];
  readonly codesMax: number;
  readonly textPaths: readonly string[];
  readonly parts: PartRule | null;
}

/** Is this code a refusal? */
export type BadCode = (code: string) => boolean;

export type Judge = (texts: readonly XmlText[], isBad: BadCode) => Judgement;

/**
 * The first path that has codes tells what the receipt says; but a refusal counts wherever it is, also below a head that says taken:
 * the first one is the code, with its text where each code has one.
 */
export function createJudge({ codePaths, codesMax, textPaths, parts }: JudgedPaths): Judge {
  const read = createPathReader([...codePaths, ...textPaths].map((path) => ({ paths: [path], valuesMax: codesMax })));
  const readParts = createPartReader(parts, codesMax);
  const isParallel = codePaths.length === textPaths.length;
  return (texts, isBad) => {
    const values = read(texts);
    const levels = values.slice(0, codePaths.length);
    const textLevels = values.slice(codePaths.length);
    const usual = textLevels.find((level) => level.length > 0) ?? [];
    const refused = codesMax === 1 ? null : firstBad(levels, isBad);
    const judged = readParts(texts);
    if (refused === null) return { parts: judged, code: levels.find((level) => level.length > 0)?.[0], text: usual[0] };
    const { level, at, code } = refused;
    const own = (isParallel ? textLevels[level] : null) ?? usual;
    return { parts: judged, code, text: at === 0 || own.length === levels[level]?.length ? own[at] : undefined };
  };
}

function firstBad(
  levels: readonly (readonly string[])[],
  isBad: BadCode,
): { readonly level: number; readonly at: number; readonly code: string } | null {
  for (const [level, codes] of levels.entries()) {
    const at = codes.findIndex(isBad);
    const code = codes[at];
    if (code !== undefined) return { level, at, code };
  }
  return null;
}

/** Numbers and codes belong together by their order, so only where there are as many of the ones as of the others. */
function createPartReader(
  parts: PartRule | null,
  valuesMax: number,
): (texts: readonly XmlText[]) => readonly JudgedPart[] {
  if (parts === null) return () => [];
  const read = createPathReader([
    { paths: parts.paths, valuesMax },
    { paths: parts.codePaths, valuesMax },
  ]);
  return (texts) => {
    const [numbers = [], codes = []] = read(texts);
    if (numbers.length !== codes.length) return [];
    return numbers.map((number, index) => ({ number, code: codes[index] ?? '' }));
  };
}
