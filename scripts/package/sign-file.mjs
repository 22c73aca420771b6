// @ts-check
// What makensis runs with the uninstaller that it has just made, and with nothing else: a file, signed by sign.mjs.
import { sign } from './sign.mjs';

try {
  await sign(process.argv[2] ?? '', { say: () => undefined });
} catch (reason) {
  process.stderr.write(`${reason instanceof Error ? reason.message : String(reason)}\n`);
  process.exitCode = 1;
}
