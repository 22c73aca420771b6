import { closeSync, openSync, readSync } from 'node:fs';
import { KIND_OCTETS, parseKind } from './binary.js';
import type { BinaryKind } from './facts.js';

/** What an executable is for; undefined = it cannot be read, or is none. */
export function readKind(path: string): BinaryKind | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    // Its start says why; here it is only not known.
    return undefined;
  }
  try {
    const head = Buffer.alloc(KIND_OCTETS);
    return parseKind(head.subarray(0, readSync(file, head, 0, KIND_OCTETS, 0)));
  } finally {
    closeSync(file);
  }
}

/** Node's word for the processor of the runtime that loads the library; null = the Node that runs this. */
export function runtimeArchitecture(runtime: string | null): string {
  return runtime === null ? process.arch : (readKind(runtime)?.architecture ?? process.arch);
}
