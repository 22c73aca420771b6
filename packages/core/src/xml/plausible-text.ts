/**
 * What a character costs, about -ln(frequency) in Chinese business text. A reading in which the same bytes cost less is the
 * likelier one. What is common in its own script costs the same everywhere, so that it speaks neither for nor against.
 */
const COST = { ascii: 6, common: 8, traditional: 11, lessCommon: 12, rare: 16, never: 24 } as const;

/** Letters and signs of European and Semitic scripts as names of firms and units of measure have them; Vietnamese included. */
const FOREIGN_LETTERS: readonly (readonly [number, number])[] = [
  [0x00a0, 0x017f],
  [0x01a0, 0x01a1],
  [0x01af, 0x01b0],
  [0x0386, 0x03ce],
  [0x0401, 0x0451],
  [0x05d0, 0x05ea],
  [0x0621, 0x064a],
  [0x1e00, 0x1eff],
  [0x2010, 0x2044],
  [0x2100, 0x2122],
  [0x2160, 0x2179],
  [0x2190, 0x2199],
  [0x2460, 0x2473],
  [0x3000, 0x3015],
  [0xff01, 0xff5e],
];

/** Scripts that are whole texts where they occur at all: Thai, kana, Korean. */
const OTHER_SCRIPTS: readonly (readonly [number, number])[] = [
  [0x0900, 0x0eff],
  [0x3040, 0x30ff],
  [0xac00, 0xd7a3],
];

const NEVER: readonly (readonly [number, number])[] = [
  [0x0080, 0x009f],
  [0xe000, 0xf8ff],
  [0xfff0, 0xffff],
];

/** How unlikely a text is as business text of China. */
export interface TextCost {
  readonly cost: number;
  /** Of its characters beyond ASCII; 0 where there are none. */
  readonly averageBeyondAscii: number;
}

let costs: Uint8Array | null = null;

/** Reads a text once; two readings of the same bytes are compared by `cost`, the lower one is the likelier. */
export function textCost(text: string): TextCost {
  costs ??= createCosts();
  let cost = 0;
  let foreign = 0;
  let foreignCost = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    // A character beyond the first plane is two halves, which count as two: right for how rare it is.
    const each = costs[code] ?? COST.never;
    cost += each;
    if (code < 0x80) continue;
    foreign += 1;
    foreignCost += each;
  }
  return { cost, averageBeyondAscii: foreign === 0 ? 0 : foreignCost / foreign };
}

/** By the tables of GB2312 (3,755 characters ordered by use, 3,008 by radical) and of the first level of Big5. */
function createCosts(): Uint8Array {
  const table = new Uint8Array(0x10000).fill(COST.rare);
  const put = (text: string, cost: number): void => {
    for (const character of text) table[character.charCodeAt(0)] = cost;
  };
  for (const [first, last] of OTHER_SCRIPTS) table.fill(COST.lessCommon, first, last + 1);
  put(decodeRows('big5', 0xa4, 0xc6), COST.traditional);
  put(decodeRows('gb18030', 0xd8, 0xf7), COST.lessCommon);
  put(decodeRows('gb18030', 0xb0, 0xd7), COST.common);
  for (const [first, last] of FOREIGN_LETTERS) table.fill(COST.common, first, last + 1);
  table.fill(COST.ascii, 0, 0x80);
  for (const [first, last] of NEVER) table.fill(COST.never, first, last + 1);
  return table;
}

function decodeRows(encoding: 'big5' | 'gb18030', firstLead: number, lastLead: number): string {
  const trails = encoding === 'big5' ? [...range(0x40, 0x7e), ...range(0xa1, 0xfe)] : range(0xa1, 0xfe);
  const bytes = range(firstLead, lastLead).flatMap((lead) => trails.flatMap((trail) => [lead, trail]));
  // A few places of the last rows are empty; they decode to U+FFFD, which costs the most afterwards.
  return new TextDecoder(encoding).decode(Uint8Array.from(bytes));
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
