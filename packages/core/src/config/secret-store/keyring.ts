/** Under this name our entries stand in the OS keyring. */
export const KEYRING_SERVICE = 'swic';

/**
 * On Linux the Secret Service and nothing else: the library would fall back to the kernel's keyring, which forgets everything
 * at a restart, and "saved once" would not be true.
 */
const OPTIONS = { linux: { store: 'secret-service' } } as const;

/** A keyring that answered; null where this machine or session has none. */
export interface Keyring {
  get(name: string): string | null;
  set(name: string, value: string): void;
  remove(name: string): boolean;
  names(): readonly string[];
}

/** Loaded only when it is needed: its native binary is optional. Null = there is none here, or it is locked. */
export async function openKeyring(): Promise<Keyring | null> {
  try {
    const { Entry, findCredentials } = await import('@napi-rs/keyring');
    const entry = (name: string): InstanceType<typeof Entry> => new Entry(KEYRING_SERVICE, name, OPTIONS);
    // Only an answer proves that somebody is there to answer.
    entry('swic.probe').getPassword();
    return {
      get: (name) => entry(name).getPassword(),
      set: (name, value) => entry(name).setPassword(value),
      remove: (name) => entry(name).deletePassword(),
      names: () => findCredentials(KEYRING_SERVICE).map(({ account }) => account),
    };
  } catch {
    // No library for this system, no session bus, a locked or absent service: all the same to us, there is the file.
    return null;
  }
}
