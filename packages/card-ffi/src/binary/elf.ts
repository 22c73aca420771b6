import { type BinaryFacts, type BinaryKind, textAt } from './facts.js';

const ARCHITECTURES: Readonly<Record<number, string>> = { 3: 'ia32', 40: 'arm', 62: 'x64', 183: 'arm64' };
const SECTION = { dynamic: 6, dynamicSymbols: 11 } as const;
const NEEDED_TAG = 1;

interface Section {
  readonly type: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
}

/** From the first octets of the file alone. */
export function elfKind(file: Buffer): BinaryKind {
  const machine = file.readUInt8(5) === 1 ? file.readUInt16LE(18) : file.readUInt16BE(18);
  return { format: 'elf', architecture: ARCHITECTURES[machine] ?? 'other', bits: file.readUInt8(4) === 2 ? 64 : 32 };
}

/** Reads section headers, .dynamic and .dynsym; throws RangeError on a damaged file. */
export function parseElf(file: Buffer): BinaryFacts {
  const is64 = file.readUInt8(4) === 2;
  const isLittle = file.readUInt8(5) === 1;
  const read = reader(file, is64, isLittle);
  const sections = readSections(read, is64);
  const namesOf = (section: Section): number => sections[section.link]?.offset ?? 0;
  const needs: string[] = [];
  const exports: string[] = [];
  for (const section of sections) {
    if (section.type === SECTION.dynamic) needs.push(...neededNames(file, read, section, namesOf(section)));
    if (section.type === SECTION.dynamicSymbols) exports.push(...exportedNames(file, read, section, namesOf(section)));
  }
  return { ...elfKind(file), needs, exports };
}

interface Reader {
  readonly is64: boolean;
  byte(at: number): number;
  half(at: number): number;
  word(at: number): number;
  /** An address or size: 4 or 8 octets. */
  native(at: number): number;
}

function reader(file: Buffer, is64: boolean, isLittle: boolean): Reader {
  const word = (at: number): number => (isLittle ? file.readUInt32LE(at) : file.readUInt32BE(at));
  const long = (at: number): number => Number(isLittle ? file.readBigUInt64LE(at) : file.readBigUInt64BE(at));
  return {
    is64,
    byte: (at) => file.readUInt8(at),
    half: (at) => (isLittle ? file.readUInt16LE(at) : file.readUInt16BE(at)),
    word,
    native: is64 ? long : word,
  };
}

function readSections(read: Reader, is64: boolean): readonly Section[] {
  const table = read.native(is64 ? 40 : 32);
  const size = read.half(is64 ? 58 : 46);
  const count = read.half(is64 ? 60 : 48);
  const sections: Section[] = [];
  for (let index = 0; index < count; index += 1) {
    const at = table + index * size;
    sections.push(
      is64
        ? {
            type: read.word(at + 4),
            offset: read.native(at + 24),
            size: read.native(at + 32),
            link: read.word(at + 40),
          }
        : {
            type: read.word(at + 4),
            offset: read.native(at + 16),
            size: read.native(at + 20),
            link: read.word(at + 24),
          },
    );
  }
  return sections;
}

function neededNames(file: Buffer, read: Reader, section: Section, names: number): readonly string[] {
  const width = read.is64 ? 8 : 4;
  const found: string[] = [];
  for (let at = section.offset; at < section.offset + section.size; at += 2 * width) {
    if (read.native(at) === NEEDED_TAG) found.push(textAt(file, names + read.native(at + width)));
  }
  return found;
}

function exportedNames(file: Buffer, read: Reader, section: Section, names: number): readonly string[] {
  const size = read.is64 ? 24 : 16;
  const found: string[] = [];
  for (let at = section.offset; at < section.offset + section.size; at += size) {
    const info = read.byte(at + (read.is64 ? 4 : 12));
    const definedIn = read.half(at + (read.is64 ? 6 : 14));
    const isGlobal = info >> 4 === 1 || info >> 4 === 2;
    if (isGlobal && definedIn !== 0) found.push(textAt(file, names + read.word(at)));
  }
  return found;
}
