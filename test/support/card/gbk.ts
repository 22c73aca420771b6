/** GBK octets of a text: the reverse of TextDecoder('gbk'), which has no encoder beside it. Throws on what GBK lacks. */
export function encodeGbk(text: string): Buffer {
  const table = gbkTable();
  const octets: number[] = [];
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    if (code < 0x80) {
      octets.push(code);
      continue;
    }
    const pair = table.get(letter);
    if (pair === undefined) throw new Error(`GBK has no ${letter}`);
    octets.push(pair >> 8, pair & 0xff);
  }
  return Buffer.from(octets);
}

let cached: ReadonlyMap<string, number> | undefined;

function gbkTable(): ReadonlyMap<string, number> {
  if (cached !== undefined) return cached;
  const decoder = new TextDecoder('gbk');
  const table = new Map<string, number>();
  for (let high = 0x81; high <= 0xfe; high += 1) {
    for (let low = 0x40; low <= 0xfe; low += 1) {
      const letter = decoder.decode(Uint8Array.of(high, low));
      if (letter.length === 1 && letter !== '\ufffd') table.set(letter, (high << 8) | low);
    }
  }
  cached = table;
  return table;
}
