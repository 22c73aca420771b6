// @ts-check
// The container image without a daemon: read by another program, then run in a root of its own as its user, with namespaces of its own.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ROOT } from '../../scripts/package/places.mjs';
import { NotBuilt, provideTools, runTool } from '../../scripts/package/tools.mjs';
import { expectThat, NotRun } from './not-run.mjs';

const execute = promisify(execFile);
const LIMIT_MS = 300_000;
const ACCOUNT = 10001;
const BOXES = 'var/lib/swic/boxes/Deccus001';
const EXAMPLES = join(ROOT, 'examples/documents/DEC');
/** The processes of a container are its own, and what it mounts. */
const UNSHARE = ['--mount', '--pid', '--fork', '--kill-child'];
const ENTER = 'mount -t proc proc "$1/proc" && mount --bind /dev "$1/dev" && shift && exec chroot "$@"';

/** @type {readonly import('./not-run.mjs').PackageCheck[]} */
export const containerChecks = [
  {
    name: 'container: another program reads the image',
    run: async ({ fileOf }) => {
      const file = fileOf('container');
      await provide({ skopeo: 'skopeo' });
      const said = JSON.parse(await runTool('skopeo', ['inspect', '--config', `oci-archive:${file}`]));
      expectThat(said.config.User === `${ACCOUNT}:${ACCOUNT}`, JSON.stringify(said.config));
      const { Layers } = JSON.parse(await runTool('skopeo', ['inspect', `oci-archive:${file}`]));
      return `user ${said.config.User}, ${Layers.length} layer`;
    },
  },
  {
    name: 'container: answers, sends, is healthy, ends in order and verifies, as its user and without a shell',
    run: async ({ work, fileOf }) => {
      if (process.getuid?.() !== 0) throw new NotRun('a root of its own can be had by root only');
      return await useImage(await openImage(fileOf('container'), join(work, 'image')));
    },
  },
];

/** @param {Awaited<ReturnType<typeof openImage>>} image */
async function useImage({ root, swic, start, healthCheck }) {
  expectThat(!existsSync(join(root, 'bin/sh')) && !existsSync(join(root, 'usr/bin/sh')), 'there is a shell');
  const version = (await swic(['--version'])).trim();
  await swic(['run', '--once']);
  const outBox = join(root, BOXES, 'OutBox');
  const documents = readdirSync(EXAMPLES).filter((name) => name.endsWith('.xml'));
  for (const name of documents) cpSync(join(EXAMPLES, name), join(outBox, name));
  await runTool('chown', ['--recursive', `${ACCOUNT}:${ACCOUNT}`, outBox]);
  await swic(['run', '--once']);
  const sent = countBelow(join(root, BOXES, 'SentBox'));
  expectThat(sent > 0 && countBelow(outBox) === 0, `${sent} in SentBox, ${countBelow(outBox)} in OutBox`);
  expectThat((await healthCheck()).code === 1, 'it is healthy without an agent');
  const agent = start(['run']);
  const ended = once(agent, 'close');
  for (let looks = 0; (await healthCheck()).code !== 0; looks += 1) {
    expectThat(agent.exitCode === null && looks < 1_000, `the agent does not answer, ${agent.exitCode}`);
    await wait(200);
  }
  const { cpuS } = await healthCheck();
  await swic(['shutdown']);
  await ended;
  expectThat(agent.exitCode === 0, `the agent ended with ${agent.exitCode}`);
  await swic(['verify']);
  return `${version}, ${sent} sent, a health check costs ${cpuS} s of processor time`;
}

/**
 * @param {string} file
 * @param {string} root
 */
async function openImage(file, root) {
  mkdirSync(`${root}.oci`);
  mkdirSync(root);
  await runTool('tar', ['--extract', '--file', file, '--directory', `${root}.oci`]);
  const blob = (/** @type {string} */ digest) => join(`${root}.oci`, 'blobs', digest.replace(':', '/'));
  const read = (/** @type {string} */ path) => JSON.parse(readFileSync(path, 'utf8'));
  const manifest = read(blob(read(join(`${root}.oci`, 'index.json')).manifests[0].digest));
  const { config } = read(blob(manifest.config.digest));
  for (const { digest } of manifest.layers)
    await runTool('tar', [
      '--extract',
      '--gzip',
      '--same-owner',
      '--same-permissions',
      '--file',
      blob(digest),
      '--directory',
      root,
    ]);
  const env = Object.fromEntries(config.Env.map((/** @type {string} */ row) => row.split('=', 2)));
  const enter = (/** @type {readonly string[]} */ line) => [
    ...UNSHARE,
    ...['sh', '-c', ENTER, 'sh', root, `--userspec=${config.User}`, root, ...line],
  ];
  const options = { env: { ...env, PATH: `${env.PATH}:/usr/sbin:/usr/bin:/sbin:/bin` }, timeout: LIMIT_MS };
  const check = config.Healthcheck.Test.slice(1);
  return {
    root,
    swic: async (/** @type {readonly string[]} */ words) =>
      (await execute('unshare', enter([...config.Entrypoint, ...words]), options)).stdout,
    start: (/** @type {readonly string[]} */ words) =>
      spawn('unshare', enter([...config.Entrypoint, ...words]), { env: options.env, stdio: 'ignore' }),
    healthCheck: () => timed(enter(check), options),
  };
}

/**
 * @param {readonly string[]} words
 * @param {import('node:child_process').ExecFileOptions} options
 */
async function timed(words, options) {
  const line = ['-c', 'TIMEFORMAT="%U %S"; time unshare "$@"', 'bash', ...words];
  const { code, stderr } = await execute('bash', line, options).then(
    (said) => ({ code: 0, stderr: String(said.stderr) }),
    (reason) => ({ code: Number(reason.code), stderr: String(reason.stderr) }),
  );
  const [user, system] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { code, cpuS: ((user ?? 0) + (system ?? 0)).toFixed(2) };
}

/** @param {Readonly<Record<string, string>>} tools */
async function provide(tools) {
  try {
    await provideTools(tools, () => undefined);
  } catch (reason) {
    throw reason instanceof NotBuilt ? new NotRun(reason.message) : reason;
  }
}

/** @param {string} directory @returns {number} */
function countBelow(directory) {
  if (!existsSync(directory)) return 0;
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.xml')).length;
}
