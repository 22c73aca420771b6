import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { replaceFile } from '../../runtime/durable-file.js';
import { secretsFile } from './machine.js';

/** The names of what was saved in the keyring, never a value: the Credential Manager of Windows does not list them by our service. */
export function namesKept(): readonly string[] {
  try {
    const names: unknown = JSON.parse(readFileSync(namesFile(), 'utf8'));
    return Array.isArray(names) ? names.filter((name): name is string => typeof name === 'string') : [];
  } catch {
    // None were kept yet, or the file is damaged: what the keyring lists is listed.
    return [];
  }
}

export function keepName(name: string): void {
  const names = namesKept();
  if (!names.includes(name)) write([...names, name]);
}

export function dropName(name: string): void {
  const names = namesKept();
  if (names.includes(name)) write(names.filter((kept) => kept !== name));
}

function namesFile(): string {
  return path.join(path.dirname(secretsFile()), 'keyring-names.json');
}

/** The secret itself is saved by then: that its name is not kept is no reason to fail. */
function write(names: readonly string[]): void {
  const file = namesFile();
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    replaceFile(file, `${JSON.stringify([...names].sort())}\n`, { mode: 0o600, isFlushed: true });
  } catch {
    // Then it is missing in a list, and found by its name all the same.
  }
}
