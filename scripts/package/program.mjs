// @ts-check
// The program as every package carries it: bundle, bootstrap, examples, licences. Platforms add their runtime and native parts.
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildPage } from '../build-page.mjs';
import { bundleInto } from '../bundle.mjs';
import { isForbidden } from './contents.mjs';
import { lockedOutside, outsideOfBundle, VENDORED } from './locked.mjs';
import { ROOT } from './places.mjs';
import { sbomText } from './sbom.mjs';
import { thirdParties, thirdPartyText } from './third-party.mjs';

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
