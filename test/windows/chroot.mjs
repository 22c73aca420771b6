import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CACHE } from './places.mjs';

const run = promisify(execFile);
const ROOT = join(CACHE, 'chroot');
const LIMIT_MS = 900_000;

/**
 * A Debian of its own with Wine for both bitnesses. A chroot, because adding i386 packages to a system whose amd64
 * libraries have security updates does not work, and because it leaves that system alone.
 * @param {(line: string) => void} say
 * @returns {Promise<{ kind: 'open', root: string, close: () => Promise<void> } | { kind: 'impossible', sentence: string }>}
 */
export async function openBothBitnesses(say) {
  if (process.getuid?.() !== 0) return { kind: 'impossible', sentence: 'a chroot can be made by root only' };
  try {
    if (!existsSync(join(ROOT, 'usr/bin/wine'))) await install(say);
    await mount();
    return { kind: 'open', root: ROOT, close: unmount };
  } catch (reason) {
    await unmount();
    return {
      kind: 'impossible',
      sentence: String(reason?.stderr ?? reason)
        .trim()
        .split('\n')
        .slice(-2)
        .join(' | '),
    };
  }
}

async function install(say) {
  say('\nmaking a chroot with 64-bit and 32-bit Wine (a minute or two)');
  const { mirror, suite } = archive();
  mkdirSync(ROOT, { recursive: true });
  if (!existsSync(join(ROOT, 'usr/bin/apt-get'))) {
    await run('debootstrap', ['--variant=minbase', '--arch=amd64', suite, ROOT, mirror], {
      timeout: LIMIT_MS,
      maxBuffer: 64 * 1024 * 1024,
    });
  }
  // Only the main archive: its amd64 and i386 packages have the same versions, which those with updates may not have.
  writeFileSync(join(ROOT, 'etc/apt/sources.list'), `deb ${mirror} ${suite} main\n`);
  for (const name of readdirSync('/etc/apt/apt.conf.d'))
    cpSync(join('/etc/apt/apt.conf.d', name), join(ROOT, 'etc/apt/apt.conf.d', name));
  cpSync('/etc/resolv.conf', join(ROOT, 'etc/resolv.conf'), { dereference: true });
  await mount();
  await inside(['dpkg', '--add-architecture', 'i386']);
  await inside(['apt-get', 'update', '-q']);
  await inside(['apt-get', 'install', '-y', '-q', '--no-install-recommends', 'wine', 'wine64', 'wine32:i386']);
}

/** Where this machine gets its packages from. */
export function archive() {
  const files = ['/etc/apt/sources.list', ...listed('/etc/apt/sources.list.d')].filter((file) => existsSync(file));
  const text = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  const line = /^deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\w+)\s+main/m.exec(text);
  const block = { mirror: /^URIs:\s*(\S+)/m.exec(text)?.[1], suite: /^Suites:\s*(\w+)/m.exec(text)?.[1] };
  const found = line === null ? block : { mirror: line[1], suite: line[2] };
  if (found.mirror === undefined || found.suite === undefined) throw new Error('no package source is configured here');
  return found;
}

function listed(directory) {
  return existsSync(directory) ? readdirSync(directory).map((name) => join(directory, name)) : [];
}

async function inside(words) {
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', DEBIAN_FRONTEND: 'noninteractive', LANG: 'C.UTF-8' };
  await run('chroot', [ROOT, ...words], { env, timeout: LIMIT_MS, maxBuffer: 64 * 1024 * 1024 });
}

/** Wine reads /proc; the devices it needs were made by debootstrap, so nothing of this system's /dev is mounted in there. */
async function mount() {
  if (!existsSync(join(ROOT, 'proc/self'))) await run('mount', ['-t', 'proc', 'proc', join(ROOT, 'proc')]);
}

async function unmount() {
  // Not mounted is as good as unmounted.
  await run('umount', ['-l', join(ROOT, 'proc')]).catch(() => undefined);
}
