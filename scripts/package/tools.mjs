// @ts-check
// Programs that make packages: found, or installed from Debian where that needs no question; else the kind is not built, and why is said.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findInstaller, findProgram, installPackages } from '../../test/support/debian-package.mjs';

const execute = promisify(execFile);
const OUTPUT_BYTES_MAX = 64 * 1024 * 1024;

/** Why a kind of package cannot be made on this machine: one sentence. */
export class NotBuilt extends Error {}

/**
 * @param {Readonly<Record<string, string>>} tools program → the Debian package that has it
 * @param {(line: string) => void} say told before anything is installed
 * @throws {NotBuilt}
 */
export async function provideTools(tools, say) {
  const missing = Object.keys(tools).filter((name) => findProgram(name) === null);
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map((name) => tools[name] ?? ''))];
  const installer = findInstaller();
  if (installer === null) throw new NotBuilt(`${missing.join(', ')} not found: install ${packages.join(', ')}`);
  say(`No ${missing.join(', ')} here: installing from Debian: ${packages.join(', ')}`);
  try {
    await installPackages(installer, packages);
  } catch (reason) {
    throw new NotBuilt(reason instanceof Error ? reason.message : String(reason));
  }
}

/**
 * Runs a program to its end. Times and names come from the release, never from this machine.
 * @param {string} program
 * @param {readonly string[]} words
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<string>} its standard output
 */
export async function runTool(program, words, { cwd, env = {} } = {}) {
  const isScript = process.platform === 'win32' && program === 'npm';
  const { stdout } = await execute(program, [...words], {
    cwd,
    env: { ...process.env, TZ: 'UTC', LC_ALL: 'C.UTF-8', ...env },
    maxBuffer: OUTPUT_BYTES_MAX,
    shell: isScript,
  });
  return stdout;
}

/**
 * The time of the release on everything.
 * @param {string} directory
 * @param {number} epochS
 */
export async function setTimes(directory, epochS) {
  await runTool('find', [directory, '-exec', 'touch', '--no-dereference', `--date=@${epochS}`, '{}', '+']);
}
