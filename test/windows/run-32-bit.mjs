// @ts-check
// Does the kernel of this machine run 32-bit programs? Many of containers do not, and Wine says nothing that a person understands then.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ADDRESS = 0x08048000;
const HEADERS_BYTES = 52 + 32;
const ANSWER = 42;
/** `mov eax, 1` (exit), `mov ebx, 42`, `int 0x80`. */
const CODE = [0xb8, 1, 0, 0, 0, 0xbb, ANSWER, 0, 0, 0, 0xcd, 0x80];

/** A program of 96 bytes for Linux on 32-bit Intel, which ends with 42. */
export function tinyProgram() {
  const bytes = Buffer.alloc(HEADERS_BYTES);
  bytes.write('\x7fELF\x01\x01\x01', 'latin1');
  // The header: executable, 386, version, entry, one program header behind it.
  const numbers = /** @type {const} */ ([
    [16, 2],
    [18, 3],
    [40, 52],
    [42, 32],
    [44, 1],
  ]);
  for (const [at, value] of numbers) bytes.writeUInt16LE(value, at);
  const total = HEADERS_BYTES + CODE.length;
  const words = /** @type {const} */ ([
    [20, 1],
    [24, ADDRESS + HEADERS_BYTES],
    [28, 52],
    // The program header: loaded whole, readable and executable.
    [52, 1],
    [60, ADDRESS],
    [64, ADDRESS],
    [68, total],
    [72, total],
    [76, 5],
    [80, 0x1000],
  ]);
  for (const [at, value] of words) bytes.writeUInt32LE(value, at);
  return Buffer.concat([bytes, Buffer.from(CODE)]);
}

export function runs32Bit() {
  const directory = mkdtempSync(join(tmpdir(), 'swic-32-bit-'));
  try {
    const file = join(directory, 'program');
    writeFileSync(file, tinyProgram(), { mode: 0o755 });
    return spawnSync(file).status === ANSWER;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
