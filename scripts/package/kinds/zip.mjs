// @ts-check
// The portable ZIP for Windows: unpacked anywhere, `swic.cmd` runs it with the Node.js inside.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stagePlatform } from '../platforms.mjs';
import { sign } from '../sign.mjs';
import { provideTools, runTool, setTimes } from '../tools.mjs';
import { compileService } from '../windows/service.mjs';

/** `%~dp0` is the directory of this file, with a backslash at its end. */
const COMMAND = '@"%~dp0runtime\\node.exe" "%~dp0bin\\swic.cjs" %*\r\n';

/** @type {import('../kinds.mjs').Builder} */
export async function buildZip({ program, scratch, out, release, say }) {
  await provideTools({ zip: 'zip' }, say);
  const root = `swic-${release.version}`;
  await stageWindows(program, join(scratch, root), say);
  await setTimes(join(scratch, root), release.epochS);
  const file = `${root}-windows-x64.zip`;
  // In the order of the names: that of the directory differs from machine to machine.
  await runTool('sh', ['-c', `find ${root} -type f | LC_ALL=C sort | zip -q -X -9 -@ ${file}`], { cwd: scratch });
  renameSync(join(scratch, file), join(out, file));
  return file;
}

/**
 * @param {string} program
 * @param {string} target
 * @param {(line: string) => void} say
 */
async function stageWindows(program, target, say) {
  await stagePlatform({ program, target, platform: 'windows' });
  writeFileSync(join(target, 'swic.cmd'), COMMAND);
  const service = join(target, 'service/swic-service.exe');
  mkdirSync(dirname(service));
  await compileService(service, say);
  await sign(service, { say });
}
