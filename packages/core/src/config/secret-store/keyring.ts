import { withDeadline } from '../../runtime/deadline.js';

/** Under this name our entries stand in the OS keyring. */
export const KEYRING_SERVICE = 'swic';

/**
 * On Linux the Secret Service and nothing else: the library would fall back to the kernel's keyring, which forgets everything
 * at a restart, and "saved once" would not be true.
 */
const OPTIONS = { linux: { store: 'secret-service' } } as const;

/** A locked keyring asks its user on the desktop; without a user there is no answer. */
const ANSWER_LIMIT_MS = 10_000;

/** A keyring that answered. Rejects with `config.secret-missing` when it stops answering. */
export interface Keyring {
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<void>;
  remove(name: string): Promise<boolean>;
  names(): Promise<readonly string[]>;
}

/** Loaded only when it is needed: its native binary is optional. Null = there is none here, or it is locked. */
export async function openKeyring(): Promise<Keyring | null> {
  try {
    const { AsyncEntry, findCredentialsAsync } = await import('@napi-rs/keyring');
    const entry = (name: string): InstanceType<typeof AsyncEntry> => new AsyncEntry(KEYRING_SERVICE, name, OPTIONS);
    const inTime = <T>(work: Promise<T>): Promise<T> => withDeadline(work, ANSWER_LIMIT_MS, 'config.secret-missing');
    // Only an answer proves that a user is there.
    await inTime(entry('swic.probe').getPassword());
    return {
      get: (name) => inTime(entry(name).getPassword()),
      set: (name, value) => inTime(entry(name).setPassword(value)),
      remove: (name) => inTime(entry(name).deleteCredential()),
      names: async () => (await inTime(findCredentialsAsync(KEYRING_SERVICE))).map(({ account }) => account),
    };
  } catch {
    // No library for this system, no session bus, a locked or absent service: all the same to us, there is the file.
    return null;
  }
}
