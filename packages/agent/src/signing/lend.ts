import { openRemoteServer } from '@swic/card-ffi';
import {
  type Clock,
  type Emit,
  type LoadedConfig,
  type OpenedSigner,
  resolveSecret,
  type SigningConfig,
} from '@swic/core';
import { readPem } from './pem.js';

export type ServeConfig = NonNullable<SigningConfig['serve']>;

/** The signer, which also signs for the agents on the list as long as it is open. */
export async function lend(
  opened: OpenedSigner,
  serve: ServeConfig,
  { loaded, clock, emit }: { readonly loaded: LoadedConfig; readonly clock: Clock; readonly emit: Emit },
): Promise<OpenedSigner> {
  try {
    const { host, port, allowed, connectionsMax } = serve;
    const identity = {
      certificate: readPem(serve.certificate, loaded.directory),
      key: await resolveSecret(serve.key, loaded.directory),
    };
    const onRefused = (facts: { readonly address: string; readonly fingerprint: string | null }): void =>
      emit({ type: 'signer.stranger', ...facts });
    const options = { host, port, identity, allowed, connectionsMax, onRefused };
    const server = await openRemoteServer(options, opened.signer, clock);
    return {
      ...opened,
      async [Symbol.asyncDispose]() {
        await server[Symbol.asyncDispose]();
        await opened[Symbol.asyncDispose]();
      },
    };
  } catch (reason) {
    await opened[Symbol.asyncDispose]();
    throw reason;
  }
}
