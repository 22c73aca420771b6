// @ts-check
// Makes swic-service.exe, what Windows starts as a service, by the compiler of MinGW.
import { fileURLToPath } from 'node:url';
import { provideTools, runTool } from '../tools.mjs';

const SOURCE = fileURLToPath(new URL('service.c', import.meta.url));
const COMPILER = 'x86_64-w64-mingw32-gcc';
/** Small, and the same bytes twice: no time of the build in it. */
const WORDS = [
  '-std=gnu11',
  '-Os',
  '-s',
  '-municode',
  '-Wall',
  '-Wextra',
  '-Werror',
  '-fno-ident',
  '-ffunction-sections',
];
const LINKED = ['-Wl,--no-insert-timestamp', '-Wl,--gc-sections', '-Wl,--build-id=none', '-ladvapi32'];

/**
 * @param {string} file where it goes
 * @param {(line: string) => void} say
 */
export async function compileService(file, say) {
  await provideTools({ [COMPILER]: 'gcc-mingw-w64-x86-64-win32' }, say);
  await runTool(COMPILER, [...WORDS, '-o', file, SOURCE, ...LINKED]);
}
