/** One problem found in a document, as the checks report it and as it is told to the firm's own system and to a person. */
export interface Problem {
  readonly rule: string;
  readonly level: 'warn' | 'reject';
  /** Line and column are 1-based; 0 = unknown. */
  readonly line: number;
  readonly column: number;
  /** Local names joined by '/', from the root. */
  readonly path: string;
  /** Chinese name of the field; '' where it has none. */
  readonly fieldZh: string;
  readonly found: string;
  readonly allowed: string;
  readonly zh: string;
  readonly en: string;
}
