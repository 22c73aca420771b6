import { statSync } from 'node:fs';
import path from 'node:path';
import type { IbmmqSettings } from '../settings.js';

/** What IBM's client and Node need of our environment. Nothing else is passed on: our own secrets may stand in it. */
const PASSED_ON: ReadonlySet<string> = new Set([
  'PATH',
  'Path',
  'HOME',
  'USER',
  'LOGNAME',
  'USERPROFILE',
  'USERNAME',
  'APPDATA',
  'LOCALAPPDATA',
  'ProgramData',
  'ProgramFiles',
  'SystemRoot',
  'SystemDrive',
  'windir',
  'TEMP',
  'TMP',
  'TMPDIR',
  'LANG',
  'LC_ALL',
  'TZ',
  'LD_LIBRARY_PATH',
  'DYLD_LIBRARY_PATH',
]);

/** IBM's own variables, of the client and of the package. */
const IBM_PREFIXES = ['MQ', 'AMQ', 'ICC_', 'GSK_'] as const;

const LIBRARY_VARIABLES: Partial<Record<NodeJS.Platform, { readonly name: string; readonly separator: string }>> = {
  win32: { name: 'PATH', separator: ';' },
  darwin: { name: 'DYLD_LIBRARY_PATH', separator: ':' },
};
const LIBRARY_VARIABLE = { name: 'LD_LIBRARY_PATH', separator: ':' } as const;

/** The environment of a client process. A library path takes effect only where it is set before the process starts. */
export function clientEnvironment(
  parent: Readonly<Record<string, string | undefined>>,
  { ccsid, clientLibrary }: Pick<IbmmqSettings, 'ccsid' | 'clientLibrary'>,
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(parent)) {
    if (value !== undefined && (PASSED_ON.has(name) || IBM_PREFIXES.some((prefix) => name.startsWith(prefix))))
      result[name] = value;
  }
  // What the client says of its own character set; bodies carry no format and are never converted.
  result['MQCCSID'] = String(ccsid);
  // The package would wrap every put and get in tracing that is not read here.
  result['MQIJS_NOOTEL'] = '1';
  if (clientLibrary !== null) {
    const { name, separator } = LIBRARY_VARIABLES[process.platform] ?? LIBRARY_VARIABLE;
    const inherited = result[name];
    const directory = directoryOf(clientLibrary);
    result[name] = inherited === undefined || inherited === '' ? directory : `${directory}${separator}${inherited}`;
    result['MQIJS_PREFER_INSTALLED_LIBRARY'] = '1';
  }
  return result;
}

/** The setting names the directory; the library file itself is understood as well. */
function directoryOf(setting: string): string {
  try {
    return statSync(setting).isFile() ? path.dirname(setting) : setting;
  } catch {
    // Not there: the search will say so, with this name in it.
    return setting;
  }
}
