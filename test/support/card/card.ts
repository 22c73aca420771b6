import { type Card, type CardOptions, EPORT_IKEY, openCard } from '@swic/card-ffi';
import { systemClock } from '../../../packages/core/src/runtime/system-clock.js';
import { buildHost } from './build-host.js';
import { buildSimulator } from './build-simulator.js';
import type { World } from './world.js';

/** Options for the simulated card, with limits short enough for a test to wait for them. */
export function cardOptions(world: World, changes: Partial<CardOptions> = {}): CardOptions {
  return {
    runtime: process.execPath,
    entry: buildHost(),
    library: buildSimulator(),
    profile: EPORT_IKEY,
    environment: world.environment,
    startLimitMs: 10_000,
    heartbeatMs: 60_000,
    heartbeatLimitMs: 2_000,
    backoffFirstMs: 20,
    backoffMaxMs: 500,
    waitingMax: 2_000,
    bracketLimitMs: 5_000,
    stepLimitMs: 5_000,
    ...changes,
  };
}

export function openSimulatedCard(world: World, changes: Partial<CardOptions> = {}): Card {
  return openCard(cardOptions(world, changes), systemClock);
}

export { systemClock };
