// @ts-check
// `npm run docs:site [DIR]`: the documents as pages that are read in a browser without a server, with a search in both languages, and the
// reference of `contract` and `ports` beside them. The last line says where.
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SITE } from '../package/places.mjs';
import { SetupFailure, sayLine, setUp } from '../setup.mjs';

try {
  await setUp(sayLine);
  // Only now: what it renders with was installed a moment ago.
  const { buildSite } = await import('./build-site.mjs');
  const { buildApi } = await import('./build-api.mjs');
  const [asked] = process.argv.slice(2);
  const directory = asked === undefined ? SITE : resolve(asked);
  rmSync(directory, { recursive: true, force: true });
  const { pages, sections } = buildSite(directory, { isForDevelopers: true });
  const symbols = await buildApi(join(directory, 'api'));
  sayLine(`${pages} pages, ${sections} sections in the search, ${symbols} symbols in the reference`);
  sayLine(join(directory, 'index.html'));
} catch (reason) {
  if (!(reason instanceof SetupFailure)) throw reason;
  process.stderr.write(`${reason.message}\n`);
  process.exitCode = 1;
}
