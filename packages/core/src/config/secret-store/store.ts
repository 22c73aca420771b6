import { Fault } from '../../contract/fault.js';
import { getFromFile, namesInFile, removeFromFile, setInFile } from './encrypted-file.js';
import { openKeyring } from './keyring.js';
import { dropName, keepName, namesKept } from './keyring-names.js';
import { secretsFile } from './machine.js';

/** Where a secret is: the OS keyring, or our encrypted file where there is none. */
export type SecretStore = 'keyring' | 'file';

export interface SavedSecret {
  readonly name: string;
  readonly store: SecretStore;
}

/** Saves under a name that a configuration refers to as `{ keyring: NAME }`. `store` null = the keyring, else the file. */
export async function saveSecret(name: string, value: string, store: SecretStore | null): Promise<SavedSecret> {
  if (value === '') throw new Fault('command.usage', { problem: 'empty-secret', name });
  const keyring = await openKeyring();
  if (store === 'keyring' && keyring === null) throw new Fault('config.secret-missing', { problem: 'no-keyring' });
  if (keyring !== null && store !== 'file') {
    await keyring.set(name, value);
    keepName(name);
    // One name, one place: an older copy elsewhere would come back to life when this one is removed.
    removeFromFile(secretsFile(), name);
    return { name, store: 'keyring' };
  }
  setInFile(secretsFile(), name, value);
  if (keyring !== null && (await keyring.get(name)) !== null) await keyring.remove(name);
  dropName(name);
  return { name, store: 'file' };
}

/** Null = it is in neither place. */
export async function findSecret(name: string): Promise<string | null> {
  const keyring = await openKeyring();
  return (await keyring?.get(name)) ?? getFromFile(secretsFile(), name);
}

export async function listSecrets(): Promise<readonly SavedSecret[]> {
  const keyring = await namesInKeyring();
  const named = (store: SecretStore) => (name: string) => ({ name, store });
  return [...keyring.map(named('keyring')), ...[...namesInFile(secretsFile())].sort().map(named('file'))];
}

/** What it lists, and what we know to have saved there and is there still. */
async function namesInKeyring(): Promise<readonly string[]> {
  const keyring = await openKeyring();
  if (keyring === null) return [];
  const listed = await keyring.names();
  const unlisted = namesKept().filter((name) => !listed.includes(name));
  const values = await Promise.all(unlisted.map((name) => keyring.get(name)));
  return [...listed, ...unlisted.filter((_, index) => values[index] !== null)].sort();
}

/** False = there was none. */
export async function removeSecret(name: string): Promise<boolean> {
  const keyring = await openKeyring();
  const wasInKeyring = keyring !== null && (await keyring.get(name)) !== null && (await keyring.remove(name));
  dropName(name);
  return removeFromFile(secretsFile(), name) || wasInKeyring;
}
