import type { Command } from 'commander';
import type { Translate } from '../text/index.js';
import type { Context } from './context.js';

/** How a command is declared: it adds itself to the program and hands its work to `act`. */
export interface CommandHost {
  readonly program: Command;
  readonly t: Translate;
  /** Wraps an action: builds the context from the options in force and remembers the exit code. */
  act<Arguments extends readonly unknown[]>(
    work: (context: Context, ...args: Arguments) => Promise<number>,
  ): (...args: unknown[]) => Promise<void>;
}
