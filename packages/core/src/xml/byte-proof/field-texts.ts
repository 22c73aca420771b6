import type { RuleLevels } from '../../domain/rules/rule-names.js';
import { resolveText } from '../references.js';
import { checkField, type FieldSink, type LengthUnit } from '../rules/check-field.js';
import type { FieldRule } from '../rules/field-rule.js';
import { ProblemList } from '../rules/problem-list.js';
import { CONTINUATION, DIGIT, PLAIN, SPECIAL, THREE_BYTES, THREE_BYTES_DARK, TWO_BYTES } from './byte-classes.js';

/** The text between two tags: where it is, and the classes of its bytes. */
export interface TextSpan {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  readonly classes: number;
}

const BEYOND_ASCII = TWO_BYTES | THREE_BYTES | THREE_BYTES_DARK | CONTINUATION;

/** References that are none of the five, and the end of a CDATA section. */
const DOUBTFUL = /\]\]>|&(?!(?:lt|gt|amp|quot|apos);)/;

/** The text as the reader hands it out; null = not for this proof. */
export function textOf({ bytes, start, end, classes }: TextSpan): string | null {
  if (start === end) return '';
  const raw =
    (classes & BEYOND_ASCII) === 0 ? bytes.toString('latin1', start, end) : bytes.toString('utf8', start, end);
  if ((classes & SPECIAL) === 0) return raw;
  return DOUBTFUL.test(raw) ? null : resolveText(raw);
}

/** True = there is something beside white space in it. False says nothing. */
export function isSurelyFilled({ classes }: TextSpan): boolean {
  return (classes & (DIGIT | PLAIN | THREE_BYTES_DARK)) !== 0;
}

/** Accepted texts of this length are kept, one for each field: codes, units and countries repeat. */
const KEPT_BYTES_MAX = 32;

/**
 * Does a text fit the rule of its field? Where the bytes do not show it at once, `checkField` is asked: it is the rule. The answer
 * depends on nothing but the text, so the last text that was accepted is not asked about again.
 */
export class FieldTexts {
  readonly #levels: RuleLevels;
  readonly #unit: LengthUnit;
  readonly #accepted = new Map<number, Uint8Array>();

  constructor(levels: RuleLevels, unit: LengthUnit) {
    this.#levels = levels;
    this.#unit = unit;
  }

  fits(rule: FieldRule, slot: number, path: string, span: TextSpan): boolean {
    if (fitsByBytes(rule, span, this.#unit)) return true;
    const kept = this.#accepted.get(slot);
    if (kept !== undefined && isSame(kept, span)) return true;
    const text = textOf(span);
    if (text === null) return false;
    const sink: FieldSink = { list: new ProblemList(this.#levels), unit: this.#unit };
    checkField(rule, text, { place: { path, line: 0, column: 0 }, ordinal: 0 }, sink);
    if (!sink.list.isEmpty) return false;
    if (span.end - span.start <= KEPT_BYTES_MAX)
      this.#accepted.set(slot, Uint8Array.from(span.bytes.subarray(span.start, span.end)));
    return true;
  }
}

/** True only where `checkField` could find nothing. */
function fitsByBytes(rule: FieldRule, { bytes, start, end, classes }: TextSpan, unit: LengthUnit): boolean {
  if ((classes & SPECIAL) !== 0) return false;
  if (rule.kind === 'binary') return true;
  if (rule.values !== null || rule.kind === 'number' || rule.kind === 'date') return false;
  const length = end - start;
  if (rule.kind === 'digits') return classes === DIGIT && length <= rule.lengthMax && length >= rule.lengthMin;
  // Without blanks nothing is trimmed, and in ASCII a byte is a character.
  if ((classes & ~(DIGIT | PLAIN)) === 0) return length <= rule.lengthMax && length >= rule.lengthMin;
  if (rule.lengthMin > 0) return false;
  // A character has at least as many bytes here as it has in GBK.
  if (length <= rule.lengthMax) return true;
  return unit === 'characters' && charactersIn(bytes, start, end) <= rule.lengthMax;
}

/** Valid UTF-8 without characters of four bytes. */
function charactersIn(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at += 1) if (((bytes[at] ?? 0) & 0xc0) !== 0x80) count += 1;
  return count;
}

function isSame(kept: Uint8Array, { bytes, start, end }: TextSpan): boolean {
  if (kept.length !== end - start) return false;
  for (let at = 0; at < kept.length; at += 1) if (kept[at] !== bytes[start + at]) return false;
  return true;
}
