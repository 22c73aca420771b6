import { describe, expect, test } from 'vitest';
import { businessOf } from '../../../../test/support/check-document.js';
import { BUSINESSES } from '../domain/businesses/registry.js';
import { ruleLevels } from '../domain/rules/rule-names.js';
import type { FileVerdict } from './inspect.js';
import { inspectFile } from './inspect-file.js';
import { compileProfile } from './inspect-profile.js';
import { DEFAULT_LIMITS } from './limits.js';
import { SchemaCache } from './schema.js';

async function inspect(key: string, name: string, bytes: Uint8Array): Promise<FileVerdict> {
  using schemas = new SchemaCache();
  const common = { lengthUnit: 'characters', schemas: [], zipSends: 'zip', zipMatch: 'reject' } as const;
  const profile = { ...common, definition: businessOf(key), levels: ruleLevels(key), signing: 'none' } as const;
  return await inspectFile(name, bytes, compileProfile(profile), { limits: DEFAULT_LIMITS, schemas, judgement: null });
}

/** 测试 in GBK. */
const GBK = Buffer.from([0xb2, 0xe2, 0xca, 0xd4]);
const around = (head: string, tail: string): Buffer => Buffer.concat([Buffer.from(head), GBK, Buffer.from(tail)]);

const UNKNOWN = BUSINESSES.filter(
  ({ isOpaque, isReceiveOnly, roots }) => isOpaque && !isReceiveOnly && roots.length === 0,
);

describe.each(UNKNOWN.map(({ key }) => key))('in %s, whose format is not public', (key) => {
  test.each([
    ['text in GBK, not declared', around('<Edoc><SeqNo>T1</SeqNo><Name>', '</Name></Edoc>'), 'Edoc', ['T1']],
    [
      'text in GBK that says UTF-8',
      around('<?xml version="1.0" encoding="UTF-8"?><Edoc><SeqNo>T1</SeqNo><Name>', '</Name></Edoc>'),
      'Edoc',
      ['T1'],
    ],
    ['tags that do not match', Buffer.from('<Edoc><SeqNo>T1</SeqNo></Other>'), '', []],
  ] as const)('an .xml with %s travels as it is, with a warning', async (_, bytes, root, keys) => {
    const verdict = await inspect(key, 'a.xml', bytes);
    expect(verdict).toMatchObject({ outcome: 'accepted', code: null, root, problems: [{ level: 'warn' }] });
    expect(verdict.keys.map(({ value }) => value)).toEqual(keys);
    expect(verdict.send).toBe(bytes);
  });

  test.each([
    ['plain text', Buffer.from('just text\n')],
    ['text in GBK', around('', '\n')],
    ['JSON', Buffer.from('{"a":1}')],
    ['EDIFACT', Buffer.from("UNB+UNOA:1+A+B'")],
    ['bytes', Buffer.from([0xff, 0xd8, 1, 2, 0xc0])],
  ])('an .xml, a .txt, a .zip and a name without extension with %s travel as they are', async (_, bytes) => {
    for (const name of ['a.xml', 'a.txt', 'a', 'a.zip']) {
      const verdict = await inspect(key, name, bytes);
      expect({ name, ...verdict }).toMatchObject({ outcome: 'accepted', code: null, problems: [] });
      expect(verdict.send).toBe(bytes);
    }
  });

  test.each([
    ['ends in the middle', Buffer.from('<Edoc><SeqNo>T1')],
    ['ends in the middle of GBK', around('<Edoc><Name>', '')],
    ['has a part that is not written', Buffer.concat([Buffer.from('<Edoc>'), Buffer.alloc(64)])],
    ['has blanks only', Buffer.from(' \n')],
    ['has no byte', Buffer.alloc(0)],
  ])('an .xml that %s waits for its writer', async (_, bytes) => {
    expect(await inspect(key, 'a.xml', bytes)).toMatchObject({ outcome: 'incomplete' });
  });
});

test.each(['DEC', 'RMFT', 'SAS', 'COO', 'ELBP', 'IMPCEB'])(
  'in %s, whose format is known, they are refused',
  async (key) => {
    expect(await inspect(key, 'a.xml', around('<A>', '</A>'))).toMatchObject({ code: 'document.encoding' });
    expect(await inspect(key, 'a.xml', Buffer.from('<A></B>'))).toMatchObject({ code: 'document.not-well-formed' });
    expect(await inspect(key, 'a.xml', Buffer.from('text'))).toMatchObject({ outcome: 'incomplete' });
  },
);
