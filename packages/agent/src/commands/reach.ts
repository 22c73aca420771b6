import path from 'node:path';
import { type CommandMap, Fault, findAgentWithoutData, type Offline, openOffline } from '@swic/core';
import { type ControlClient, connectAgent } from '@swic/core/client';
import type { Context } from '../cli/context.js';
import { openProgress } from '../cli/progress-bar.js';

/** The data directory of the configuration, absolute. */
export function dataDirOf(context: Context): string {
  const { config, directory } = context.load();
  return path.resolve(directory, config.dataDir);
}

/** Asks the running agent; rejects with `instance.not-running`. */
export async function withAgent<T>(context: Context, work: (client: ControlClient) => Promise<T>): Promise<T> {
  await using client = await connectAgent(dataDirOf(context)).catch(async (reason: unknown) => {
    throw (await withoutData(context, reason)) ?? reason;
  });
  return await work(client);
}

/** An agent whose data directory was removed has lost its socket with it, and is not "not running". */
async function withoutData(context: Context, reason: unknown): Promise<Fault | null> {
  if (!(reason instanceof Fault) || reason.code !== 'instance.not-running') return null;
  const pid = await findAgentWithoutData(context.load());
  return pid === null ? null : new Fault('ledger.gone', { directory: dataDirOf(context), pid });
}

/** Asks the running agent; where none runs, reads ledger and disk itself. */
export async function askAnywhere<Name extends keyof Offline & keyof CommandMap>(
  context: Context,
  name: Name,
  params: CommandMap[Name]['params'],
): Promise<CommandMap[Name]['result']> {
  const bar = openProgress(context);
  try {
    return await withAgent(context, (client) => {
      client.on('progress', bar.tell);
      return client.call(name, params);
    });
  } catch (reason) {
    if (!(reason instanceof Fault) || reason.code !== 'instance.not-running') throw reason;
  } finally {
    bar.end();
  }
  const controller = new AbortController();
  await using offline = await openOffline(context.load(), context.clock, controller.signal);
  try {
    return await offline[name](params as never, controller.signal, bar.tell);
  } finally {
    bar.end();
  }
}
