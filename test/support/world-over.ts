import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type MqSimulator, startMqSimulator } from './mqi/simulator.js';
import { MQ_USER, openWorld, type World, type WorldChoices } from './world.js';

/** A world over IBM MQ, with the simulated queue manager that is its alone. */
export interface MqWorld extends World {
  readonly queueManager: MqSimulator;
}

/** A world over any transport: where that is IBM MQ's, a simulated queue manager comes with it and goes with it. */
export async function openWorldOver(choices: WorldChoices): Promise<World> {
  return choices.transport === 'ibmmq' ? openMqWorld(choices) : openWorld(choices);
}

export async function openMqWorld(choices: Omit<WorldChoices, 'transport' | 'queueManager'>): Promise<MqWorld> {
  const directory = mkdtempSync(path.join(tmpdir(), 'swic-qm-'));
  const queueManager = await startMqSimulator({
    directory,
    users: [MQ_USER],
    queues: [{ name: 'SW.SEND' }, { name: 'SW.RECV' }],
  });
  const world = openWorld({ ...choices, transport: 'ibmmq', queueManager });
  return {
    ...world,
    queueManager,
    async [Symbol.asyncDispose]() {
      await world[Symbol.asyncDispose]();
      await queueManager.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
