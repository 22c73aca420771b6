import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { listSecrets, removeSecret, saveSecret } from './store.js';

/** As the Credential Manager of Windows answers: what is there is found by its name, and nothing is listed. */
const kept = vi.hoisted(() => new Map<string, string>());
vi.mock('@napi-rs/keyring', () => ({
  AsyncEntry: class {
    readonly #name: string;
    constructor(_service: string, name: string) {
      this.#name = name;
    }
    async getPassword(): Promise<string | null> {
      return kept.get(this.#name) ?? null;
    }
    async setPassword(value: string): Promise<void> {
      kept.set(this.#name, value);
    }
    async deleteCredential(): Promise<boolean> {
      return kept.delete(this.#name);
    }
  },
  findCredentialsAsync: async () => [],
}));

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'swic-secrets-'));
  process.env['SWIC_SECRETS_FILE'] = join(directory, 'secrets.json');
  kept.clear();
});
afterEach(() => {
  delete process.env['SWIC_SECRETS_FILE'];
  rmSync(directory, { recursive: true, force: true });
});

test('secrets of a keyring that lists nothing are listed, until they are removed, by swic or by hand', async () => {
  await saveSecret('mq', 'a', null);
  await saveSecret('card-pin', 'b', 'keyring');
  expect(await listSecrets()).toEqual([
    { name: 'card-pin', store: 'keyring' },
    { name: 'mq', store: 'keyring' },
  ]);
  expect(await removeSecret('mq')).toBe(true);
  kept.delete('card-pin');
  expect(await listSecrets()).toEqual([]);
});
