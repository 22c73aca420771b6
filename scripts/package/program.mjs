// @ts-check
// The program as every package carries it: bundle, bootstrap, examples, licences. Platforms add their runtime and native parts.
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildPage } from '../build-page.mjs';
import { bundleInto } from '../bundle.mjs';
import { isForbidden } from './contents.mjs';
import { lockedOutside, outsideOfBundle, VENDORED } from './locked.mjs';
import { ROOT } from './places.mjs';
import { sbomText } from './sbom.mjs';
import { thirdParties, thirdPartyText } from './third-party.mjs';

/** Of IBM's binding only what runs; its headers, samples and what it downloads stay away. */
const VENDORED_PARTS = ['LICENSE', 'lib', 'prebuilds/linux-x64', 'prebuilds/win32-x64'];
/** Tables of constants of platforms that it has no binary for. */
const VENDORED_UNUSED = /mqidefs_(aix|darwin|linuxARM|linuxPowerLE|linuxS390)\.js$/;

/**
 * @param {string} directory is made anew
 * @param {import('./release.mjs').Release} release
 */
export async function stageProgram(directory, release) {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(join(directory, 'bin'), { recursive: true });
  // A module that looks for a file looks from `lib`, whatever its depth was.
  await bundleInto(join(directory, 'lib'), (module) => `./${module.slice(module.lastIndexOf('/') + 1)}`, true);
  await buildPage(join(directory, 'lib', 'page'));
  cpSync(join(ROOT, 'packages/agent/bin/swic.cjs'), join(directory, 'bin/swic.cjs'));
  chmodSync(join(directory, 'bin/swic.cjs'), 0o755);
  cpSync(join(ROOT, 'examples'), join(directory, 'examples'), {
    recursive: true,
    filter: (file) => !isForbidden(file),
  });
  for (const name of ['LICENSE', 'CHANGELOG.md', 'README.md', 'README.zh.md'])
    cpSync(join(ROOT, name), join(directory, name));
  const parties = thirdParties();
  writeFileSync(join(directory, 'THIRD-PARTY.txt'), thirdPartyText(parties));
  writeFileSync(join(directory, 'sbom.cdx.json'), sbomText(release, parties));
  writeManifests(directory, release.version);
}

/**
 * @param {string} directory
 * @param {string} version
 */
function writeManifests(directory, version) {
  const own = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const { dependencies, optionalDependencies } = outsideOfBundle();
  const manifest = {
    name: 'swic',
    version,
    description: own.description,
    license: own.license,
    type: 'module',
    engines: own.engines,
    bin: { swic: 'bin/swic.cjs' },
    dependencies: { ...dependencies, [VENDORED]: optionalDependencies[VENDORED] },
    optionalDependencies: without(optionalDependencies, VENDORED),
    bundleDependencies: [VENDORED],
    files: [
      'bin',
      'lib',
      'examples',
      'CHANGELOG.md',
      'README.zh.md',
      'THIRD-PARTY.txt',
      'sbom.cdx.json',
      'npm-shrinkwrap.json',
    ],
  };
  writeJson(join(directory, 'package.json'), manifest);
  const { name, license, engines, bin, bundleDependencies } = manifest;
  const root = { name, version, license, engines, bin, bundleDependencies };
  const packages = {
    '': { ...root, dependencies: manifest.dependencies, optionalDependencies: manifest.optionalDependencies },
    ...Object.fromEntries(lockedOutside()),
  };
  writeJson(join(directory, 'npm-shrinkwrap.json'), { name, version, lockfileVersion: 3, requires: true, packages });
}

/**
 * IBM's binding, ready to run.
 * @param {string} directory of the program
 * @param {readonly string[]} [platforms] whose binaries are wanted
 */
export function vendorIbmMq(directory, platforms = ['linux-x64', 'win32-x64']) {
  const source = join(ROOT, 'node_modules', VENDORED);
  const target = join(directory, 'node_modules', VENDORED);
  rmSync(target, { recursive: true, force: true });
  for (const part of VENDORED_PARTS) {
    if (part.startsWith('prebuilds/') && !platforms.some((platform) => part.endsWith(platform))) continue;
    cpSync(join(source, part), join(target, part), { recursive: true, filter: (file) => !VENDORED_UNUSED.test(file) });
  }
  const { name, version, license, main } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  for (const name of readdirSync(join(target, 'lib'))) chmodSync(join(target, 'lib', name), 0o644);
  for (const name of readdirSync(join(target, 'prebuilds')))
    chmodSync(join(target, 'prebuilds', name, 'ibmmq.node'), 0o644);
  // Without what it depends on: npm would look for that inside of our tarball too. The program itself asks for it.
  writeJson(join(target, 'package.json'), { name, version, license, main });
}

/**
 * @param {Record<string, string>} all
 * @param {string} name
 */
function without(all, name) {
  return Object.fromEntries(Object.entries(all).filter(([key]) => key !== name));
}

/**
 * @param {string} file
 * @param {unknown} value
 */
function writeJson(file, value) {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}
