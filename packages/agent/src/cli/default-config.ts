import { statSync } from 'node:fs';
import path from 'node:path';
import { installation } from '../places.js';

const NAME = 'swic.yaml';
/** In the directory where the command is given; it is the answer too where there is none anywhere. */
const HERE = `./${NAME}`;

/** What decides the place of the configuration. */
export interface ConfigWorld {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Null where the account has none. */
  readonly home: string | null;
  /** As it was chosen in the installer for Windows; null where this was not installed by it. */
  readonly dataDirectory: string | null;
  /** Hidden: this account may not look. */
  look(file: string): 'there' | 'absent' | 'hidden';
}

/**
 * The configuration of a command without `--config`: what `SWIC_CONFIG` names, there or not; else the first that there is of
 * `./swic.yaml`, that of this user, and that of the machine. Where there is none, one that cannot be seen is named, so that the reason is told.
 */
export function defaultConfig({ look, ...world }: ConfigWorld): string {
  const named = world.environment['SWIC_CONFIG'];
  if (named !== undefined && named !== '') return named;
  const places = [HERE, ...commonPlaces(world)];
  // A command as another account has the home of the one before, and may not look there: what can be seen comes first.
  const found = places.find((file) => look(file) === 'there') ?? places.find((file) => look(file) === 'hidden');
  return found ?? HERE;
}

function commonPlaces({ platform, environment, home, dataDirectory }: Omit<ConfigWorld, 'look'>): readonly string[] {
  if (platform === 'win32') {
    if (dataDirectory !== null) return [path.win32.join(dataDirectory, NAME)];
    const data = environment['ProgramData'];
    return data === undefined || data === '' ? [] : [path.win32.join(data, 'swic', NAME)];
  }
  const set = environment['XDG_CONFIG_HOME'];
  // A relative path is invalid there and is passed over, as the specification asks.
  const own =
    set !== undefined && path.posix.isAbsolute(set) ? set : home === null ? null : path.posix.join(home, '.config');
  const system = path.posix.join('/etc', 'swic', NAME);
  return own === null ? [system] : [path.posix.join(own, 'swic', NAME), system];
}

/** On this machine, for this account. */
export function defaultConfigHere(): string {
  const { env, platform } = process;
  const dataDirectory = installation()?.dataDirectory ?? null;
  return defaultConfig({ platform, environment: env, home: env['HOME'] ?? null, dataDirectory, look });
}

function look(file: string): 'there' | 'absent' | 'hidden' {
  try {
    statSync(file);
    return 'there';
  } catch (reason) {
    return reason instanceof Error && 'code' in reason && reason.code === 'EACCES' ? 'hidden' : 'absent';
  }
}
