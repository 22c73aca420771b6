import { spawn } from 'node:child_process';
import { closeSync, cpSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE, KINDS, PROOF } from './places.mjs';

const SYSTEM = { x64: 'system32', ia32: 'syswow64' };
const WINE = { WINEDEBUG: '-all', WINEDLLOVERRIDES: 'mscoree,mshtml=' };

/** A Windows to run programs in: Wine here, or Wine in a chroot that has both bitnesses. */
export function createWine({ prefix, root }) {
  const [outer, inner] = root === null ? [PROOF, PROOF] : [join(root, 'proof/'), '/proof/'];
  const environment =
    root === null
      ? { ...process.env, ...WINE, WINEPREFIX: prefix }
      : { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', LANG: 'C.UTF-8', ...WINE, WINEPREFIX: prefix };
  const run = (program, words, limitMs) =>
    root === null
      ? runHere(program, words, environment, limitMs)
      : runHere('chroot', [root, program, ...words], environment, limitMs);
  return {
    /** The proof's directory as Linux sees it, and as Windows does. */
    proof: outer,
    toWindows: (relative) => `Z:${join(inner, relative).replaceAll('/', '\\')}`,
    run,
    async prepare() {
      const drive = join(root ?? '', prefix, 'drive_c/windows');
      if (!existsSync(join(drive, 'system32/kernel32.dll'))) await run('wineboot', ['-i'], 180_000);
      // Node refuses to start on what Wine claims to be by default.
      await run('wine', ['winecfg', '-v', 'win10'], 60_000);
      for (const name of Object.keys(KINDS)) {
        const target = join(drive, SYSTEM[name]);
        if (existsSync(target))
          cpSync(join(PROOF, 'shim', name, 'bcryptprimitives.dll'), join(target, 'bcryptprimitives.dll'));
      }
    },
    async stop() {
      await run('wineserver', ['-k'], 30_000);
    },
  };
}

/** Standard input and output are files: node.exe under Wine cannot use pipes for them. */
function runHere(program, words, environment, limitMs) {
  mkdirSync(CACHE, { recursive: true });
  const path = join(CACHE, `output-${process.pid}.txt`);
  const output = openSync(path, 'w');
  const input = openSync('/dev/null', 'r');
  return new Promise((resolve) => {
    const child = spawn(program, words, { env: environment, stdio: [input, output, output], cwd: '/' });
    const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
    child.once('error', () => undefined);
    child.once('close', (code) => {
      clearTimeout(timer);
      closeSync(output);
      closeSync(input);
      const text = readFileSync(path, 'utf8');
      rmSync(path, { force: true });
      resolve({ code, text });
    });
  });
}
