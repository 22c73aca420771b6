import { chanceOf } from './chance.js';

/** What the platform can be told to do wrong. */
export const MISBEHAVIOURS = ['duplicate', 'delay', 'reorder', 'drop', 'garbage', 'encoding'] as const;
export type Misbehaviour = (typeof MISBEHAVIOURS)[number];

/** A message ready to go out. */
export interface Outgoing {
  readonly id: string;
  readonly type: string;
  readonly afterMs: number;
  readonly body: Uint8Array;
}

export interface MisbehaviourSettings {
  readonly seed: number;
  readonly kinds: readonly Misbehaviour[];
  /** Share of answers that each kind befalls, 0..1. */
  readonly share: number;
}

/** How much longer a late answer takes; long enough to be overtaken, short enough for a test. */
const LATE_FACTOR = 20;

/** Pure: the same answers and seed go wrong in the same way. */
export function misbehave(outgoing: readonly Outgoing[], settings: MisbehaviourSettings): readonly Outgoing[] {
  let result = outgoing;
  for (const kind of settings.kinds) {
    result = result.flatMap((message) =>
      chanceOf(settings.seed, `${kind}:${message.id}`) < settings.share ? BEFALL[kind](message) : [message],
    );
  }
  return result;
}

const BEFALL: Readonly<Record<Misbehaviour, (message: Outgoing) => readonly Outgoing[]>> = {
  duplicate: (message) => [message, { ...message, afterMs: message.afterMs + 1 }],
  delay: (message) => [{ ...message, afterMs: message.afterMs * LATE_FACTOR }],
  reorder: (message) => [{ ...message, afterMs: 0 }],
  drop: () => [],
  garbage: (message) => [
    message,
    {
      ...message,
      id: `${message.id}-garbage`,
      type: '',
      body: Buffer.from('<DecImportResponse><ResponseCode>0</Resp\u0000onse'),
    },
  ],
  // Declared as UTF-8, but these bytes are not: a lone continuation byte.
  encoding: (message) => [
    message,
    {
      ...message,
      id: `${message.id}-encoding`,
      body: Buffer.concat([
        Buffer.from('<?xml version="1.0" encoding="UTF-8"?><DEC_RESULT><NOTE>'),
        Buffer.from([0xb2, 0xe2]),
        Buffer.from('</NOTE></DEC_RESULT>'),
      ]),
    },
  ],
};
