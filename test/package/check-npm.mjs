// @ts-check
// The npm package as a user gets it: into an empty prefix, and by npx in an empty directory, on each Node.js that is supported.
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { provideNode } from '../../scripts/provide-node.mjs';
import { expectThat, NotRun } from './not-run.mjs';

const execute = promisify(execFile);
const VERSIONS = ['20.19', '22', '24'];

/**
 * npm and what it starts, on one Node.js.
 * @param {string} version
 * @param {string} cwd
 */
function openNode(version, cwd) {
  const npm = process.env['npm_execpath'];
  if (npm === undefined) throw new NotRun('npm is not known: run it as `npm run test:packages`');
  const node = provideNode(version);
  // As in a shell of a user: nothing of the npm that runs this.
  const kept = Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith('npm_'));
  const env = {
    ...Object.fromEntries(kept),
    PATH: [dirname(node), process.env['PATH'] ?? ''].join(delimiter),
    LC_ALL: 'C',
  };
  const run = (/** @type {readonly string[]} */ words) =>
    execute(node, words, { cwd, env, maxBuffer: 16 * 1024 * 1024 });
  return { run, npm: (/** @type {readonly string[]} */ words) => run([npm, ...words]) };
}

/**
 * Loads the binary and a constant of the binding for IBM MQ: all of it looks for IBM's client, which is not here.
 * @param {string} program
 */
function loadBinding(program) {
  const place = JSON.stringify(join(program, 'node_modules/ibmmq'));
  return [
    `const from = require('node:module').createRequire(${place} + '/lib/mqi.js');`,
    `const binary = from('node-gyp-build')(${place});`,
    "process.stdout.write(typeof binary.LoadLib + ' ' + from('./mqidefs.js').MQCC_FAILED);",
  ].join('\n');
}

/** @type {readonly import('./not-run.mjs').PackageCheck[]} */
export const npmChecks = VERSIONS.flatMap((version) => [
  {
    name: `npm, Node.js ${version}: npm i -g into an empty prefix, then swic demo`,
    run: async ({ work, fileOf }) => {
      const prefix = join(work, `prefix-${version}`);
      const cwd = join(work, `demo-${version}`);
      for (const directory of [prefix, cwd]) mkdirSync(directory);
      const { run, npm } = openNode(version, cwd);
      await npm(['install', '--global', '--prefix', prefix, '--no-audit', '--no-fund', fileOf('npm')]);
      const program = join(prefix, 'lib/node_modules/swic');
      expectThat(
        (await run(['--eval', loadBinding(program)])).stdout === 'function 2',
        'the binding for IBM MQ is lost',
      );
      const { stdout } = await run([join(prefix, 'bin/swic'), 'demo', '--once']);
      expectThat(/^DEC .* 5 +1 +0 +\d+$/m.test(stdout), stdout);
      const { stdout: node } = await run(['--version']);
      return `demo sent on ${node.trim()}`;
    },
  },
  {
    name: `npm, Node.js ${version}: npx in an empty directory`,
    run: async ({ work, fileOf }) => {
      const cwd = join(work, `npx-${version}`);
      mkdirSync(cwd);
      const { npm } = openNode(version, cwd);
      const words = ['exec', '--yes', '--cache', join(work, `cache-${version}`), '--package', fileOf('npm')];
      const { stdout } = await npm([...words, '--', 'swic', '--version']);
      expectThat(/^\d+\.\d+\.\d+/m.test(stdout), stdout);
      return stdout.trim();
    },
  },
]);
