import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SWIC_VERSION } from '@swic/core/version';
import { expect, test } from 'vitest';
import { ROOT } from '../../scripts/package/places.mjs';

const run = promisify(execFile);
const SWIC = join(ROOT, 'packages/agent/bin/swic.cjs');
/** The modules of ours and of others that are loaded: the bootstrap, which bundle, the entry and its chunks. */
const BUDGETS = [
  ['--version', 6],
  ['--help', 12],
] as const;
/** Prints to standard error what was loaded, when the process ends. */
const COUNT = `data:text/javascript,${encodeURIComponent(`
  import { register } from 'node:module';
  register('data:text/javascript,' + encodeURIComponent(\`
    import { writeSync } from 'node:fs';
    export async function load(url, context, next) {
      if (url.startsWith('file:')) writeSync(2, url + '\\\\n');
      return next(url, context);
    }\`));
`)}`;

/** What an agent works with; a command that only asks, or only reads the configuration, waits for none of it. */
const OF_AN_AGENT = [
  'chokidar',
  'classic-level',
  'libxml2-wasm',
  'pino',
  'piscina',
  'prom-client',
  'ws',
  'ink',
  'ffi-rs',
];

test('a command that runs nothing of an agent loads neither the ledger nor the reader of XML', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'swic-start-'));
  try {
    const config = join(directory, 'swic.yaml');
    writeFileSync(config, 'clientId: DXPESW0000000001\ntransport: { kind: embedded }\nbusinesses: { DEC: {} }\n');
    const words = ['config', 'show', '--config', config];
    const { stdout, stderr } = await run(process.execPath, ['--import', COUNT, SWIC, ...words]);
    expect(stdout).toContain('DXPESW0000000001');
    const packages = new Set([...stderr.matchAll(/node_modules\/([^/]+)\//g)].map(([, name]) => name));
    expect(OF_AN_AGENT.filter((name) => packages.has(name))).toEqual([]);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test.each(BUDGETS)('swic %s loads at most %i modules, so that it answers at once', async (word, modulesMax) => {
  const { stdout, stderr } = await run(process.execPath, ['--import', COUNT, SWIC, word]);
  expect(stdout).toContain(word === '--version' ? SWIC_VERSION : 'swic');
  const modules = stderr.split('\n').filter((line) => line.startsWith('file:'));
  expect(modules.length).toBeGreaterThan(0);
  expect(modules.length, modules.join('\n')).toBeLessThanOrEqual(modulesMax);
});

test.skipIf(!existsSync('/dev/full')).each(BUDGETS)(
  'swic %s into a full disk says that its answer is lost',
  async (word) => {
    const words = ['-c', `${process.execPath} ${SWIC} ${word} > /dev/full`];
    await expect(run('sh', words, { env: { ...process.env, LC_ALL: 'C' } })).rejects.toMatchObject({
      stderr: expect.stringContaining('command.output-lost'),
    });
  },
);
