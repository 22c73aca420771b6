// @ts-check
import { execFileSync } from 'node:child_process';

/**
 * The files of a tarball, without what comes before the root of the program.
 * @param {string} file
 * @param {string} prefix
 * @returns {readonly string[]}
 */
export function filesInTarball(file, prefix) {
  const names = execFileSync('tar', ['--list', '--gzip', '--quoting-style=literal', '--file', file], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });
  const all = names.split('\n').filter((name) => name !== '' && !name.endsWith('/'));
  return all.map((name) => (name.startsWith(prefix) ? name.slice(prefix.length) : name));
}
