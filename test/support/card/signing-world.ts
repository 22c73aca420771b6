import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Message } from '../../../packages/core/src/domain/message.js';
import { openWorld, type World } from '../world.js';
import { buildSimulator } from './build-simulator.js';
import { type CardAlgorithm, opensslVerifies } from './identity.js';
import { CARD, type World as CardWorld, createWorld } from './world.js';

/** A firm whose agent signs with the simulated card. */
export interface SigningWorld extends World {
  readonly card: CardWorld;
  /** Where the configuration takes the PIN from. */
  readonly pinFile: string;
}

export interface SigningChoices {
  readonly algorithm: CardAlgorithm;
  readonly businesses: Readonly<Record<string, unknown>>;
  readonly pin?: string;
  /** Over the profile of the card: eport-hsm signs in batches and without a pause. */
  readonly base?: 'eport-ikey' | 'eport-hsm';
  readonly days?: number;
  readonly signer?: Readonly<Record<string, unknown>>;
  readonly more?: Readonly<Record<string, unknown>>;
}

/** How soon the agent notices a card that comes or goes; what a test waits for. */
const POLL_MS = 100;

export function openSigningWorld(choices: SigningChoices): SigningWorld {
  const card = createWorld(choices.algorithm, choices.days);
  const profile = path.join(card.directory, 'profile.json');
  const pinFile = path.join(card.directory, 'pin.txt');
  writeFileSync(pinFile, choices.pin ?? CARD.pin, { mode: 0o600 });
  writeFileSync(profile, JSON.stringify({ name: 'quick', extends: choices.base ?? 'eport-ikey', pollMs: POLL_MS }));
  const signer = {
    kind: 'card',
    profile,
    library: buildSimulator(),
    environment: card.environment,
    pin: { file: pinFile },
    pauseMs: 0,
    watchMs: 1_000,
    ...choices.signer,
  };
  const world = openWorld({ transport: 'embedded', businesses: choices.businesses, more: { signer, ...choices.more } });
  return {
    ...world,
    card,
    pinFile,
    async [Symbol.asyncDispose]() {
      await world[Symbol.asyncDispose]();
      card[Symbol.dispose]();
    },
  };
}

/** The document that travels in a DxpMsg. */
export function carried(message: Message): Buffer {
  const [, data = ''] = /<Data>([^<]*)<\/Data>/.exec(Buffer.from(message.body).toString()) ?? [];
  return Buffer.from(data, 'base64');
}

export interface CarriedSignature {
  readonly signature: Buffer;
  /** The document with an empty Sign: what the default recipe signs. */
  readonly signedBytes: Buffer;
  readonly clientSeqNo: string;
}

export function signatureOf(xml: Buffer): CarriedSignature {
  const text = xml.toString('latin1');
  const [, sign = ''] = /<Sign>([^<]*)<\/Sign>/.exec(text) ?? [];
  const [, clientSeqNo = ''] = /<ClientSeqNo>([^<]*)</.exec(text) ?? [];
  const signedBytes = Buffer.from(text.replace(/<Sign>[^<]*<\/Sign>/, '<Sign></Sign>'), 'latin1');
  return { signature: Buffer.from(sign, 'base64'), signedBytes, clientSeqNo };
}

/** By the openssl command and the card's certificate: nothing of ours takes part. */
export function isSignedBy({ algorithm, material }: CardWorld, xml: Buffer): boolean {
  const { signature, signedBytes } = signatureOf(xml);
  return signature.length > 0 && opensslVerifies(algorithm, material, signedBytes, signature);
}
