import { parseElf } from './elf.js';
import type { BinaryFacts } from './facts.js';
import { parsePe } from './pe.js';

/** undefined = neither PE nor ELF, or damaged. */
export function parseBinary(file: Buffer): BinaryFacts | undefined {
  try {
    if (file.length >= 4 && file.readUInt32BE(0) === 0x7f454c46) return parseElf(file);
    if (file.length >= 64 && file.readUInt16LE(0) === 0x5a4d) return parsePe(file);
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
