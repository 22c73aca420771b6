import { Fault, type Gateway, openGateway, ownFailures } from '@swic/core';
import type { ControlClient } from '@swic/core/client';
import { SWIC_VERSION } from '@swic/core/version';
import type { Context } from '../cli/context.js';
import { pageDirectory } from '../places.js';
import { openSignerLazily } from '../signing/open-lazily.js';
import { tellUpgrade } from './tell-upgrade.js';

/** The agent of a dashboard, in the same process. */
export interface HostedRun {
  /** Rejects with `instance.not-running` while a restart is under way. */
  connect(): Promise<ControlClient>;
  /** Settles when it has ended for good; rejects with what ended it. */
  readonly stopped: Promise<void>;
}

/** Runs until `intake` aborts. A restart opens it anew: the connections end with the old one, as over a socket. */
export async function hostAgent(context: Context, intake: AbortSignal, abort: AbortSignal): Promise<HostedRun> {
  let gateway: Gateway | null = await open(context, abort);
  const clients = new Set<ControlClient>();
  const run = async (): Promise<void> => {
    while (gateway !== null) {
      const isRestartAsked = gateway.offerRestart();
      let isAgain = false;
      {
        await using running = gateway;
        await running.run(intake, abort);
        isAgain = isRestartAsked() && !intake.aborted;
        if (isAgain) gateway = null;
        if (isAgain) for (const client of clients) await client[Symbol.asyncDispose]();
        clients.clear();
      }
      gateway = isAgain ? await open(context, abort) : null;
    }
  };
  return {
    connect: async () => {
      if (gateway === null) throw new Fault('instance.not-running');
      const client = gateway.connect();
      clients.add(client);
      return client;
    },
    stopped: run(),
  };
}

async function open(context: Context, abort: AbortSignal): Promise<Gateway> {
  const gateway = await openGateway(
    context.load(),
    {
      version: SWIC_VERSION,
      clock: context.clock,
      console: 'none',
      pageDirectory: pageDirectory(),
      decorate: null,
      openSigner: openSignerLazily,
      tellUpgrade: tellUpgrade(context),
    },
    abort,
  );
  ownFailures(gateway.fail);
  return gateway;
}
