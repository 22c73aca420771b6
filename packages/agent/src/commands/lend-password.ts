import type { SecretRef } from '@swic/core';

/** A name that no other configuration of this user has: the client id is the firm's own. */
export function secretNameOf(clientId: string): string {
  return `mq-${clientId}`;
}

/** Only in this process, only while a connection is tested. */
const VARIABLE = 'SWIC_PASSWORD_JUST_TYPED';

/** A password that was typed and not saved yet, as a reference that the transports resolve. Disposing forgets it. */
export function lendPassword(password: string | null): Disposable & { readonly ref: SecretRef | null } {
  if (password !== null) process.env[VARIABLE] = password;
  return {
    ref: password === null ? null : { env: VARIABLE },
    [Symbol.dispose]: () => void delete process.env[VARIABLE],
  };
}
