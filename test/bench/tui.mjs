// @ts-check
// What the dashboard costs: CPU, frames and bytes, idle and while thousands of documents a second pass, in a real terminal (tmux).
// `npm run bench:tui [-- seconds]` prints the table of docs/dashboard.md.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const seconds = Number(process.argv[2] ?? '10');
const here = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));
const CASES = [
  { name: 'Overview, idle', rate: 0, keys: '1', size: [80, 24] },
  { name: 'Overview, 5,000 documents/s', rate: 5_000, keys: '1', size: [80, 24] },
  { name: 'Overview, 5,000 documents/s', rate: 5_000, keys: '1', size: [120, 36] },
  { name: 'Log following, 5,000 documents/s', rate: 5_000, keys: '4', size: [120, 36] },
  { name: 'Documents at the top, 5,000 documents/s', rate: 5_000, keys: '2', size: [120, 36] },
];

console.log('| view | terminal | CPU of one core | frames/s | CPU per frame | bytes/s | memory |');
console.log('| --- | --- | --- | --- | --- | --- | --- |');
for (const one of CASES) {
  const { cpuPercent, framesPerSecond, cpuMsPerFrame, bytesPerSecond, rssMb } = await measure(one);
  const [columns, rows] = one.size;
  console.log(
    `| ${one.name} | ${columns}x${rows} | ${cpuPercent.toFixed(1)} % | ${framesPerSecond.toFixed(1)} | ${cpuMsPerFrame.toFixed(1)} ms | ${Math.round(bytesPerSecond)} | ${Math.round(rssMb)} MB |`,
  );
}

async function measure(/** @type {typeof CASES[number]} */ { rate, keys, size }) {
  const home = mkdtempSync(path.join(tmpdir(), 'swic-bench-tui-'));
  const [file, socket, dataDir] = ['result.json', 'tmux', 'data'].map((name) => path.join(home, name));
  const { CI: _ci, TMUX: _tmux, ...env } = process.env;
  const tmux = (/** @type {string[]} */ ...words) =>
    execFileSync('tmux', ['-S', String(socket), '-f', '/dev/null', ...words], {
      env: { ...env, LANG: 'C.UTF-8', TERM: 'xterm-256color', NODE_ENV: 'production' },
    });
  const agent = spawn(process.execPath, [here('./tui-agent.mjs'), String(dataDir), String(rate)], { stdio: 'inherit' });
  try {
    await sleep(1_500);
    const screen = [process.execPath, here('./tui-screen.mjs'), String(dataDir), String(file), String(seconds)];
    tmux(
      'new-session',
      '-d',
      '-x',
      String(size[0]),
      '-y',
      String(size[1]),
      screen.map((word) => `'${word}'`).join(' '),
    );
    await sleep(1_200);
    tmux('send-keys', keys);
    for (let waitedMs = 0; waitedMs < (seconds + 20) * 1_000; waitedMs += 500) {
      await sleep(500);
      const result = read(String(file));
      if (result !== null) return result;
    }
    throw new Error('the dashboard did not end');
  } finally {
    agent.kill();
    try {
      tmux('kill-server');
    } catch {
      // It has ended with its last program.
    }
    rmSync(home, { recursive: true, force: true });
  }
}

function read(/** @type {string} */ file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

function sleep(/** @type {number} */ delayMs) {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
