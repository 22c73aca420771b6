/** Why a file in OutBox is not taken now: for `swic why`. */
export type WhyNot =
  | { readonly reason: 'ignored-name' }
  | { readonly reason: 'ignored-extension' }
  | { readonly reason: 'directory' }
  | { readonly reason: 'not-a-file' }
  | { readonly reason: 'not-utf8' }
  | { readonly reason: 'in-directory'; readonly directory: string }
  | { readonly reason: 'not-there' }
  | { readonly reason: 'settling'; readonly remainingMs: number }
  | { readonly reason: 'locked' }
  | { readonly reason: 'denied' }
  | { readonly reason: 'incomplete'; readonly sinceMs: number }
  | { readonly reason: 'put-off'; readonly code: string; readonly untilMs: number }
  | { readonly reason: 'in-flight' }
  | { readonly reason: 'waiting-its-turn' }
  | { readonly reason: 'not-seen-yet' };

/** An entry of an OutBox, with the reason why it is not sent now. */
export interface WaitingFile {
  readonly business: string;
  readonly name: string;
  /** First sight, epoch ms; null = it is passed over, and never taken as it is. */
  readonly sinceMs: number | null;
  readonly why: WhyNot;
  readonly zh: string;
  readonly en: string;
}
