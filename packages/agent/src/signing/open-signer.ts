import { mkdirSync } from 'node:fs';
import path from 'node:path';
import {
  DEFAULT_SIGNER_LIMITS,
  EPORT_IKEY,
  openCardSigner,
  openRemoteSigner,
  openServiceSigner,
  openSoftwareSigner,
} from '@swic/card-ffi';
import {
  type Clock,
  type Emit,
  Fault,
  type LoadedConfig,
  type OpenedSigner,
  resolveSecret,
  type SignerConfig,
} from '@swic/core';
import { cardOptionsOf } from './card-settings.js';
import { lend } from './lend.js';
import { readPem } from './pem.js';
import { createPinSupply } from './pin-supply.js';

/** How long a connection to the vendor's service or to another agent may take. */
export const SERVICE_CONNECT_LIMIT_MS = 5_000;
/** A slow card with a large document, through the vendor's service. */
const SERVICE_LIMIT_MS = 60_000;

/**
 * The signer of the configuration. A PIN is fetched for each use and not kept; one that is missing holds the signing
 * businesses until it is saved, and stops no other business. Rejects with `signer.configuration`, and with `config.secret-missing`
 * for the key of a software or remote signer.
 */
export async function openSigner(loaded: LoadedConfig, clock: Clock, emit: Emit): Promise<OpenedSigner> {
  const opened = await openConfigured(loaded, clock);
  const { serve } = loaded.config.signing;
  return serve === null ? opened : lend(opened, serve, { loaded, clock, emit });
}

async function openConfigured(loaded: LoadedConfig, clock: Clock): Promise<OpenedSigner> {
  const { signer: config } = loaded.config;
  if (config === null) throw new Fault('signer.configuration', { path: 'signer', what: 'there is none' });
  switch (config.kind) {
    case 'card':
    case 'service':
      return openWithPin(config, loaded, clock);
    case 'software': {
      const secret = (ref: typeof config.key): Promise<string> => resolveSecret(ref, loaded.directory);
      const { passphrase } = config;
      return plain(
        await openSoftwareSigner({
          key: () => secret(config.key),
          passphrase: passphrase === null ? null : () => secret(passphrase),
          certificate: config.certificate === null ? null : readPem(config.certificate, loaded.directory),
          certificateNumber: config.certificateNumber,
        }),
      );
    }
    case 'remote': {
      const { host, port, serverFingerprint, requestLimitMs } = config;
      const identity = {
        certificate: readPem(config.certificate, loaded.directory),
        key: await resolveSecret(config.key, loaded.directory),
      };
      const limits = { connectLimitMs: SERVICE_CONNECT_LIMIT_MS, requestLimitMs, pollMs: EPORT_IKEY.pollMs };
      return plain(openRemoteSigner({ host, port, identity, serverFingerprint, ...limits }, clock));
    }
  }
}

/** Where the PIN budget is kept over restarts: at most one wrong attempt, however often swic is started. Makes its directory. */
export function pinStateFile(loaded: LoadedConfig): string {
  const file = pinStatePath(loaded);
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  return file;
}

/** The same, and nothing is made. */
export function pinStatePath({ config, directory }: LoadedConfig): string {
  return path.join(path.resolve(directory, config.dataDir), 'signer', 'pin.json');
}

type PinConfig = Extract<SignerConfig, { readonly kind: 'card' | 'service' }>;

async function openWithPin(config: PinConfig, loaded: LoadedConfig, clock: Clock): Promise<OpenedSigner> {
  const pins = createPinSupply(config.pin, loaded.directory);
  const common = {
    ...DEFAULT_SIGNER_LIMITS,
    attemptsMax: config.attempts,
    pin: pins.supply,
    pinStateFile: pinStateFile(loaded),
  };
  const signer =
    config.kind === 'card'
      ? openCardSigner({ ...common, card: cardOptionsOf(config, loaded), pauseMs: config.pauseMs }, clock)
      : openServiceSigner(
          {
            ...common,
            service: { url: config.url, connectLimitMs: SERVICE_CONNECT_LIMIT_MS, requestLimitMs: SERVICE_LIMIT_MS },
            dataAs: config.dataAs,
            pauseMs: config.pauseMs ?? EPORT_IKEY.pauseMs,
            pollMs: EPORT_IKEY.pollMs,
          },
          clock,
        );
  return {
    signer,
    verifyPin: (pin, signal) => pins.tryWith(pin, () => signer.verifyPin(signal)),
    [Symbol.asyncDispose]: () => signer[Symbol.asyncDispose](),
  };
}

function plain(signer: OpenedSigner['signer']): OpenedSigner {
  return { signer, verifyPin: null, [Symbol.asyncDispose]: () => signer[Symbol.asyncDispose]() };
}
