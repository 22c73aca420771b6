import path from 'node:path';
import { Fault } from '../contract/fault.js';
import type { DocumentId } from '../domain/document.js';
import { countedName } from '../domain/naming.js';
import { ATTEMPTS_MAX, moveAcross } from './across.js';
import { moveIfFree } from './disk.js';
import { errnoOf } from './faults.js';

export interface Return {
  readonly id: DocumentId;
  readonly source: string;
  readonly outBox: string;
  readonly name: string;
}

/**
 * Puts a file back into OutBox under its own name, `_1`, `_2` … added while that is taken, since the firm's own system may have
 * written another one since then. Resolves with the name. Throws what the file system threw; the file is then where it was.
 */
export async function giveBack({ id, source, outBox, name }: Return): Promise<string> {
  const target = (attempt: number): string => path.join(outBox, countedName(name, attempt));
  try {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      if (moveIfFree(source, target(attempt)) === 'placed') return countedName(name, attempt);
    }
    throw new Fault('disk.failed', { path: target(0), errno: 'EEXIST' });
  } catch (reason) {
    if (errnoOf(reason) !== 'EXDEV') throw reason;
    return countedName(name, await moveAcross({ source, box: outBox, id, target }));
  }
}
