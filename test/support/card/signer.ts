import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CardOptions,
  type CardSigner,
  openCardSigner,
  openServiceSigner,
  type ServiceSigner,
} from '@swic/card-ffi';
import { cardOptions, systemClock } from './card.js';
import { CARD, type World } from './world.js';

/** A directory for the PIN budget, gone with the test. */
export interface StateDirectory extends Disposable {
  readonly pinStateFile: string;
}

export function stateDirectory(): StateDirectory {
  const directory = mkdtempSync(join(tmpdir(), 'swic-signer-state-'));
  return {
    pinStateFile: join(directory, 'card.pin.json'),
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
}

export interface SignerChanges {
  readonly pin?: string;
  readonly pauseMs?: number;
  readonly pollMs?: number;
  readonly attemptsMax?: number;
  readonly card?: Partial<CardOptions>;
}

export function openSimulatedSigner(world: World, state: StateDirectory, changes: SignerChanges = {}): CardSigner {
  const card = cardOptions(world, changes.card);
  const options = {
    card: { ...card, profile: { ...card.profile, pollMs: changes.pollMs ?? 20 } },
    pin: async () => changes.pin ?? CARD.pin,
    pinStateFile: state.pinStateFile,
    pauseMs: changes.pauseMs ?? 0,
    attemptsMax: changes.attemptsMax ?? 3,
    retryPauseMs: 5,
    waitingMax: 2_000,
  };
  return openCardSigner(options, systemClock);
}

export function openSimulatedServiceSigner(
  url: string,
  state: StateDirectory,
  changes: SignerChanges = {},
): ServiceSigner {
  const options = {
    service: { url, connectLimitMs: 500, requestLimitMs: 1_000 },
    pin: async () => changes.pin ?? CARD.pin,
    pinStateFile: state.pinStateFile,
    pauseMs: changes.pauseMs ?? 0,
    pollMs: changes.pollMs ?? 20,
    attemptsMax: changes.attemptsMax ?? 3,
    retryPauseMs: 5,
    waitingMax: 2_000,
    dataAs: 'auto' as const,
  };
  return openServiceSigner(options, systemClock);
}
