/** Where a correlation key is in a document or receipt; path language: see receipts/paths.ts. */
export interface KeyRule {
  readonly name: string;
  readonly paths: readonly string[];
  readonly valuesMax: number;
  /** Read only where the key of this name was not found: for keys that several documents may share; null = always. */
  readonly unless: string | null;
  /** The platform or customs assigns the value: a receipt may teach it, and later receipts may carry nothing else. */
  readonly isAssigned: boolean;
}

/** A key at one path or several, one value, always read. */
export function keyAt(name: string, ...paths: readonly string[]): KeyRule {
  return { name, paths, valuesMax: 1, unless: null, isAssigned: false };
}

/** The same for a number that the platform or customs assigns. */
export function assignedKeyAt(name: string, ...paths: readonly string[]): KeyRule {
  return { ...keyAt(name, ...paths), isAssigned: true };
}
