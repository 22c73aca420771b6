import { statSync } from 'node:fs';

/** Is a socket at this place, be it by a link? */
export function isSocket(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isSocket() === true;
}
