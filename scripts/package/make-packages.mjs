// @ts-check
// Makes packages into a directory: the program once, then each kind of it, then the sums.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUILDERS } from './kinds.mjs';
import { stageProgram } from './program.mjs';
import { readRelease } from './release.mjs';
import { checkSigning } from './sign.mjs';
import { NotBuilt } from './tools.mjs';

/**
 * @typedef {object} Made
 * @property {string} kind
 * @property {string | null} file its name; null where it was not built
 * @property {number} bytes
 * @property {string} why it was not built; empty where it was
 */

/**
 * @param {object} order
 * @param {string} order.out is made anew
 * @param {readonly string[]} order.kinds
 * @param {(line: string) => void} order.say
 * @returns {Promise<Made[]>}
 */
export async function makePackages({ out, kinds, say }) {
  checkSigning();
  const release = readRelease();
  const work = mkdtempSync(join(tmpdir(), 'swic-package-'));
  // Files in packages have rights of their own, not those of the one who builds.
  const umask = process.umask(0o022);
  try {
    rmSync(out, { recursive: true, force: true });
    mkdirSync(out, { recursive: true });
    const program = join(work, 'program');
    await stageProgram(program, release);
    cpSync(join(program, 'sbom.cdx.json'), join(out, `swic-${release.version}.cdx.json`));
    /** @type {Made[]} */
    const all = [];
    for (const kind of kinds) {
      const scratch = join(work, `work-${kind}`);
      mkdirSync(scratch);
      all.push(await makeKind(kind, { program, scratch, out, release, say }));
    }
    const files = all.flatMap(({ file }) => (file === null ? [] : [file]));
    writeFileSync(join(out, 'SHA256SUMS'), sumsOf(out, [...files, `swic-${release.version}.cdx.json`]));
    return all;
  } finally {
    process.umask(umask);
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * @param {string} kind
 * @param {import('./kinds.mjs').Order} order
 * @returns {Promise<Made>}
 */
async function makeKind(kind, order) {
  const build = BUILDERS[kind];
  if (build === undefined) throw new Error(`no kind of package is named ${kind}: ${Object.keys(BUILDERS).join(', ')}`);
  try {
    const file = await build(order);
    return { kind, file, bytes: statSync(join(order.out, file)).size, why: '' };
  } catch (reason) {
    if (!(reason instanceof NotBuilt)) throw reason;
    return { kind, file: null, bytes: 0, why: reason.message };
  }
}

/**
 * As `sha256sum --check` reads it.
 * @param {string} directory
 * @param {readonly string[]} files
 */
function sumsOf(directory, files) {
  const lines = [...files].sort().map((file) => {
    const sum = createHash('sha256')
      .update(readFileSync(join(directory, file)))
      .digest('hex');
    return `${sum}  ${file}\n`;
  });
  return lines.join('');
}
