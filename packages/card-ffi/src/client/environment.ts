import { ENVIRONMENT } from '../protocol/host-messages.js';

/** What a vendor library may need to find its helpers, its settings and the reader service. Nothing else is passed on. */
const PASSED_ON = [
  'PATH',
  'Path',
  'SystemRoot',
  'SystemDrive',
  'windir',
  'TEMP',
  'TMP',
  'TMPDIR',
  'HOME',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'ProgramFiles',
  'ProgramFiles(x86)',
  'ProgramData',
  'LANG',
  'LC_ALL',
  'LD_LIBRARY_PATH',
  'WINEPREFIX',
] as const;

/**
 * The host's environment: a short list of the parent's variables, the configured extras, and the way back to us.
 * NODE_OPTIONS stays out: an inspector or a diagnostic report of the host would show the PIN.
 */
export function hostEnvironment(
  parent: Readonly<Record<string, string | undefined>>,
  extra: Readonly<Record<string, string>>,
  link: { readonly address: string; readonly token: string },
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const name of PASSED_ON) {
    const value = parent[name];
    if (value !== undefined) result[name] = value;
  }
  for (const [name, value] of Object.entries(extra)) {
    if (name !== 'NODE_OPTIONS') result[name] = value;
  }
  return { ...result, [ENVIRONMENT.socket]: link.address, [ENVIRONMENT.token]: link.token };
}
