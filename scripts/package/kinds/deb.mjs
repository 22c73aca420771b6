// @ts-check
// The Debian package: the program with its Node.js below /usr/lib/swic, a user of its own, a hardened unit that is not enabled.
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { stagePlatform } from '../platforms.mjs';
import { provideTools, runTool, setTimes } from '../tools.mjs';

const SOURCE = fileURLToPath(new URL('../debian/', import.meta.url));
const SCRIPTS = ['postinst', 'prerm', 'postrm'];

/** Where each file of the folder `debian` goes. @type {readonly (readonly [string, string, number])[]} */
const FILES = [
  ['command', 'usr/bin/swic', 0o755],
  ['swic.yaml', 'etc/swic/swic.yaml', 0o640],
  ['swic.service', 'usr/lib/systemd/system/swic.service', 0o644],
  ['copyright', 'usr/share/doc/swic/copyright', 0o644],
  ['lintian-overrides', 'usr/share/lintian/overrides/swic', 0o644],
];

/** The manual page in both languages, where `man` looks for it. @type {readonly (readonly [string, string])[]} */
const MANUALS = [
  ['man/swic.1', 'usr/share/man/man1/swic.1.gz'],
  ['man/zh_CN/swic.1', 'usr/share/man/zh_CN/man1/swic.1.gz'],
];

/** @type {import('../kinds.mjs').Builder} */
export async function buildDeb({ program, scratch, out, release, say }) {
  await provideTools({ 'dpkg-deb': 'dpkg', xz: 'xz-utils' }, say);
  const root = join(scratch, 'root');
  const place = join(root, 'usr/lib/swic');
  mkdirSync(join(root, 'usr/lib'), { recursive: true });
  await stagePlatform({ program, target: place, platform: 'linux' });
  // What is run is the command; this has no Node.js to name on its first line.
  chmodSync(join(place, 'bin/swic.cjs'), 0o644);
  for (const [name, target, mode] of FILES) putFile(join(SOURCE, name), join(root, target), mode);
  putFile(join(place, 'README.md'), join(root, 'usr/share/doc/swic/README.md'), 0o644);
  // Where people look for documents of a package.
  symlinkSync('../../../lib/swic/docs', join(root, 'usr/share/doc/swic/html'));
  for (const [source, target] of MANUALS) {
    mkdirSync(join(root, target, '..'), { recursive: true });
    writeFileSync(join(root, target), gzipSync(readFileSync(join(place, 'docs', source)), { level: 9 }));
  }
  const changelog = gzipSync(changelogText(release), { level: 9 });
  writeFileSync(join(root, 'usr/share/doc/swic/changelog.gz'), changelog);
  writeControl(root, release.version);
  await setTimes(root, release.epochS);
  const file = `swic_${release.version}_amd64.deb`;
  await runTool('dpkg-deb', ['--root-owner-group', '-Zxz', '--build', root, join(scratch, file)], {
    env: { SOURCE_DATE_EPOCH: String(release.epochS) },
  });
  renameSync(join(scratch, file), join(out, file));
  return file;
}

/**
 * @param {string} source
 * @param {string} target
 * @param {number} mode
 */
function putFile(source, target, mode) {
  mkdirSync(join(target, '..'), { recursive: true });
  cpSync(source, target);
  chmodSync(target, mode);
}

/**
 * @param {string} root
 * @param {string} version
 */
function writeControl(root, version) {
  const control = join(root, 'DEBIAN');
  mkdirSync(control);
  writeFileSync(join(control, 'conffiles'), '/etc/swic/swic.yaml\n');
  for (const name of SCRIPTS) putFile(join(SOURCE, name), join(control, name), 0o755);
  const lines = [
    'Package: swic',
    `Version: ${version}`,
    'Architecture: amd64',
    'Maintainer: swic maintainers <maintainers@swic.invalid>',
    `Installed-Size: ${Math.ceil(bytesBelow(root) / 1024)}`,
    'Depends: adduser, libc6 (>= 2.28), libgcc-s1, libstdc++6',
    'Section: net',
    'Priority: optional',
    'Description: import client for the International Trade Single Window of China',
    ' Carries documents from directories to the exchange platform over RabbitMQ or',
    ' IBM MQ and brings receipts back. Nothing is lost, nothing is silently doubled.',
    ' .',
    ' Node.js is inside of the package.',
  ];
  writeFileSync(join(control, 'control'), `${lines.join('\n')}\n`);
}

/** @param {string} directory @returns {number} */
function bytesBelow(directory) {
  return readdirSync(directory, { withFileTypes: true }).reduce((sum, entry) => {
    const file = join(directory, entry.name);
    return sum + (entry.isDirectory() ? bytesBelow(file) : lstatSync(file).size);
  }, 0);
}

/** @param {import('../release.mjs').Release} release */
function changelogText({ version, epochS }) {
  const day = new Date(epochS * 1_000).toUTCString().replace('GMT', '+0000');
  const who = ' -- swic maintainers <maintainers@swic.invalid>';
  return `swic (${version}) stable; urgency=medium\n\n  * See /usr/lib/swic/CHANGELOG.md.\n\n${who}  ${day}\n`;
}
