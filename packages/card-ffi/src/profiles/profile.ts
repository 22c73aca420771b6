import type { SpcName } from '../bindings/functions.js';
import type { FunctionBinding } from '../bindings/slots.js';

/** What a return code of the library means to us; `done` codes are successes besides 0. */
export type CodeMeaning = 'done' | 'absent' | 'busy' | 'pin-wrong' | 'refused' | 'configuration' | 'broken';

/**
 * Everything that differs between one vendor library and the next, as data.
 * A user's profile file replaces single fields of a built-in one; see parse-profile.ts.
 */
export interface Profile {
  readonly name: string;
  /** File names to look for when the configuration names only a directory, per platform. */
  readonly libraryNames: {
    readonly win32: readonly string[];
    readonly linux: readonly string[];
    readonly darwin: readonly string[];
  };
  /** A label TextDecoder knows. */
  readonly textEncoding: string;
  /** null = this library has no such function. */
  readonly functions: Readonly<Record<SpcName, FunctionBinding | null>>;
  /** Meanings that this library gives to codes beyond return-codes.ts, or instead of it. */
  readonly codes: Readonly<Record<string, CodeMeaning>>;
  /** SpcGetCardState's arguments and the state that says "a card is present"; null = do not ask. */
  readonly cardState: { readonly type: number; readonly index: number; readonly present: number } | null;
  /** Cut from the front of the card id (seen in one public source: `03-`). */
  readonly cardIdPrefixes: readonly string[];
  /** The value of SpcGetDevAsymAlgoFlag that means RSA. */
  readonly rsaFlag: number;
  /** Least time between two signatures; cards need it, HSMs do not. */
  readonly pauseMs: number;
  /** Signatures made between one Init and its Clear, at most. 1 for cards: they want to be closed at once. */
  readonly signaturesPerUse: number;
  /** How often a card that is absent is looked for. */
  readonly pollMs: number;
}
