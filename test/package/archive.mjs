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

/**
 * The files of the one layer of an image, without those of its libraries.
 * @param {string} file an OCI archive
 * @returns {readonly string[]}
 */
export function filesInImage(file) {
  const read = (/** @type {string} */ path) =>
    JSON.parse(execFileSync('tar', ['-xOf', file, path], { encoding: 'utf8' }));
  const blob = (/** @type {string} */ digest) => `./blobs/${digest.replace(':', '/')}`;
  const [manifest] = read('./index.json').manifests;
  const [layer] = read(blob(manifest.digest)).layers;
  const words = [
    '-c',
    'tar -xOf "$1" "$2" | tar --list --gzip --quoting-style=literal',
    'sh',
    file,
    blob(layer.digest),
  ];
  const names = execFileSync('sh', words, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } });
  return names
    .split('\n')
    .filter((name) => name.startsWith('./') && !name.endsWith('/'))
    .map((name) => name.slice(2));
}
