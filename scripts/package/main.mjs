// @ts-check
// `npm run package [KIND…]`: the packages into out/, from this commit, with the version of the changelog. The last line counts.
import { SetupFailure, sayLine, setUp } from '../setup.mjs';
import { OUT } from './places.mjs';
import { SignFailure } from './sign.mjs';

try {
  await setUp(sayLine);
  // Only now: what it bundles with was installed a moment ago.
  const { makePackages } = await import('./make-packages.mjs');
  const { BYTES_MAX } = await import('./contents.mjs');
  const { BUILDERS } = await import('./kinds.mjs');
  const asked = process.argv.slice(2);
  const all = await makePackages({ out: OUT, kinds: asked.length === 0 ? Object.keys(BUILDERS) : asked, say: sayLine });
  let isTooLarge = false;
  for (const { kind, file, bytes, why } of all) {
    const maxBytes = BYTES_MAX[/** @type {import('./contents.mjs').Kind} */ (kind)];
    const isOver = bytes > maxBytes;
    isTooLarge ||= isOver;
    const size = `${(bytes / 1e6).toFixed(2)} MB of ${(maxBytes / 1e6).toFixed(1)}${isOver ? ', TOO LARGE' : ''}`;
    sayLine(file === null ? `${kind}: not built: ${why}` : `${kind}: ${file} (${size})`);
  }
  const built = all.filter(({ file }) => file !== null).length;
  sayLine(`${built} built, ${all.length - built} not built`);
  process.exitCode = isTooLarge ? 1 : 0;
} catch (reason) {
  if (!(reason instanceof SetupFailure || reason instanceof SignFailure)) throw reason;
  process.stderr.write(`${reason.message}\n`);
  process.exitCode = 1;
}
