import { createRequire } from 'node:module';

/** An address in the library's memory; only ffi-rs can look inside. */
export interface NativePointer {
  readonly __brand: 'NativePointer';
}

/** The part of ffi-rs that is used, typed by hand: its own types promise more than the addon keeps. */
export interface Native {
  open(parameters: { readonly library: string; readonly path: string }): void;
  load(parameters: NativeCall): unknown;
  isNullPointer(pointer: NativePointer): boolean;
  createExternalBuffer(pointer: NativePointer, length: number): Buffer;
  readonly DataType: {
    readonly U8Array: number;
    readonly U32: number;
    readonly I32: number;
    readonly External: number;
  };
}

export interface NativeCall {
  readonly library: string;
  readonly funcName: string;
  readonly retType: number;
  readonly paramsType: number[];
  readonly paramsValue: (Buffer | number)[];
}

/** The longest message SpcGetErrMsg may give; reading stops at its NUL anyway. */
const TEXT_OCTETS_MAX = 4096;

/**
 * Loads ffi-rs. The only place that does: it is native, so it is loaded when it is needed and in the host process alone.
 * Throws what require throws when the package for this processor is not installed.
 */
export function loadNative(): Native {
  const require = createRequire(import.meta.url);
  return require('ffi-rs') as Native;
}

/** The octets of a char * up to its NUL; null for a null pointer. */
export function readText(native: Native, pointer: NativePointer): Buffer | null {
  if (native.isNullPointer(pointer)) return null;
  // The view is longer than the text may be, which is harmless as long as nothing behind the NUL is read.
  const view = native.createExternalBuffer(pointer, TEXT_OCTETS_MAX);
  let length = 0;
  while (length < TEXT_OCTETS_MAX && view[length] !== 0) length += 1;
  return Buffer.from(view.subarray(0, length));
}
