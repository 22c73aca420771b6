import { resolveSecret, type SecretRef, saveSecret } from '@swic/core';

/** Where the PIN comes from: the saved one, or one that an operator typed and that proved right. */
export interface PinSupply {
  readonly supply: () => Promise<string>;
  /**
   * Runs an attempt with a typed PIN (null = the saved one). A typed one that is right is kept for this process, and saved
   * where the configuration's reference can be written.
   */
  tryWith(pin: string | null, attempt: () => Promise<void>): Promise<void>;
}

export function createPinSupply(ref: SecretRef, directory: string): PinSupply {
  let typed: string | null = null;
  return {
    supply: async () => typed ?? resolveSecret(ref, directory),
    async tryWith(pin, attempt) {
      const before = typed;
      typed = pin;
      try {
        await attempt();
      } catch (reason) {
        typed = before;
        throw reason;
      }
      if (pin !== null && 'keyring' in ref) await saveSecret(ref.keyring, pin, null);
    },
  };
}
