import { existsSync } from 'node:fs';
import { Fault } from '@swic/core';
import { connectAgent } from '@swic/core/client';
import type { Context } from '../cli/context.js';
import { readLine } from '../cli/read-line.js';
import { sayFault } from '../cli/say-fault.js';
import { serviceWrapper } from '../places.js';
import type { ServiceFacts } from '../service/definition.js';
import { serviceManager } from '../service/manager.js';
import { dataDirOf } from './reach.js';
import { serviceFacts } from './service.js';

/** How swic can be started by itself on a machine, in the order of the numbers that a person types. */
export type StartWay = 'logon' | 'service';

/** A start takes seconds; one over a large ledger goes on while the dashboard waits for it. */
const READY_MS = 20_000;
const LOOK_MS = 300;

/** Which there are here: a container and a system without systemd have none. */
export function startWays(platform: NodeJS.Platform = process.platform): readonly StartWay[] {
  if (platform === 'win32') return serviceWrapper() === null ? ['logon'] : ['logon', 'service'];
  return platform === 'linux' && existsSync('/run/systemd/system') ? ['logon'] : [];
}

interface Offering {
  readonly ways: readonly StartWay[];
  readonly ask: (question: string) => Promise<string>;
  readonly install: (facts: ServiceFacts) => void;
}

const BY_THIS_MACHINE: Offering = {
  ways: startWays(),
  ask: readLine,
  install: (facts) => serviceManager().install(facts),
};

/**
 * Asks once, after the first set-up, whether swic starts by itself from now on, and starts it then. What cannot be installed is said, and the
 * dashboard runs the agent in its window as before. True when it is installed.
 */
export async function offerStart(context: Context, offering: Offering = BY_THIS_MACHINE): Promise<boolean> {
  const { ways, ask, install } = offering;
  if (ways.length === 0) return false;
  const rows = ways.map((way, index) => context.t(`start.way.${way}`, { number: index + 1 }));
  for (const row of [context.t('start.question'), ...rows]) context.say(row);
  const way = ways[Number(await ask(context.t('start.ask'))) - 1];
  if (way === undefined) return false;
  try {
    install(serviceFacts(context, { name: 'swic', logon: way === 'logon' }));
  } catch (reason) {
    sayFault(context, Fault.from(reason, 'command.failed'));
    context.say(context.t(`start.failed.${way}`));
    return false;
  }
  await untilReady(context);
  return true;
}

/** The dashboard attaches to it then, instead of starting a second one. */
async function untilReady(context: Context): Promise<void> {
  const { clock } = context;
  const dataDir = dataDirOf(context);
  const untilMs = clock.tickMs() + READY_MS;
  while (clock.tickMs() < untilMs) {
    try {
      await using _client = await connectAgent(dataDir);
      return;
    } catch {
      // It is only starting.
      await clock.sleep(LOOK_MS, new AbortController().signal);
    }
  }
}
