import { existsSync } from 'node:fs';
import path from 'node:path';
import { Fault } from '../../contract/fault.js';

const FILE = 'DFWJobSettings.xml';
const SETTINGS_FILE = path.join('SIC', 'UserSetting', FILE);

/**
 * Where the official client keeps its settings: the user's local data, in some installs the roaming one [2 sources]; then the
 * current directory, where a person may have copied them to. Null when there are none.
 */
export function locateOfficialSettings(environment: NodeJS.ProcessEnv, directory: string): string | null {
  return placesOf(environment, directory).find((place) => existsSync(place)) ?? null;
}

/** As locateOfficialSettings; throws `config.official-missing` when there are none. */
export function findOfficialSettings(environment: NodeJS.ProcessEnv, directory: string): string {
  const found = locateOfficialSettings(environment, directory);
  if (found !== null) return found;
  const [usual] = placesOf(environment, directory);
  throw new Fault('config.official-missing', { file: usual ?? SETTINGS_FILE });
}

function placesOf(environment: NodeJS.ProcessEnv, directory: string): readonly string[] {
  const roots = [environment['LOCALAPPDATA'], environment['APPDATA']].filter((root) => root !== undefined);
  return [...roots.map((root) => path.join(root, SETTINGS_FILE)), path.resolve(directory, FILE)];
}
