import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const ROOT = path.join(import.meta.dirname, '../..');
const KNIP = path.join(ROOT, 'node_modules/knip/bin/knip.js');

/** `npm run unused` over a package of two files, with what the configuration leaves out. */
function findUnused(
  files: Readonly<Record<string, string>>,
): Promise<{ readonly code: unknown; readonly said: string }> {
  const directory = mkdtempSync(path.join(tmpdir(), 'swic-unused-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const manifest = { name: 'fixture', type: 'module', main: 'main.js', dependencies: {} };
  const settings = { entry: ['main.js'], project: ['*.js'], ignoreExportsUsedInFile: true };
  writeFileSync(path.join(directory, 'package.json'), JSON.stringify(manifest));
  writeFileSync(path.join(directory, 'knip.json'), JSON.stringify(settings));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(directory, name), text);
  return new Promise((resolve) => {
    execFile(process.execPath, [KNIP, '--no-progress', '--directory', directory], (reason, stdout, stderr) =>
      resolve({ code: reason?.code ?? 0, said: stdout + stderr }),
    );
  });
}

const MAIN = "import { one } from './one.js';\nconsole.log(one);\n";

test('what is used is let through, and an export, a file and a package that are not used each fail', async () => {
  expect(await findUnused({ 'main.js': MAIN, 'one.js': 'export const one = 1;\n' })).toMatchObject({ code: 0 });
  const left = await findUnused({
    'main.js': MAIN,
    'one.js': 'export const one = 1;\nexport const lost = 2;\n',
    'two.js': '',
  });
  expect(left).toMatchObject({ code: 1, said: expect.stringMatching(/two\.js[\s\S]*lost/) });
  const unlisted = await findUnused({ 'main.js': `import 'left-pad';\n${MAIN}`, 'one.js': 'export const one = 1;\n' });
  expect(unlisted).toMatchObject({ code: 1, said: expect.stringContaining('left-pad') });
}, 60_000);
