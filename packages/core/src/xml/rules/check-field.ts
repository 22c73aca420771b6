import type { FieldRule } from './field-rule.js';
import type { Place, ProblemList } from './problem-list.js';
import { allowedForm, allowedLength } from './texts.js';

/**
 * How lengths are counted. The public table does not say whether `String(10)` means characters or bytes; characters are the
 * default, bytes in GBK (one for ASCII, two for a Chinese character) the stricter choice [inferred].
 */
export type LengthUnit = 'characters' | 'gbk-bytes';

/** Where a field is; `ordinal` says in which of several sections, from 1, and is 0 where there is only one. */
export interface FieldPlace {
  readonly place: Place;
  readonly ordinal: number;
}

/** Where problems go, and how lengths are counted. */
export interface FieldSink {
  readonly list: ProblemList;
  readonly unit: LengthUnit;
}

/**
 * Nearly every field is a short text without further conditions: one comparison settles it. False only means that `checkField`
 * has to look.
 */
export function fitsAtOnce(rule: FieldRule, text: string, unit: LengthUnit): boolean {
  if (rule.kind !== 'text' || rule.values !== null || rule.lengthMin > 0) return rule.kind === 'binary';
  // No UTF-16 unit makes more than two GBK bytes: a Chinese character is one unit, four-byte ones are two.
  return (unit === 'characters' ? text.length : text.length * 2) <= rule.lengthMax;
}

/** Checks the text of one field. Blank texts are the business of the required-rules, not of this one. */
export function checkField(rule: FieldRule, text: string, { place, ordinal }: FieldPlace, sink: FieldSink): void {
  const value = text.trim();
  if (value === '') return;
  const about = { name: rule.name, nameZh: rule.nameZh, ordinal, certainty: rule.certainty };
  const { list, unit } = sink;
  const form = formOf(rule, value);
  if (form !== 'right') {
    const allowed = form === 'value' ? [...(rule.values ?? [])].join(' ') : allowedForm(rule);
    list.add(form === 'value' ? 'field.value' : 'field.type', place, { ...about, found: value, allowed });
  }
  const length = lengthOf(rule, value, unit);
  if (length > rule.lengthMax || length < rule.lengthMin) {
    list.add('field.length', place, { ...about, found: `${length} (${value})`, allowed: allowedLength(rule) });
  }
  if (rule.kind === 'number' && decimalsOf(value) > rule.scaleMax) {
    list.add('field.scale', place, { ...about, found: value, allowed: String(rule.scaleMax) });
  }
}

const DIGITS = /^\d+$/;
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;
const DATE = /^\d{4}-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])[\dT:. -]*$/;

function formOf(rule: FieldRule, value: string): 'right' | 'type' | 'value' {
  if (rule.values !== null && !rule.values.has(value)) return 'value';
  switch (rule.kind) {
    case 'digits':
      return DIGITS.test(value) ? 'right' : 'type';
    case 'number':
      return NUMBER.test(value) && (!rule.isPositive || Number(value) > 0) ? 'right' : 'type';
    case 'date':
      return DATE.test(value) ? 'right' : 'type';
    case 'text':
    case 'binary':
      return 'right';
  }
}

/** Of a number the digits count: those before the point, and the decimals the table keeps. */
function lengthOf(rule: FieldRule, value: string, unit: LengthUnit): number {
  if (rule.kind === 'number') return integerDigitsOf(value) + (Number.isFinite(rule.scaleMax) ? rule.scaleMax : 0);
  return unit === 'characters' ? characterLength(value) : gbkLength(value);
}

function integerDigitsOf(value: string): number {
  const point = value.indexOf('.');
  const integer = (point < 0 ? value : value.slice(0, point)).replace(/^[+-]?0*/, '');
  return integer.length;
}

function decimalsOf(value: string): number {
  const point = value.indexOf('.');
  return point < 0 ? 0 : value.slice(point + 1).replace(/0+$/, '').length;
}

function characterLength(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

function gbkLength(text: string): number {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x10000 ? 2 : 4;
  }
  return length;
}
