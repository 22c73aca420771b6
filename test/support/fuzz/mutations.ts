import { type ZipFile, zipOf } from '../zip-writer.js';

/** Numbers that follow from a seed, so that every finding can be had again. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0 || 1;
  }

  /** 0 <= n < below. xorshift32: quick, and good enough to choose places. */
  next(below: number): number {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state >>> 0;
    return this.#state % Math.max(1, below);
  }

  pick<T>(all: readonly T[]): T {
    const chosen = all[this.next(all.length)];
    if (chosen === undefined) throw new Error('nothing to choose from');
    return chosen;
  }
}

/** What readers stumble over. */
const TOKENS = [
  '<',
  '</',
  '>',
  '/>',
  '<a>',
  '</a>',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<?',
  '?>',
  '<!DOCTYPE a [<!ENTITY b "c">]>',
  '&b;',
  '&#0;',
  '&#x110000;',
  '&amp;',
  '"',
  "'",
  '=',
  ' xmlns="urn:x"',
  ' xmlns:p=""',
  'p:',
  '\0',
  '\uFEFF',
  '\uFFFE',
  '𠮷',
  '中',
  '\r',
  '\t',
  '../',
  '..\\',
  'C:\\',
  '/',
  'CON',
  'PK\u0003\u0004',
  'PK\u0001\u0002',
  'PK\u0005\u0006',
  '<DxpMsg><Data>',
  '</Data></DxpMsg>',
  '<?xml version="1.0" encoding="UTF-16"?>',
  '<?xml version="1.0" encoding="GB18030"?>',
  '<?xml version="1.1"?>',
  '99999999999999999999',
  '-1',
  '='.repeat(5),
] as const;

const BYTES = [0x00, 0x01, 0x3c, 0x3e, 0x26, 0x2f, 0x7f, 0x80, 0xbf, 0xc0, 0xe4, 0xef, 0xfe, 0xff] as const;

type Mutation = (bytes: Buffer, dice: Dice, corpus: readonly Buffer[]) => Buffer;

const MUTATIONS: readonly Mutation[] = [
  (bytes, dice) => {
    const copy = Buffer.from(bytes);
    for (let count = 1 + dice.next(8); count > 0; count -= 1) copy[dice.next(copy.length)] = dice.pick(BYTES);
    return copy;
  },
  (bytes, dice) => {
    const copy = Buffer.from(bytes);
    copy[dice.next(copy.length)] = dice.next(256);
    return copy;
  },
  (bytes, dice) => bytes.subarray(0, dice.next(bytes.length + 1)),
  (bytes, dice) => bytes.subarray(dice.next(bytes.length + 1)),
  (bytes, dice) => {
    const at = dice.next(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + dice.next(64))]);
  },
  (bytes, dice) => {
    const at = dice.next(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), Buffer.from(dice.pick(TOKENS)), bytes.subarray(at)]);
  },
  (bytes, dice) => {
    const at = dice.next(bytes.length + 1);
    const part = bytes.subarray(at, at + dice.next(256));
    const repeated = Array.from({ length: 1 + dice.next(200) }, () => part);
    return Buffer.concat([bytes.subarray(0, at), ...repeated, bytes.subarray(at)]);
  },
  (bytes, dice, corpus) => {
    const other = dice.pick(corpus);
    return Buffer.concat([bytes.subarray(0, dice.next(bytes.length + 1)), other.subarray(dice.next(other.length + 1))]);
  },
  (_, dice) => Buffer.from('<a>'.repeat(dice.next(3_000)) + dice.pick(TOKENS)),
  (_, dice) => Buffer.from(`<a ${'b="c" '.repeat(dice.next(3_000))}>`),
  (_, dice) => Buffer.from(Array.from({ length: dice.next(400) }, () => dice.pick(TOKENS)).join('')),
  (_, dice) => Buffer.from(Array.from({ length: dice.next(2_000) }, () => dice.next(256))),
];

/** One to four changes to one of the corpus. */
export function mutate(corpus: readonly Buffer[], dice: Dice): Buffer {
  let bytes = dice.pick(corpus);
  for (let count = 1 + dice.next(4); count > 0; count -= 1)
    if (bytes.length > 0) bytes = Buffer.from(dice.pick(MUTATIONS)(bytes, dice, corpus).subarray(0, BYTES_MAX));
  return bytes;
}

/** Other texts in the same elements: well-formed, so it is read to its end and every rule sees values it never expected. */
export function retext(corpus: readonly Buffer[], dice: Dice): Buffer {
  const texts = [
    '',
    ' ',
    '0',
    '-1',
    '9'.repeat(400),
    '1e9',
    'x'.repeat(dice.next(5_000)),
    '&amp;',
    '&lt;a&gt;',
    '2025-13-99',
  ];
  const from = dice.pick(corpus).toString('latin1');
  return Buffer.from(
    from.replace(/>[^<>]*<\//g, (whole) => (dice.next(4) === 0 ? `>${dice.pick(texts)}</` : whole)),
    'latin1',
  );
}

/** Large enough for every format, small enough that thousands are read in a second. */
const BYTES_MAX = 256 * 1024;

const ZIP_NAMES = [
  'a.xml',
  'b.xml',
  'a.pdf',
  '../a.xml',
  '..\\a.xml',
  '/etc/a.xml',
  'C:\\a.xml',
  'dir/a.xml',
  'dir/',
  'a\0.xml',
  '~$a.xml',
  'CON.xml',
  'a.xml/../../b.xml',
  '\u202Elmx.a',
  '发票.pdf',
  'x'.repeat(300),
  '',
] as const;

/** An archive, often a dishonest one, and sometimes damaged as well. */
export function hostileZip(corpus: readonly Buffer[], dice: Dice): Buffer {
  const files = Array.from({ length: dice.next(5) }, (): ZipFile => {
    const content = dice.next(3) === 0 ? mutate(corpus, dice) : dice.pick(corpus);
    return {
      name: dice.next(6) === 0 ? mutate([Buffer.from('a.xml')], dice).subarray(0, 200) : dice.pick(ZIP_NAMES),
      content: dice.next(10) === 0 ? Buffer.alloc(300_000) : content,
      isStored: dice.next(2) === 0,
      isEncrypted: dice.next(20) === 0,
      ...(dice.next(8) === 0 ? { claimedBytes: dice.next(2 ** 31) } : {}),
      ...(dice.next(12) === 0 ? { method: dice.next(100) } : {}),
      ...(dice.next(12) === 0 ? { crc: dice.next(2 ** 31) } : {}),
    };
  });
  const zip = zipOf(files, dice.next(5) === 0 ? dice.pick(TOKENS) : '');
  return dice.next(2) === 0 ? zip : mutate([zip], dice);
}

/** A receipt in envelopes in envelopes, whole or damaged. */
export function hostileEnvelope(corpus: readonly Buffer[], dice: Dice): Buffer {
  let body = dice.next(2) === 0 ? dice.pick(corpus) : mutate(corpus, dice);
  for (let layers = dice.next(7); layers > 0 && body.length < BYTES_MAX; layers -= 1) {
    const data = dice.next(8) === 0 ? mutate([Buffer.from(body.toString('base64'))], dice) : body.toString('base64');
    const name = dice.next(3) === 0 ? dice.pick(ZIP_NAMES) : dice.pick(TOKENS);
    const message = `<DxpMsg xmlns="http://www.chinaport.gov.cn/dxp" ver="1.0"><TransInfo><CopMsgId>${dice.pick(TOKENS)}</CopMsgId><SenderId>x</SenderId></TransInfo><Data>${data}</Data><AddInfo><FileName>${name}</FileName><BizKey><Key name="${dice.pick(TOKENS)}">${dice.pick(TOKENS)}</Key></BizKey></AddInfo></DxpMsg>`;
    body = Buffer.from(dice.next(3) === 0 ? `<DxpMsgSv><SvNo/>${message}</DxpMsgSv>` : message);
  }
  return dice.next(3) === 0 ? mutate([body], dice) : body;
}
