// @ts-check
import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const INSTALL_LIMIT_MS = 300_000;

// The packages must not start or restart a service: tests start their own processes, and a developer's machine stays as it is.
// policy-rc.d is Debian's switch for that; one that is already there is the administrator's and stays.
const INSTALL = `
set -e
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\\nexit 101\\n' > "$policy"
  chmod 755 "$policy"
fi
export DEBIAN_FRONTEND=noninteractive
install() { apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=120 "$@" < /dev/null; }
install "$@" || { apt-get update -q && install "$@"; }
`;

/**
 * The path of a program, or null.
 * @param {string} name
 * @param {string} [path] a PATH to search
 * @returns {string | null}
 */
export function findProgram(name, path = process.env.PATH ?? '') {
  const candidates = path.split(delimiter).filter((directory) => directory !== '');
  return candidates.map((directory) => join(directory, name)).find((candidate) => existsSync(candidate)) ?? null;
}

/**
 * How a Debian package can be installed here without a question: the words before the command, or null when it cannot.
 * @returns {readonly string[] | null}
 */
export function findInstaller() {
  if (findProgram('apt-get') === null) return null;
  if (process.getuid?.() === 0) return [];
  const sudo = findProgram('sudo');
  if (sudo === null || !canSudo(sudo)) return null;
  return [sudo, '-n'];
}

/** @param {string} sudo */
function canSudo(sudo) {
  try {
    execFileSync(sudo, ['-n', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    // A password is needed, or sudo is not for this user: the answer is no.
    return false;
  }
}

/**
 * Installs Debian packages without starting their services.
 * @param {readonly string[]} installer from findInstaller
 * @param {readonly string[]} packages
 * @throws {Error} one sentence with the end of apt's own words
 */
export async function installPackages(installer, packages) {
  const [program, ...words] = [...installer, 'sh', '-c', INSTALL, 'install', ...packages];
  try {
    await run(/** @type {string} */ (program), words, { timeout: INSTALL_LIMIT_MS, maxBuffer: 16 * 1024 * 1024 });
  } catch (reason) {
    const { stdout = '', stderr = '' } = /** @type {{ stdout?: string; stderr?: string }} */ (reason);
    const words = `${stdout}\n${stderr}`.trim().split('\n').slice(-3).join(' | ');
    throw new Error(`apt-get could not install ${packages.join(' ')}: ${words}`, { cause: reason });
  }
}
