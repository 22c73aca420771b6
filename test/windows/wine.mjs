import { spawn } from 'node:child_process';
import { closeSync, cpSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  const run = (program, words, limitMs, input = null) =>
    root === null
      ? runHere(program, words, { environment, limitMs, input })
      : runHere('chroot', [root, program, ...words], { environment, limitMs, input });
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

let runs = 0;

/** Standard input and output are files: node.exe under Wine cannot use pipes for them. */
function runHere(program, words, { environment, limitMs, input }) {
  mkdirSync(CACHE, { recursive: true });
  runs += 1;
  const at = (name) => join(CACHE, `${name}-${process.pid}-${runs}.txt`);
  const paths = { stdout: at('stdout'), stderr: at('stderr'), stdin: at('stdin') };
  if (input !== null) writeFileSync(paths.stdin, input, { mode: 0o600 });
  const files = [
    openSync(input === null ? '/dev/null' : paths.stdin, 'r'),
    openSync(paths.stdout, 'w'),
    openSync(paths.stderr, 'w'),
  ];
  return new Promise((resolve) => {
    const child = spawn(program, words, { env: environment, stdio: files, cwd: '/' });
    const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
    child.once('error', () => undefined);
    child.once('close', (code) => {
      clearTimeout(timer);
      for (const file of files) closeSync(file);
      const [stdout, stderr] = [readFileSync(paths.stdout, 'utf8'), readFileSync(paths.stderr, 'utf8')];
      for (const path of Object.values(paths)) rmSync(path, { force: true });
      resolve({ code, stdout, text: stdout + stderr });
    });
  });
}
