import type { Native } from './native.js';

const PR_SET_PDEATHSIG = 1;
const PR_SET_DUMPABLE = 4;
const SIGKILL = 9;

/**
 * Linux: no core dump and no debugger of the same user for this process, which sees the PIN, and no life after the
 * process that started it, even while a call into the library hangs. Elsewhere the end of the socket has to do.
 */
export function harden(native: Native): void {
  if (process.platform !== 'linux') return;
  try {
    native.open({ library: 'libc', path: 'libc.so.6' });
    prctl(native, PR_SET_DUMPABLE, 0);
    prctl(native, PR_SET_PDEATHSIG, SIGKILL);
  } catch {
    // A C library under another name (musl) is the known case; the protection is an extra, so the host goes on without.
  }
}

function prctl(native: Native, option: number, argument: number): void {
  const { I32 } = native.DataType;
  native.load({
    library: 'libc',
    funcName: 'prctl',
    retType: I32,
    paramsType: [I32, I32],
    paramsValue: [option, argument],
  });
}
