import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { runSwic, startNode } from '../support/agent-process.js';
import { describeWithCompiler } from '../support/compiler.js';
import { type MqWorld, openMqWorld } from '../support/world-over.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

interface Steps extends ReadonlyArray<{ readonly name: string; readonly outcome: string }> {}

describeWithCompiler(
  'without a usable client, the built command says in one sentence what to install, and exits with 78:',
  () => {
    test('no library of IBM’s', async () => {
      await using world = await openMqWorld({ businesses: { DEC: {} } });
      change(world, { clientLibrary: '/nowhere/lib64' });

      const { code, stderr } = await runSwic(world, ['run'], { LD_LIBRARY_PATH: '' });

      expect(code, stderr).toBe(78);
      expect(stderr).toContain('transport.client-missing');
      expect(lineWith(stderr, 'redistributable')).toMatch(
        /^ {2}IBM's client library libmqm_r\.so was not found: install IBM's 64-bit redistributable MQ client for Linux: .*lib64.*clientLibrary$/,
      );
      expect(stderr).toContain('searched=/nowhere/lib64, ');
      const chinese = await runSwic(world, ['run', '--locale', 'zh'], { LD_LIBRARY_PATH: '' });
      expect(chinese.code).toBe(78);
      expect(chinese.stderr).toContain('找不到 IBM MQ 客户端库 libmqm_r.so：请安装 IBM MQ Linux 64 位可再分发客户端');
      const tried = await runSwic(world, ['test-connection', '--json'], { LD_LIBRARY_PATH: '' });
      expect(tried.code).toBe(78);
      expect((JSON.parse(tried.stdout) as Steps)[0]).toMatchObject({ name: 'client-library', outcome: 'failed' });
    });

    test('a library of another architecture', async () => {
      await using world = await openMqWorld({ businesses: { DEC: {} } });
      writeFileSync(path.join(world.directory, 'libmqm_r.so'), elfHeaderOfIa32());
      change(world, { clientLibrary: world.directory });

      const { code, stderr } = await runSwic(world, ['run']);

      expect(code, stderr).toBe(78);
      expect(lineWith(stderr, 'does not fit')).toContain('use a 64-bit Node.js and install');
      expect(stderr).toContain('is for ia32');
    });

    test('no npm package, which is optional: everything else works', async () => {
      await using world = await openMqWorld({ businesses: { DEC: {} } });
      const swic = installWithout('ibmmq');
      try {
        await using run = startNode(world, [swic, 'run', '--config', world.config], {});
        const { code, stderr } = await run.finished;

        expect(code, stderr).toBe(78);
        expect(lineWith(stderr, 'npm install')).toBe(
          '  The npm package ibmmq is not installed: run `npm install --ignore-scripts ibmmq`',
        );
        change(world, null);
        await using other = startNode(world, [swic, 'run', '--once', '--config', world.config], {});
        expect(await other.finished).toMatchObject({ code: 0 });
      } finally {
        rmSync(path.dirname(swic), { recursive: true, force: true });
      }
    });
  },
);

test('our install leaves IBM’s client where it is', () => {
  const { optionalDependencies, dependencies } = readJson('packages/core/package.json');
  expect(optionalDependencies?.['ibmmq']).toBeDefined();
  expect(dependencies?.['ibmmq']).toBeUndefined();
  expect(readFileSync(path.join(ROOT, '.npmrc'), 'utf8')).toMatch(/^ignore-scripts=true$/m);
  expect(existsSync(path.join(ROOT, 'node_modules', 'ibmmq', 'redist'))).toBe(false);
});

describeWithCompiler('swic test-connection', () => {
  // Every step, without the command around it: test/ibmmq/opening.test.ts.
  const CASES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    port: { connectionName: '127.0.0.1(1)' },
    channel: { channel: 'NO.SUCH' },
    user: { username: 'nobody' },
    'send-queue NO.SUCH': { send: { queue: 'NO.SUCH' } },
  };

  test('names the step that failed', async () => {
    await using world = await openMqWorld({ businesses: { DEC: {} } });
    const told = Object.entries(CASES).map(async ([step, settings], index) => {
      const config = path.join(world.directory, `case-${index}.yaml`);
      change(world, settings, config);
      const { code, stdout } = await runSwic({ ...world, config }, ['test-connection', '--json']);
      const failed = (JSON.parse(stdout) as Steps).find(({ outcome }) => outcome === 'failed');
      return { step, failed: failed?.name, code };
    });

    for (const { step, failed, code } of await Promise.all(told))
      expect({ failed, code }).toEqual({ failed: step, code: 69 });
  });
});

/** Over the settings of the transport; null: another transport altogether. */
function change(world: MqWorld, settings: Readonly<Record<string, unknown>> | null, file: string = world.config): void {
  const config = parse(readFileSync(world.config, 'utf8')) as { transport: Record<string, unknown> };
  const transport = settings === null ? { kind: 'embedded' } : { ...config.transport, ...settings };
  writeFileSync(file, stringify({ ...config, transport }));
}

function lineWith(text: string, part: string): string {
  return text.split('\n').find((line) => line.includes(part)) ?? '';
}

/** The first bytes of a 32-bit x86 shared library. */
function elfHeaderOfIa32(): Buffer {
  const header = Buffer.alloc(64);
  Buffer.from('7f454c46010101', 'hex').copy(header);
  header.writeUInt16LE(3, 16);
  header.writeUInt16LE(3, 18);
  return header;
}

/** What `npm install --omit=optional` would leave: our built packages, and every dependency but one. Returns the command. */
function installWithout(missing: string): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'swic-install-'));
  const modules = path.join(directory, 'node_modules');
  mkdirSync(path.join(modules, '@swic'), { recursive: true });
  const source = path.join(ROOT, 'node_modules');
  for (const name of readdirSync(source))
    if (name !== missing && name !== '@swic') symlinkSync(path.join(source, name), path.join(modules, name));
  for (const name of readdirSync(path.join(ROOT, 'packages'))) copyPackage(name, path.join(modules, '@swic', name));
  return path.join(directory, 'swic.cjs');

  function copyPackage(name: string, target: string): void {
    const from = path.join(ROOT, 'packages', name);
    // Copied, not linked: Node looks for dependencies from where a file really is.
    for (const part of ['package.json', 'dist', 'bin', 'node_modules'])
      if (existsSync(path.join(from, part)))
        cpSync(path.join(from, part), path.join(target, part), { recursive: true });
    if (name === 'agent')
      writeFileSync(path.join(directory, 'swic.cjs'), `require('./node_modules/@swic/agent/bin/swic.cjs');\n`);
  }
}

function readJson(file: string): Readonly<Record<string, Readonly<Record<string, string>> | undefined>> {
  return JSON.parse(readFileSync(path.join(ROOT, file), 'utf8')) as never;
}
