// @ts-check
// `npm run test:schemas -- DIRECTORY`: examples and simulated answers of cross-border e-commerce against the official schemas, which
// are not part of the project: customs publishes them with its message specification. `npm test` leaves these tests out.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const EXIT_USAGE = 2;

const given = process.argv[2] ?? process.env.SWIC_TEST_CEB_SCHEMAS ?? '';

process.exitCode = main(resolve(given));

/** @param {string} directory */
function main(directory) {
  if (given === '' || !existsSync(directory) || !readdirSync(directory).some((name) => name.endsWith('.xsd'))) {
    process.stderr.write(
      `${given === '' ? 'Name' : `No .xsd in ${directory}: name`} the directory with the official schemas of cross-border e-commerce ` +
        'and their xmldsig-core-schema.xsd: npm run test:schemas -- DIRECTORY\n',
    );
    return EXIT_USAGE;
  }
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const { status } = spawnSync(process.execPath, [vitest, 'run', 'test/schemas'], {
    cwd: ROOT,
    env: { ...process.env, SWIC_TEST_CEB_SCHEMAS: directory },
    stdio: 'inherit',
  });
  return status ?? 1;
}
