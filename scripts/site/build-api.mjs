// @ts-check
// `npm run docs:api [DIR]`: the reference of what packages agree on (`contract`) and of what an adapter promises (`ports`), by TypeDoc from
// the doc comments, which the linter demands.
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Application, ReflectionKind } from 'typedoc';
import { ROOT, SITE } from '../package/places.mjs';

const CORE = join(ROOT, 'packages/core');

/**
 * @param {string} directory is made anew
 * @returns {Promise<number>} how many symbols it describes
 */
export async function buildApi(directory) {
  const app = await Application.bootstrap({
    name: 'swic: contract, ports',
    entryPoints: ['contract', 'ports'].map((room) => join(CORE, 'src', room, 'index.ts')),
    tsconfig: join(CORE, 'tsconfig.json'),
    readme: 'none',
    excludeInternal: true,
    // The sources are in the repository and not beside the pages.
    disableSources: true,
    hideGenerator: true,
    githubPages: false,
    searchInComments: true,
    // The compiler has its own command.
    skipErrorChecking: true,
    // Types of the domain are named, and described where they are.
    validation: { notExported: false, invalidLink: true, notDocumented: false },
    treatWarningsAsErrors: true,
    logLevel: 'Warn',
  });
  const project = await app.convert();
  if (project === undefined) throw new Error('TypeDoc could not read contract and ports');
  rmSync(directory, { recursive: true, force: true });
  await app.generateDocs(project, directory);
  if (app.logger.hasErrors() || app.logger.hasWarnings()) throw new Error('TypeDoc has complaints: see above');
  return project.getReflectionsByKind(ReflectionKind.SomeExport).length;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [asked] = process.argv.slice(2);
  const directory = asked === undefined ? join(SITE, 'api') : resolve(asked);
  process.stdout.write(`${await buildApi(directory)} symbols\n${join(directory, 'index.html')}\n`);
}
