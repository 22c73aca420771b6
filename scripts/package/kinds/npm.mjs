// @ts-check
// The tarball for `npm i -g`: the program, and IBM's binding inside of it; npm installs the native parts.
import { cpSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { runTool } from '../tools.mjs';
import { vendorIbmMq } from '../vendor-ibmmq.mjs';

/** @type {import('../kinds.mjs').Builder} */
export async function buildNpm({ program, scratch, out, release }) {
  const directory = join(scratch, 'npm');
  cpSync(program, directory, { recursive: true });
  await vendorIbmMq(directory);
  await runTool('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', scratch], { cwd: directory });
  const file = `swic-${release.version}.tgz`;
  renameSync(join(scratch, file), join(out, file));
  return file;
}
