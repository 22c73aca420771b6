// @ts-check
// A machine with a running systemd to install a package in: a Debian of its own in namespaces of its own. Nothing of this system is changed.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { CACHE } from '../../scripts/package/places.mjs';
import { archive } from '../windows/chroot.mjs';
import { NotRun } from './not-run.mjs';

const execute = promisify(execFile);
const MAKE_MS_MAX = 600_000;
const BOOT_LOOKS_MAX = 120;
const LOOK_MS = 250;
const ENVIRONMENT = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' };
const GROUP = '/sys/fs/cgroup/systemd/swic-test';

/** Mounts are of the new namespace alone; shared in it, since systemd hands credentials to a service by a mount. */
const BOOT = `set -e
[ ! -d ${GROUP} ] || echo $$ > ${GROUP}/cgroup.procs
exec unshare --pid --fork --mount --cgroup --uts --ipc --kill-child sh -c '
set -e
root=$1
mount --make-rprivate /
mount --bind $root $root
mount -t proc proc $root/proc
mount -t sysfs -o ro sysfs $root/sys
mount -t tmpfs tmpfs $root/run
mount -t tmpfs tmpfs $root/dev
for device in null zero full random urandom tty; do
  touch $root/dev/$device
  mount --bind /dev/$device $root/dev/$device
done
mkdir $root/dev/shm
ln -s /proc/self/fd $root/dev/fd
if [ -d /sys/fs/cgroup/systemd ]; then
  mount -t tmpfs tmpfs $root/sys/fs/cgroup
  mkdir $root/sys/fs/cgroup/systemd
  mount -t cgroup -o none,name=systemd cgroup $root/sys/fs/cgroup/systemd
else
  mount -t cgroup2 cgroup2 $root/sys/fs/cgroup
fi
mount --make-rshared $root
cd $root
exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot . /lib/systemd/systemd --system --unit=multi-user.target --show-status=0
' boot "$1"
`;

/**
 * @param {string} root
 *
 * @typedef {object} Machine
 * @property {string} root
 * @property {(line: string) => Promise<string>} sh what a line of shell says; rejects where it fails
 * @property {() => Promise<void>} close
 *
 * @returns {Promise<Machine>}
 */
export async function openMachine(root) {
  if (process.getuid?.() !== 0) throw new NotRun('namespaces with a systemd can be made by root only');
  const base = join(CACHE, 'debian-systemd');
  if (!existsSync(base)) await makeBase(base);
  await execute('cp', ['--archive', '--no-target-directory', base, root]);
  if (existsSync('/sys/fs/cgroup/systemd')) mkdirSync(GROUP, { recursive: true });
  const child = spawn('sh', ['-c', BOOT, 'boot', root], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  const ended = once(child, 'close');
  const close = async () => {
    child.kill('SIGKILL');
    await ended;
    await leaveGroup();
  };
  const sh = async (/** @type {string} */ line) => {
    const within = ['-t', String(firstOf(child.pid)), '-m', '-p', '-u', '-i', '-C', '-r', '-w', 'sh', '-c', line];
    return (await execute('nsenter', within, { env: ENVIRONMENT, timeout: MAKE_MS_MAX })).stdout;
  };
  for (let looks = 0; ; looks += 1) {
    const state = await sh('systemctl is-system-running || true').catch(() => '');
    if (/running|degraded/.test(state)) return { root, sh, close };
    if (child.exitCode === null && looks < BOOT_LOOKS_MAX) await wait(LOOK_MS);
    else {
      await close();
      throw new NotRun(`no systemd starts here in namespaces of its own: ${said.trim().split('\n').at(-1)}`);
    }
  }
}

/** The first process of the new namespace, as this system counts: the child of `unshare`, which `sh` has become. */
function firstOf(/** @type {number | undefined} */ pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  if (children === '') throw new Error('it has not begun');
  return Number(children.split(' ')[0]);
}

/** Empty once all processes in it have ended, which is a moment after they were killed. */
async function leaveGroup() {
  for (let looks = 0; existsSync(GROUP) && looks < BOOT_LOOKS_MAX; looks += 1) {
    try {
      const below = readdirSync(GROUP, { recursive: true, withFileTypes: true }).filter((entry) => entry.isDirectory());
      for (const { parentPath, name } of below.reverse()) rmdirSync(join(parentPath, name));
      rmdirSync(GROUP);
    } catch {
      // A process is still ending.
      await wait(LOOK_MS);
    }
  }
}

/** @param {string} base */
async function makeBase(base) {
  const { mirror = '', suite = '' } = archive();
  const unfinished = `${base}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  const words = ['--variant=minbase', '--arch=amd64', '--include=adduser,systemd,systemd-sysv,dbus', suite];
  try {
    await execute('debootstrap', [...words, unfinished, mirror], { timeout: MAKE_MS_MAX, maxBuffer: 64 * 1024 * 1024 });
    // What belongs to another machine, and is not looked at here.
    rmSync(join(unfinished, 'etc/systemd/system/multi-user.target.wants'), { recursive: true, force: true });
    renameSync(unfinished, base);
  } catch (reason) {
    throw new NotRun(`debootstrap could not make a Debian with systemd: ${String(reason).split('\n').at(-1)}`);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** @param {Machine} machine @param {string} file */
export async function installIn({ root, sh }, file) {
  cpSync(file, join(root, 'root/swic.deb'));
  await sh('dpkg --install /root/swic.deb');
}
