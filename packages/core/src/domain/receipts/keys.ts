import type { KeyRule } from '../businesses/definition.js';
import type { CorrelationKey } from '../document.js';
import type { XmlText } from './outline.js';
import { createPathReader } from './paths.js';

/** Finds the correlation keys of a document or receipt, in the order of the rules. */
export type KeyReader = (texts: readonly XmlText[]) => readonly CorrelationKey[];

/** No key of the trade is longer than 64 characters; what is longer is cut on both sides alike, so that it still compares. */
const KEY_VALUE_LENGTH_MAX = 128;

/** Names of the elements that identify an unknown document, best first; compared case-insensitively. */
const GENERIC_NAMES = [
  'messageid',
  'message_id',
  'copmsgid',
  'clientseqno',
  'etpspreentno',
  'seqno',
  'guid',
  'certno',
  'id',
] as const;

/** An unknown document is not searched to its end: identifying fields stand in its head. */
const GENERIC_TEXTS_MAX = 400;

const GENERIC_KEYS_MAX = 3;

export function createKeyReader(rules: readonly KeyRule[]): KeyReader {
  const read = createPathReader(rules);
  return (texts) => {
    const found = read(texts);
    const keys: CorrelationKey[] = [];
    rules.forEach((rule, index) => {
      if (rule.unless !== null && keys.some((key) => key.name === rule.unless)) return;
      for (const value of found[index] ?? []) {
        if (!isPlaceholder(value)) keys.push({ name: rule.name, value: value.slice(0, KEY_VALUE_LENGTH_MAX) });
      }
    });
    return keys;
  };
}

/**
 * Keys of a document whose format is not known: its leaf elements with an identifying name, else the first leaf whose name
 * ends like an identifier's [recommended by the domain reference for the businesses without public format]. A key is named
 * after its element with a small first letter, e.g. `MessageID` -> `messageID`.
 */
export function readGenericKeys(texts: readonly XmlText[]): readonly CorrelationKey[] {
  const leaves = texts
    .slice(0, GENERIC_TEXTS_MAX)
    .map(({ path, text }) => ({ name: leafName(path), value: text.trim() }))
    .filter(({ value }) => value !== '' && value.length <= KEY_VALUE_LENGTH_MAX && !isPlaceholder(value));
  const named = GENERIC_NAMES.flatMap((name) => leaves.filter((leaf) => leaf.name.toLowerCase() === name).slice(0, 1));
  const likely = named.length > 0 ? named : leaves.filter((leaf) => /(?:id|no|code)$/i.test(leaf.name)).slice(0, 1);
  return likely
    .slice(0, GENERIC_KEYS_MAX)
    .map(({ name, value }) => ({ name: name.slice(0, 1).toLowerCase() + name.slice(1), value }));
}

/** Zeros stand for "not assigned yet": as a key they would tie strangers together. */
function isPlaceholder(value: string): boolean {
  return /^0+$/.test(value);
}

function leafName(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.startsWith('@') ? name.slice(1) : name;
}
