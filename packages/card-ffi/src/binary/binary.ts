import { elfKind, parseElf } from './elf.js';
import type { BinaryFacts, BinaryKind } from './facts.js';
import { parsePe, peKind } from './pe.js';

/** The octets that `parseKind` needs of a file's beginning. */
export const KIND_OCTETS = 4096;

/** undefined = neither PE nor ELF, or damaged. Needs the whole file. */
export function parseBinary(file: Buffer): BinaryFacts | undefined {
  return parsed(file, parseElf, parsePe);
}

/** The same from the file's beginning only: an executable may have a hundred megabytes. */
export function parseKind(head: Buffer): BinaryKind | undefined {
  return parsed(head, elfKind, peKind);
}

function parsed<T>(file: Buffer, elf: (file: Buffer) => T, pe: (file: Buffer) => T): T | undefined {
  try {
    if (file.length >= 4 && file.readUInt32BE(0) === 0x7f454c46) return elf(file);
    if (file.length >= 64 && file.readUInt16LE(0) === 0x5a4d) return pe(file);
    return undefined;
  } catch (reason) {
    // Offsets come from the file itself; a damaged one points outside of it, and Buffer says so with a RangeError.
    if (reason instanceof RangeError) return undefined;
    throw reason;
  }
}

/**
 * The exported name under which a function can be called: as it is, or with the decoration that 32-bit stdcall
 * compilers add (`Name@8`, `_Name@8`). undefined = not exported.
 */
export function resolveSymbol(exports: ReadonlySet<string>, symbol: string): string | undefined {
  if (exports.has(symbol)) return symbol;
  for (let octets = 0; octets <= 64; octets += 4) {
    for (const decorated of [`${symbol}@${octets}`, `_${symbol}@${octets}`]) {
      if (exports.has(decorated)) return decorated;
    }
  }
  return undefined;
}
