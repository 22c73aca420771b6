import { existsSync } from 'node:fs';
import path from 'node:path';
import { Fault } from '../../contract/fault.js';

const SETTINGS_FILE = path.join('SIC', 'UserSetting', 'DFWJobSettings.xml');

/** Where the official client keeps its settings: the user's local data, in some installs the roaming one [2 sources]. */
export function findOfficialSettings(environment: NodeJS.ProcessEnv): string {
  const roots = [environment['LOCALAPPDATA'], environment['APPDATA']].filter((root) => root !== undefined);
  const places = roots.map((root) => path.join(root, SETTINGS_FILE));
  const found = places.find((place) => existsSync(place));
  if (found === undefined)
    throw new Fault('config.missing', { file: places[0] ?? SETTINGS_FILE, option: '--settings' });
  return found;
}
