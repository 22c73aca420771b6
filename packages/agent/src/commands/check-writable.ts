import { accessSync, constants, existsSync, mkdtempSync, rmdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { AnswerProblem } from '@swic/core';

/** Can this directory be made, or written into? Tried where it would happen, since rights alone do not tell; nothing is left behind. */
export function checkWritable(directory: string): AnswerProblem | null {
  const existing = nearestExisting(directory);
  try {
    if (!statSync(existing).isDirectory())
      return { zh: `${existing} 是文件，不是目录。`, en: `${existing} is a file, not a directory.` };
    accessSync(existing, constants.W_OK);
    rmdirSync(mkdtempSync(path.join(existing, '.swic-')));
    return null;
  } catch {
    // Whatever the system gave as its reason: the answer is no, and another directory is needed.
    return { zh: `没有在 ${existing} 中建立目录的权限。`, en: `No directory can be made in ${existing}.` };
  }
}

function nearestExisting(directory: string): string {
  const parent = path.dirname(directory);
  return existsSync(directory) || parent === directory ? directory : nearestExisting(parent);
}
