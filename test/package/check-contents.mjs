// @ts-check
// What is in the packages, against the table; their sizes; and that two runs give the same bytes.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BYTES_MAX, findPart, isForbidden, PARTS } from '../../scripts/package/contents.mjs';
import { filesInImage, filesInTarball } from './archive.mjs';
import { expectThat } from './not-run.mjs';

/** @typedef {import('../../scripts/package/contents.mjs').Kind} Kind */

/** What a package holds beside the program. */
const AROUND = /^(DEBIAN|etc|usr\/bin|usr\/share|usr\/lib\/systemd)\//;
/** What an image holds beside it: accounts, an example of the configuration, the C library. */
const AROUND_IN_IMAGE = /^(etc|lib|lib64|usr\/bin|usr\/share\/doc|usr\/lib\/x86_64-linux-gnu|var\/lib\/dpkg)\//;

/** The program's files in a package. @type {Readonly<Record<string, (file: string) => readonly string[]>>} */
const LISTS = {
  npm: (file) => filesInTarball(file, 'package/'),
  deb: (file) => {
    const tar = execFileSync(
      'sh',
      ['-c', 'dpkg-deb --fsys-tarfile "$1" | tar --list --quoting-style=literal', 'sh', file],
      WIDE,
    );
    const names = lines(tar).map((name) => name.replace(/^\.\//, ''));
    return names.filter((name) => !AROUND.test(name)).map((name) => name.replace('usr/lib/swic/', ''));
  },
  container: (file) =>
    filesInImage(file)
      .filter((name) => !AROUND_IN_IMAGE.test(name))
      .map((name) => name.replace('usr/lib/swic/', '')),
  zip: (file) => lines(execFileSync('unzip', ['-Z1', file], WIDE)).map((name) => name.slice(name.indexOf('/') + 1)),
};
/** @type {{ encoding: 'utf8', maxBuffer: number, env: NodeJS.ProcessEnv }} */
const WIDE = { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, env: { ...process.env, LC_ALL: 'C.UTF-8' } };

/** @param {string} text */
function lines(text) {
  return text.split('\n').filter((line) => line !== '' && !line.endsWith('/'));
}

/** @type {readonly import('./not-run.mjs').PackageCheck[]} */
export const contentChecks = [
  {
    name: 'two runs give the same bytes',
    run: async ({ work }) => {
      const [one = '', two] = ['one', 'two'].map((name) => readFileSync(join(work, name, 'SHA256SUMS'), 'utf8'));
      expectThat(one === two, `\n${one}\n${two}`);
      return `${lines(one).length} files`;
    },
  },
  ...Object.entries(LISTS).map(([kind, list]) => ({
    name: `${kind}: holds what the table says and keeps to its size`,
    run: async (/** @type {import('./not-run.mjs').Place} */ { made, fileOf }) => {
      const files = list(fileOf(kind));
      const own = /** @type {Kind} */ (kind);
      const unnamed = files.filter((file) => findPart(own, file) === undefined);
      expectThat(unnamed.length === 0, `no row for ${unnamed.slice(0, 5).join(', ')}`);
      const forbidden = files.filter(isForbidden);
      expectThat(forbidden.length === 0, `must not be there: ${forbidden.slice(0, 5).join(', ')}`);
      const filled = new Set(files.map((file) => findPart(own, file)?.path));
      const missing = PARTS.filter((part) => part.kinds.includes(own) && !filled.has(part.path));
      expectThat(missing.length === 0, `missing: ${missing.map(({ path }) => path).join(', ')}`);
      const bytes = made.find((each) => each.kind === kind)?.bytes ?? 0;
      expectThat(bytes <= BYTES_MAX[own], `${bytes} bytes, more than ${BYTES_MAX[own]}`);
      return `${files.length} files, ${(bytes / 1e6).toFixed(2)} MB`;
    },
  })),
];
