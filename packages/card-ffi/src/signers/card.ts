import type { Clock, SignatureResult } from '@swic/core/ports';
import { type CallFailure, step } from '../bindings/convert.js';
import { type Card, type CardOptions, failureFault, openCard } from '../client/card.js';
import type { AttemptOutcome, WrongPin } from '../pin/pin-budget.js';
import type { Profile } from '../profiles/profile.js';
import { meaningOf } from '../return-codes.js';
import { type CardIdentity, readIdentity } from './card-identity.js';
import {
  type Device,
  type DeviceOutcome,
  DeviceSigner,
  type DeviceSignerOptions,
  type PinSigner,
} from './device-signer.js';

export interface CardSignerOptions extends Omit<DeviceSignerOptions, 'pauseMs' | 'pollMs'> {
  readonly card: CardOptions;
  /** null = the profile's: 100 ms for cards, 0 for HSMs. */
  readonly pauseMs: number | null;
}

export type CardSigner = PinSigner<'card'>;

/** The signer behind the vendor's library. It owns the card and its host process. */
export function openCardSigner(options: CardSignerOptions, clock: Clock): CardSigner {
  const { profile } = options.card;
  const device = createCardDevice(openCard(options.card, clock));
  return new DeviceSigner(
    'card',
    device,
    { ...options, pauseMs: options.pauseMs ?? profile.pauseMs, pollMs: profile.pollMs },
    clock,
  );
}

function createCardDevice(card: Card): Device {
  const { profile } = card;
  return {
    batchMax: profile.signaturesPerUse,
    readIdentity: (pin, signal) => readIdentity(card, pin, signal),
    async tryPin(pin, identity, signal): Promise<AttemptOutcome> {
      const { failure } = await card.use(
        { pin, expectedCard: guardOf(identity), isBracketed: true, steps: [] },
        signal,
      );
      if (failure === null) return { kind: 'right' };
      return pinRefusal(failure, identity, profile) ?? { kind: 'not-tried', fault: failureFault(failure, profile) };
    },
    async sign(batch, pin, identity, signal): Promise<DeviceOutcome> {
      const steps = batch.map((data) => step('SpcSignData', { data }));
      const { outputs, failure } = await card.use(
        { pin, expectedCard: guardOf(identity), isBracketed: true, steps },
        signal,
      );
      const signed = outputs.flatMap((output) => (output === null ? [] : [toResult(output.signature, identity)]));
      const pinRefused = failure === null ? null : pinRefusal(failure, identity, profile);
      return { signed, pinRefused, fault: failure === null ? null : failureFault(failure, profile) };
    },
    [Symbol.asyncDispose]: () => card[Symbol.asyncDispose](),
  };
}

/** null = the failure says nothing about the PIN. */
function pinRefusal(failure: CallFailure, identity: CardIdentity, profile: Profile): WrongPin | null {
  const { name, code, words } = failure;
  if (name !== 'SpcVerifyPIN' || code === null || meaningOf(name, code, profile) !== 'pin-wrong') return null;
  return { kind: 'wrong', isCertain: true, cardId: identity.cardId, code, words };
}

/** The card id as octets for the bridge's guard; ids are plain digits and letters. */
function guardOf(identity: CardIdentity): Uint8Array | null {
  return identity.rawCardId === null ? null : Buffer.from(identity.rawCardId, 'latin1');
}

function toResult(signature: Uint8Array, identity: CardIdentity): SignatureResult {
  return {
    signature,
    certificateNumber: identity.certificateNumber ?? '',
    certificate: identity.certificate,
    // RSA-1024 gives 128 octets, SM2 64: the last resort for a card that shows neither certificate nor flag.
    algorithm: identity.algorithm ?? (signature.length === 64 ? 'sm2-sm3' : 'rsa-sha1'),
  };
}
