import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Fault, type GatewayOptions, type KillOrder, type LoadedConfig, loadDrill } from '@swic/core';

/** What the drill gives its child: the token of its directory, and where to end itself; without the second it runs as always. */
const VARIABLE = 'SWIC_DRILL';
/** In the directory of the configuration: no configuration can have it, and no directory but that of a drill. */
export const TOKEN_FILE = 'drill-token';
/** Written right before the end, so that an end for another reason is not taken for it. */
export const KILLED_FILE = 'drill-killed';

/** As the environment of a child. */
export function drillEnvironment(token: string, order: KillOrder | null): Readonly<Record<string, string>> {
  return { [VARIABLE]: JSON.stringify({ token, order } satisfies DrillWords) };
}

interface DrillWords {
  readonly token: string;
  readonly order: KillOrder | null;
}

/**
 * For an agent that a drill has started: the kill around its ports, and its end with that of the drill. Null for every other agent. The
 * variable alone starts nothing: it is refused unless the configuration is in the directory of the drill that set it, and the process is
 * its child.
 */
export async function drillDecoration(
  { directory }: LoadedConfig,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<GatewayOptions['decorate']> {
  const text = environment[VARIABLE];
  if (text === undefined) return null;
  const words = readWords(text, directory);
  if (words === null || process.send === undefined)
    throw new Fault('command.usage', {
      zh: `环境变量 ${VARIABLE} 只供 swic selftest 使用，请删除`,
      en: `the environment variable ${VARIABLE} is for swic selftest alone: remove it`,
    });
  const end = (): void => void process.kill(process.pid, 'SIGKILL');
  process.on('disconnect', end);
  // The drill has ended while this process was starting.
  if (!process.connected) end();
  // It ends by itself when its work is done, whether the drill still listens or not.
  process.channel?.unref();
  if (words.order === null) return null;
  const { killAt } = await loadDrill();
  return killAt(words.order, () => die(directory));
}

function readWords(text: string, directory: string): DrillWords | null {
  try {
    const words = JSON.parse(text) as DrillWords;
    return words.token === readFileSync(path.join(directory, TOKEN_FILE), 'utf8') ? words : null;
  } catch {
    // No drill's directory, or not written by a drill.
    return null;
  }
}

function die(directory: string): never {
  writeFileSync(path.join(directory, KILLED_FILE), '');
  process.kill(process.pid, 'SIGKILL');
  // The signal is on its way; nothing may run until it arrives.
  for (;;);
}
