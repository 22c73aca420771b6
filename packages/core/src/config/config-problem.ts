export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Where a setting is written; of one that is not, where the nearest around it is. */
export type Locate = (at: readonly PropertyKey[]) => Place;

/** One thing wrong with the configuration, for people and for scripts. */
export interface ConfigProblem extends Place {
  readonly code:
    | 'syntax'
    | 'unknown-key'
    | 'newer'
    | 'missing'
    | 'type'
    | 'value'
    | 'secret-literal'
    | 'transport-kind'
    | 'encoding';
  /** Dotted, e.g. `businesses.DEC.send.maxConcurrent`. */
  readonly path: string;
  readonly zh: string;
  readonly en: string;
}
