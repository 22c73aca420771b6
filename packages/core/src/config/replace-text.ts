import { realpathSync, statSync } from 'node:fs';
import { Fault } from '../contract/fault.js';
import { replaceFile } from '../runtime/durable-file.js';

/**
 * Replaces the text of a configuration that is there, in one step: the agent that watches it never reads half of it. Its rights stay, and where it
 * is a link, what it leads to is replaced. Throws `disk.failed`.
 */
export function replaceConfigText(file: string, text: string): void {
  try {
    const whole = realpathSync(file);
    replaceFile(whole, text, { mode: statSync(whole).mode & RIGHTS, isFlushed: true });
  } catch (reason) {
    throw Fault.from(reason, 'disk.failed', { file });
  }
}

const RIGHTS = 0o7777;
