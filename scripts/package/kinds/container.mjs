// @ts-check
// The container image as an OCI archive, made without a daemon: the program with its Node.js below /usr/lib/swic, and of Debian the C
// library alone.
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readContainerfile } from '../containerfile.mjs';
import { tarOfRoot, writeOciArchive } from '../oci.mjs';
import { stagePlatform } from '../platforms.mjs';
import { NotBuilt, provideTools, runTool } from '../tools.mjs';

const SOURCE = fileURLToPath(new URL('../container/', import.meta.url));
/** What Node.js and the native parts are linked with. */
const LIBRARIES = ['libc6', 'libgcc-s1', 'libstdc++6'];
/** Of those packages: libraries, without the converters of old encodings, and who made them. */
const KEPT_OF_LIBRARIES = /^\.?\/?(usr\/)?lib(64)?\/(x86_64-linux-gnu\/)?[^/]+\.so[.\d]*$|\/copyright$/;
const ACCOUNT = 10001;
const OWNED = ['etc/swic', 'var/lib/swic'].map((path) => ({ path, owner: ACCOUNT }));
const SHARED_MODE = 0o1777;
const PASSWD = `root:x:0:0:root:/root:/sbin/nologin\nswic:x:${ACCOUNT}:${ACCOUNT}:swic:/var/lib/swic:/sbin/nologin\n`;
const GROUP = `root:x:0:\nswic:x:${ACCOUNT}:\n`;

/** @type {import('../kinds.mjs').Builder} */
export async function buildContainer({ program, scratch, out, release, say }) {
  await provideTools({ 'dpkg-deb': 'dpkg', tar: 'tar' }, say);
  const root = join(scratch, 'root');
  mkdirSync(join(root, 'usr/lib'), { recursive: true });
  const place = join(root, 'usr/lib/swic');
  await stagePlatform({ program, target: place, platform: 'linux' });
  await addLibraries(root, scratch);
  addCommand(root, place);
  addSystem(root);
  const { version, epochS } = release;
  const layer = await tarOfRoot({ root, owned: OWNED, epochS, scratch });
  const file = `swic-${version}-oci-amd64.tar`;
  await writeOciArchive({
    layer,
    settings: readContainerfile(readFileSync(join(SOURCE, 'Containerfile'), 'utf8')),
    labels: {
      'org.opencontainers.image.title': 'swic',
      'org.opencontainers.image.version': version,
      'org.opencontainers.image.licenses': 'Apache-2.0',
    },
    tag: `swic:${version}`,
    epochS,
    scratch,
    file: join(out, file),
  });
  return file;
}

/**
 * From the packages of the Debian that is here, with its updates.
 * @param {string} root
 * @param {string} scratch
 */
async function addLibraries(root, scratch) {
  const debs = join(scratch, 'debs');
  mkdirSync(debs);
  await download(LIBRARIES, debs);
  await addLicenceOfGcc(debs);
  for (const deb of readdirSync(debs).sort()) {
    const whole = join(scratch, deb.replace(/_.*/, ''));
    await runTool('dpkg-deb', ['--extract', join(debs, deb), whole]);
    for (const path of readdirSync(whole, { recursive: true, encoding: 'utf8' })) {
      if (!KEPT_OF_LIBRARIES.test(path)) continue;
      mkdirSync(dirname(join(root, path)), { recursive: true });
      cpSync(join(whole, path), join(root, path), { verbatimSymlinks: true });
    }
    // By this a scanner of images knows which versions are in there.
    const status = join(root, 'var/lib/dpkg/status.d');
    mkdirSync(status, { recursive: true });
    writeFileSync(join(status, deb.replace(/_.*/, '')), await runTool('dpkg-deb', ['--field', join(debs, deb)]));
  }
}

/** Its libraries have their licence in a package of its own, which is named after the version. @param {string} debs */
async function addLicenceOfGcc(debs) {
  const library = readdirSync(debs).find((name) => name.startsWith('libgcc-s1_')) ?? '';
  const depends = await runTool('dpkg-deb', ['--field', join(debs, library), 'Depends']);
  await download(/gcc-\d+-base/.exec(depends) ?? [], debs);
}

/**
 * @param {readonly string[]} packages
 * @param {string} debs
 */
async function download(packages, debs) {
  try {
    await runTool('apt-get', ['download', '--quiet', ...packages.map((name) => `${name}:amd64`)], { cwd: debs });
  } catch (reason) {
    throw new NotBuilt(`apt-get could not download ${packages.join(', ')}: ${String(reason).split('\n').at(-2)}`);
  }
}

/**
 * There is no shell: the kernel starts the command by its first line.
 * @param {string} root
 * @param {string} place
 */
function addCommand(root, place) {
  const command = join(place, 'bin/swic.cjs');
  writeFileSync(command, readFileSync(command, 'utf8').replace(/^#!.*/, '#!/usr/lib/swic/runtime/node'));
  cpSync(join(SOURCE, 'healthy.cjs'), join(place, 'bin/healthy.cjs'));
  chmodSync(join(place, 'bin/healthy.cjs'), 0o644);
  mkdirSync(join(root, 'usr/bin'), { recursive: true });
  symlinkSync('../lib/swic/bin/swic.cjs', join(root, 'usr/bin/swic'));
}

/** @param {string} root */
function addSystem(root) {
  for (const path of ['dev', 'proc', 'sys', 'tmp', 'etc/swic', 'var/lib/swic'])
    mkdirSync(join(root, path), { recursive: true });
  chmodSync(join(root, 'tmp'), SHARED_MODE);
  writeFileSync(join(root, 'etc/passwd'), PASSWD);
  writeFileSync(join(root, 'etc/group'), GROUP);
  writeFileSync(join(root, 'etc/nsswitch.conf'), 'hosts: files dns\n');
  cpSync(join(SOURCE, 'swic.yaml'), join(root, 'etc/swic/swic.yaml'));
  chmodSync(join(root, 'etc/swic/swic.yaml'), 0o600);
}
