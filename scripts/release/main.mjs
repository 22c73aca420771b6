// @ts-check
// `npm run release -- X.Y.Z [--dry-run] [--date YYYY-MM-DD] [--kinds npm,deb|none]`: version, changelog, commit, packages, tag, in this
// order; nothing is pushed. Where a step fails, the commit is taken back: the tree was clean before.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { checkVersion, lockWith, manifestWith, NotReleased, releasedChangelog, sourceWith } from './changes.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Where the program has its version. */
const SOURCE = 'packages/core/src/contract/version.ts';

try {
  await release(readOrder());
} catch (reason) {
  if (!(reason instanceof NotReleased)) throw reason;
  process.stderr.write(`Not released: ${reason.message}\n`);
  process.exitCode = 1;
}

function readOrder() {
  const options = /** @type {const} */ ({
    'dry-run': { type: 'boolean', default: false },
    date: { type: 'string', default: new Date().toISOString().slice(0, 10) },
    kinds: { type: 'string', default: '' },
  });
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [version = '', ...more] = positionals;
  if (version === '' || more.length > 0) throw new NotReleased('say one version: npm run release -- X.Y.Z');
  if (!/^\d{4}-\d{2}-\d{2}$/.test(values.date)) throw new NotReleased(`${values.date} is no day: YYYY-MM-DD`);
  return { version, date: values.date, isDry: values['dry-run'], kinds: values.kinds };
}

/** @param {ReturnType<typeof readOrder>} order */
async function release({ version, date, isDry, kinds }) {
  const tag = `v${version}`;
  const changes = changesOf(version, date);
  if (git(['status', '--porcelain']) !== '') throw new NotReleased('the tree has changes that are not committed');
  if (git(['tag', '--list', tag]) !== '') throw new NotReleased(`the tag ${tag} exists`);
  for (const [file] of changes) say(`${isDry ? 'would change' : 'changes'} ${file}`);
  if (isDry) return say(`would commit "Release ${version}", make the packages, and tag ${tag}; nothing was changed`);
  for (const [file, text] of changes) writeFileSync(join(ROOT, file), text);
  const before = git(['rev-parse', 'HEAD']);
  try {
    git(['commit', '--quiet', '--all', '--message', `Release ${version}`]);
    if (kinds !== 'none') await makePackages(kinds);
    git(['tag', '--annotate', tag, '--message', `swic ${version}`]);
  } catch (reason) {
    git(['reset', '--quiet', '--hard', before]);
    throw new NotReleased(`everything is as before: ${String(reason).trim().split('\n').at(-1)}`);
  }
  say(`released ${version}: commit and tag ${tag} are here; push them with: git push --follow-tags`);
}

/**
 * What is to be written, file by file.
 * @param {string} version
 * @param {string} date
 * @returns {readonly (readonly [file: string, text: string])[]}
 */
function changesOf(version, date) {
  const read = (/** @type {string} */ file) => readFileSync(join(ROOT, file), 'utf8');
  checkVersion(version, JSON.parse(read('package.json')).version, read('CHANGELOG.md'));
  const manifests = [
    'package.json',
    ...readdirSync(join(ROOT, 'packages')).map((name) => `packages/${name}/package.json`),
  ];
  return [
    ['CHANGELOG.md', releasedChangelog(read('CHANGELOG.md'), version, date)],
    ...manifests.map((file) => /** @type {const} */ ([file, manifestWith(read(file), version)])),
    ['package-lock.json', lockWith(read('package-lock.json'), version)],
    [SOURCE, sourceWith(read(SOURCE), version)],
  ];
}

/** With what was just committed; a kind that cannot be made here is a failure of a release. @param {string} kinds */
async function makePackages(kinds) {
  const { setUp } = await import('../setup.mjs');
  await setUp(say);
  const { makePackages: make } = await import('../package/make-packages.mjs');
  const { BUILDERS } = await import('../package/kinds.mjs');
  const { OUT } = await import('../package/places.mjs');
  const made = await make({ out: OUT, kinds: kinds === '' ? Object.keys(BUILDERS) : kinds.split(','), say });
  for (const { kind, file, why } of made) {
    if (file === null) throw new Error(`${kind}: ${why}`);
    say(`made out/${file}`);
  }
}

/** @param {readonly string[]} words */
function git(words) {
  return execFileSync('git', [...words], { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

/** @param {string} line */
function say(line) {
  process.stdout.write(`${line}\n`);
}
