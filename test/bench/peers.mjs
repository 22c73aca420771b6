// The scripts that an expert writes instead (peers/): the other limit that swic is held against. They need Debian's python3-pika
// and python3-lxml, which are installed here where that is possible; else they are left out, and that is said.
import { execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { findInstaller, installPackages } from '../support/debian-package.mjs';

/** Debian's own: another Python of this machine does not see its packages. */
const PYTHON = '/usr/bin/python3';
const PACKAGES = ['python3-pika', 'python3-lxml'];

/** True when the scripts can run here. */
export async function providePeers(say) {
  if (process.env.SWIC_BENCH_SKIP_PEERS === '1') say('The Python scripts are left out (SWIC_BENCH_SKIP_PEERS=1)');
  else if (canRun()) return true;
  else if (findInstaller() === null) say(`The Python scripts are left out: install ${PACKAGES.join(' and ')} for them`);
  else {
    say(`Installing the Debian packages ${PACKAGES.join(' and ')}`);
    await installPackages(findInstaller(), PACKAGES);
    return canRun();
  }
  return false;
}

function canRun() {
  try {
    execFileSync(PYTHON, ['-c', 'import pika, lxml'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Runs `peers/<name>.py`; resolves with its documents, seconds and CPU after the warm-up. */
export async function runPeer(name, order) {
  const script = fileURLToPath(new URL(`./peers/${name}.py`, import.meta.url));
  const child = spawn(PYTHON, [script, JSON.stringify(order)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const kill = () => child.kill('SIGKILL');
  process.on('exit', kill);
  try {
    let result = null;
    for await (const line of createInterface({ input: child.stdout })) {
      if (line === 'ready') child.stdin.end('go\n');
      else result = JSON.parse(line);
    }
    if (result === null) throw new Error(`the script ${name}.py did not end its work`);
    return result;
  } finally {
    process.off('exit', kill);
  }
}
