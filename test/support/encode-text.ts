/** Node decodes GBK and Big5 but does not write them: the tables are read backwards. */
const tables = new Map<string, ReadonlyMap<string, readonly number[]>>();

/** The bytes of a text in an encoding of two bytes; null where it has a character that the encoding does not have. */
export function encodeText(text: string, encoding: 'gbk' | 'big5'): Buffer | null {
  const table = tables.get(encoding) ?? createTable(encoding);
  tables.set(encoding, table);
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.charCodeAt(0);
    const found = code < 0x80 ? [code] : table.get(character);
    if (found === undefined) return null;
    bytes.push(...found);
  }
  return Buffer.from(bytes);
}

/** The same for texts that a test knows to fit. */
export function toGbk(text: string): Buffer {
  const bytes = encodeText(text, 'gbk');
  if (bytes === null) throw new Error(`not in GBK: ${text}`);
  return bytes;
}

function createTable(encoding: 'gbk' | 'big5'): ReadonlyMap<string, readonly number[]> {
  const decoder = new TextDecoder(encoding);
  const table = new Map<string, readonly number[]>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1)
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const character = decoder.decode(Uint8Array.of(lead, trail));
      if (character.length === 1 && character !== '\ufffd' && !table.has(character))
        table.set(character, [lead, trail]);
    }
  return table;
}
