import { ok } from 'node:assert/strict';
import type { Draft, Drafts } from './answers/answer.js';
import { elementText, type Received } from './received.js';

/** Elements of a message of cross-border e-commerce that are no order, list or note [official schemas]. */
const AROUND = new Set(['BaseTransfer', 'BaseSubscribe', 'Signature', 'ExtendMessage']);

/** A message carries up to so many [official schemas]. */
const PARTS_MAX = 100;

/**
 * The orders, lists or notes of one message, each as if it had come alone; the message itself where there is one or none. Only for a
 * simulation: what a client sent is its own XML, and no comment hides an element in it.
 */
export function partsOf(received: Received): readonly Received[] {
  if (!/^(?:CEB\d{3}|ENT\w*)Message$/.test(received.root)) return [received];
  const bodies = bodiesOf(received).slice(0, PARTS_MAX);
  if (bodies.length < 2) return [received];
  return bodies.map((text, index): Received => {
    const isOwn = (value: string): boolean => text.includes(value);
    return {
      ...received,
      messageId: index === 0 ? received.messageId : `${received.messageId}/${index}`,
      // A message has one value of each key for each of its parts; a part has its own.
      key: (name) => elementText(text, name) ?? (name === 'messageGuid' ? received.key(name) : null),
      keyValues: received.keyValues.filter(isOwn),
      text,
    };
  });
}

function bodiesOf({ root, text }: Received): readonly string[] {
  const inside = new RegExp(`<(?:\\w+:)?${root}(?:\\s[^>]*)?>([^]*)</`).exec(text)?.[1] ?? '';
  const children = inside.matchAll(/<((?:\w+:)?(\w+))(?:\s[^>]*)?>[^]*?<\/\1\s*>/g);
  return [...children].filter(([, , name]) => !AROUND.has(name ?? '')).map(([body]) => body);
}

/**
 * The answers to the parts as the platform gives them: an answer holds up to 100 returns, as many as a message has parts [official
 * schemas], so what is said of several at one time comes in one message. Parts that go different ways part company at that step.
 */
export function merged(all: readonly Drafts[]): Drafts {
  const steps = Math.max(0, ...all.map(({ receipts }) => receipts.length));
  const receipts = Array.from({ length: steps }, (_, step) =>
    mergedByType(all.flatMap(({ receipts: own }) => own.slice(step, step + 1))),
  );
  const [result, ...others] = mergedByType(all.map(({ result: own }) => own));
  ok(result !== undefined, 'sandbox: a message has one part at least');
  return { result, receipts: [...others, ...receipts.flat()] };
}

function mergedByType(drafts: readonly Draft[]): readonly Draft[] {
  const types = [...new Set(drafts.map(({ messageType }) => messageType))];
  return types.map((messageType) => {
    const alike = drafts.filter((draft) => draft.messageType === messageType).map(({ xml }) => xml);
    return { messageType, xml: joined(alike) };
  });
}

/** Answers of one root as one: the first, with what is inside the others behind its own. */
export function joined([first = '', ...rest]: readonly string[]): string {
  const end = first.lastIndexOf('</');
  return first.slice(0, end) + rest.map(returnsIn).join('') + first.slice(end);
}

/** What is inside the root of an answer. */
function returnsIn(xml: string): string {
  const start = xml.indexOf('>', xml.search(/<\w/)) + 1;
  return xml.slice(start, xml.lastIndexOf('</'));
}
