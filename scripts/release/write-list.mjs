// @ts-check
// `npm run release:list -- --key FILE [--out DIR] [--previous DIR] [--withdraw X.Y.Z]`: adds the packages of out/ to a list of versions and
// signs it, for `swic update`. `--key` is an Ed25519 key in PEM, `--new-key FILE` makes one. Prints the public key for swic.yaml.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readRelease } from '../package/release.mjs';
import { compare } from './changes.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** As packages/core/src/updates reads it. */
const FORMAT = 1;
/** The end of a file's name -> the kind of package. What ends otherwise, e.g. the list of parts, is not listed. */
const KINDS = { '-setup.exe': 'setup', '.zip': 'zip', '.deb': 'deb', '.tgz': 'npm', '.tar': 'container' };

const { values } = parseArgs({
  options: {
    key: { type: 'string' },
    'new-key': { type: 'string' },
    out: { type: 'string', default: join(ROOT, 'out') },
    previous: { type: 'string' },
    withdraw: { type: 'string', multiple: true, default: [] },
  },
});
const { 'new-key': newKey } = values;
if (newKey !== undefined) makeKey(newKey);
else if (values.key === undefined) {
  process.stderr.write('say who signs: npm run release:list -- --key FILE, and first --new-key FILE\n');
  process.exitCode = 2;
} else writeList(values.key, values.out, values.previous ?? values.out, values.withdraw);

/**
 * @param {string} keyFile
 * @param {string} out packages with their SHA256SUMS; list and signature are written there
 * @param {string} previous where the list of earlier releases is
 * @param {readonly string[]} withdrawn versions that are taken out of the list
 */
function writeList(keyFile, out, previous, withdrawn) {
  const key = createPrivateKey(readFileSync(keyFile));
  const release = releaseOf(out);
  const kept = releasesIn(previous).filter(({ version }) => version !== release.version);
  const releases = [release, ...kept]
    .filter(({ version }) => !withdrawn.includes(version))
    .sort((a, b) => compare(b.version, a.version));
  const list = Buffer.from(`${JSON.stringify({ format: FORMAT, releases }, null, 2)}\n`);
  writeFileSync(join(out, 'releases.json'), list);
  writeFileSync(join(out, 'releases.json.sig'), `${sign(null, list, key).toString('base64')}\n`);
  process.stdout.write(`${releases.length} releases, the latest ${releases[0]?.version ?? 'none'}\n`);
  sayPublic(key);
}

/** @param {string} file */
function makeKey(file) {
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(file, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' });
  process.stdout.write(`made the key ${file}: keep it apart from the machine that offers the list\n`);
  sayPublic(privateKey);
}

/** @param {import('node:crypto').KeyObject} key */
function sayPublic(key) {
  const der = createPublicKey(key).export({ format: 'der', type: 'spki' });
  process.stdout.write(`update.keys in swic.yaml: ['${der.subarray(-32).toString('base64')}']\n`);
}

/**
 * @typedef {{ kind: string, name: string, sha256: string, bytes: number }} File
 * @typedef {{ version: string, date: string, files: File[] }} Release
 */

/** What SHA256SUMS says, compared with the files. @param {string} out @returns {Release} */
function releaseOf(out) {
  const files = readFileSync(join(out, 'SHA256SUMS'), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, sha256 = '', name = ''] = /^([0-9a-f]{64}) [ *](\S+)$/.exec(line) ?? [];
      const kind = Object.entries(KINDS).find(([end]) => name.endsWith(end))?.[1];
      if (kind === undefined) return [];
      const found = createHash('sha256')
        .update(readFileSync(join(out, name)))
        .digest('hex');
      if (found !== sha256) throw new Error(`${name} is not the file of SHA256SUMS`);
      return [{ kind, name, sha256, bytes: statSync(join(out, name)).size }];
    });
  const { version, epochS } = readRelease();
  if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error(`${version} comes before its release and is not listed`);
  return { version, date: new Date(epochS * 1_000).toISOString().slice(0, 10), files };
}

/** @param {string} directory @returns {Release[]} */
function releasesIn(directory) {
  const file = join(directory, 'releases.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).releases : [];
}
