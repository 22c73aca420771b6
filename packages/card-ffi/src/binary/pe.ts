import { type BinaryFacts, type BinaryKind, textAt } from './facts.js';

const ARCHITECTURES: Readonly<Record<number, string>> = {
  0x014c: 'ia32',
  0x8664: 'x64',
  0xaa64: 'arm64',
  0x01c4: 'arm',
};
const PE_SIGNATURE = 0x00004550;
const PE32_PLUS = 0x20b;
const DIRECTORY = { exports: 0, imports: 1 } as const;
/** An import descriptor is 20 octets and the table ends with an empty one. */
const IMPORT_OCTETS = 20;
/** A library with more imports than this is damaged, not large. */
const IMPORTS_MAX = 4096;

/** From the first octets of the file alone. */
export function peKind(file: Buffer): BinaryKind {
  const pe = file.readUInt32LE(0x3c);
  if (file.readUInt32LE(pe) !== PE_SIGNATURE) throw new RangeError('no PE signature');
  const bits = file.readUInt16LE(pe + 24) === PE32_PLUS ? 64 : 32;
  return { format: 'pe', architecture: ARCHITECTURES[file.readUInt16LE(pe + 4)] ?? 'other', bits };
}

/** Reads the headers, the export names and the import table; throws RangeError on a damaged file. */
export function parsePe(file: Buffer): BinaryFacts {
  const kind = peKind(file);
  const pe = file.readUInt32LE(0x3c);
  const optional = pe + 24;
  const directories = optional + (kind.bits === 64 ? 112 : 96);
  const toOffset = addressReader(file, pe, optional + file.readUInt16LE(pe + 20));
  const addressOf = (index: number): number => file.readUInt32LE(directories + index * 8);
  return {
    ...kind,
    needs: importedNames(file, addressOf(DIRECTORY.imports), toOffset),
    exports: exportedNames(file, addressOf(DIRECTORY.exports), toOffset),
  };
}

type ToOffset = (address: number) => number;

/** Addresses in a PE are those of the loaded image; the section table says where they lie in the file. */
function addressReader(file: Buffer, pe: number, sections: number): ToOffset {
  const count = file.readUInt16LE(pe + 6);
  return (address) => {
    for (let index = 0; index < count; index += 1) {
      const at = sections + index * 40;
      const size = Math.max(file.readUInt32LE(at + 8), file.readUInt32LE(at + 16));
      const start = file.readUInt32LE(at + 12);
      if (address >= start && address < start + size) return address - start + file.readUInt32LE(at + 20);
    }
    throw new RangeError('an address outside of every section');
  };
}

function importedNames(file: Buffer, table: number, toOffset: ToOffset): readonly string[] {
  const names: string[] = [];
  if (table === 0) return names;
  const start = toOffset(table);
  for (let index = 0; index < IMPORTS_MAX; index += 1) {
    const name = file.readUInt32LE(start + index * IMPORT_OCTETS + 12);
    if (name === 0) return names;
    names.push(textAt(file, toOffset(name)));
  }
  throw new RangeError('the import table has no end');
}

function exportedNames(file: Buffer, table: number, toOffset: ToOffset): readonly string[] {
  const names: string[] = [];
  if (table === 0) return names;
  const start = toOffset(table);
  const count = file.readUInt32LE(start + 24);
  if (count === 0) return names;
  const list = toOffset(file.readUInt32LE(start + 32));
  for (let index = 0; index < count; index += 1)
    names.push(textAt(file, toOffset(file.readUInt32LE(list + index * 4))));
  return names;
}
