import { hostname } from 'node:os';
import { hostUser } from '@swic/core';

/** Who gives a word, for the record: behind sudo is a person. */
export function operatorName(): string {
  const user = process.env['SUDO_USER'] ?? hostUser().name;
  return `${user}@${hostname()}`;
}
