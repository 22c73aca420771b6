import type { LevelReader } from '../level-reader.js';
import type { Operation, WriteStore } from '../store.js';

/** One step from a format to the next. */
export interface Migration {
  /** The format that there is afterwards. */
  readonly to: number;
  /**
   * Writes what the format needs. Killed at any time it is run again: from what it remembered with `advance`, or from its beginning.
   */
  readonly run: (world: MigrationWorld) => Promise<void>;
  /** Takes it back with nothing lost: what is left is what the format before it reads. Null = only its backup leads back. */
  readonly undo: ((store: WriteStore) => Promise<void>) | null;
}

export interface MigrationWorld {
  readonly store: WriteStore;
  readonly reader: LevelReader;
  /** Where an earlier run had come to; null = it begins. */
  readonly beyond: string | null;
  /** One batch, and how far the step has come with it. `done`: documents since its beginning. */
  readonly advance: (operations: readonly Operation[], beyond: string | null, done: number) => Promise<void>;
}
