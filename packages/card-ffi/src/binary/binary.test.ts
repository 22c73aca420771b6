import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KIND_OCTETS, parseBinary, parseKind, resolveSymbol } from './binary.js';

/** The smallest 32-bit DLL that has an import and two exports: headers, one section at address 0x1000, file offset 0x200. */
function tinyDll(): Buffer {
  const file = Buffer.alloc(0x400);
  const [pe, optional, section] = [0x80, 0x98, 0x178];
  file.write('MZ', 0, 'latin1');
  file.writeUInt32LE(pe, 0x3c);
  file.write('PE\0\0', pe, 'latin1');
  file.writeUInt16LE(0x014c, pe + 4);
  file.writeUInt16LE(1, pe + 6);
  file.writeUInt16LE(0xe0, pe + 20);
  file.writeUInt16LE(0x10b, optional);
  file.writeUInt32LE(0x1000, optional + 96);
  file.writeUInt32LE(0x1080, optional + 104);
  file.writeUInt32LE(0x200, section + 8);
  file.writeUInt32LE(0x1000, section + 12);
  file.writeUInt32LE(0x200, section + 16);
  file.writeUInt32LE(0x200, section + 20);
  // Exports: two names at 0x1040; their pointers at 0x1030.
  file.writeUInt32LE(2, 0x200 + 24);
  file.writeUInt32LE(0x1030, 0x200 + 32);
  file.writeUInt32LE(0x1040, 0x230);
  file.writeUInt32LE(0x1050, 0x234);
  file.write('SpcClearEnv@0\0', 0x240, 'latin1');
  file.write('SpcSignData@16\0', 0x250, 'latin1');
  // Imports: one descriptor whose name is at 0x10c0.
  file.writeUInt32LE(0x10c0, 0x280 + 12);
  file.write('IKeyAPI.dll\0', 0x2c0, 'latin1');
  return file;
}

test('a DLL tells its bitness, what it needs and what it exports', () => {
  expect(parseBinary(tinyDll())).toEqual({
    format: 'pe',
    architecture: 'ia32',
    bits: 32,
    needs: ['IKeyAPI.dll'],
    exports: ['SpcClearEnv@0', 'SpcSignData@16'],
  });
});

test.runIf(process.platform === 'linux')('the running Node is recognised', () => {
  const facts = parseBinary(readFileSync(process.execPath));
  expect(facts).toMatchObject({ format: 'elf', architecture: process.arch });
  expect(facts?.needs).toContain('libc.so.6');
  expect(parseKind(readFileSync(process.execPath).subarray(0, KIND_OCTETS))).toMatchObject({
    format: 'elf',
    architecture: process.arch,
  });
});

test('a damaged file is "not a library", never an error', () => {
  const whole = tinyDll();
  fc.assert(
    fc.property(
      fc.nat(whole.length),
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 6 }),
      (length, changes) => {
        const damaged = Buffer.from(whole.subarray(0, length));
        for (const [at, value] of changes) if (at < damaged.length) damaged[at] = value;
        parseBinary(damaged);
        parseKind(damaged);
      },
    ),
  );
});

test('a stdcall decoration is found by itself, a plain name wins', () => {
  expect(resolveSymbol(new Set(['SpcSignData@16']), 'SpcSignData')).toBe('SpcSignData@16');
  expect(resolveSymbol(new Set(['_SpcSignData@16']), 'SpcSignData')).toBe('_SpcSignData@16');
  expect(resolveSymbol(new Set(['SpcSignData@16', 'SpcSignData']), 'SpcSignData')).toBe('SpcSignData');
  expect(resolveSymbol(new Set(['SpcSignDataNoHash@16']), 'SpcSignData')).toBeUndefined();
});
