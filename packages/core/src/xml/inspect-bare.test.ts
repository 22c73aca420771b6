import { describe, expect, test } from 'vitest';
import { businessOf } from '../../../../test/support/check-document.js';
import { zipOf } from '../../../../test/support/zip-writer.js';
import { ruleLevels } from '../domain/rules/rule-names.js';
import type { FileVerdict } from './inspect.js';
import { inspectFile } from './inspect-file.js';
import { compileProfile } from './inspect-profile.js';
import { DEFAULT_LIMITS } from './limits.js';
import { SchemaCache } from './schema.js';

const HANDBOOK =
  '<EmlMessage><NptsEmlHead><EtpsPreentNo>E1</EtpsPreentNo><SeqNo>S1</SeqNo></NptsEmlHead><OperCusRegCode>0000000000</OperCusRegCode>' +
  '<ImportInfo><MessageType>NPTS001</MessageType><OpType>S</OpType><FileSize>0</FileSize></ImportInfo></EmlMessage>';
const INVENTORY =
  '<InvtMessage><InvtHeadType><EtpsInnerInvtNo>E1</EtpsInnerInvtNo><SeqNo>S1</SeqNo></InvtHeadType><SysId>B1</SysId>' +
  '<ImportInfo><MessageType>NPTS301</MessageType></ImportInfo></InvtMessage>';

const KEYS = [
  { name: 'etpsPreentNo', value: 'E1' },
  { name: 'seqNo', value: 'S1' },
];

async function inspect(key: string, name: string, bytes: Uint8Array): Promise<FileVerdict> {
  using schemas = new SchemaCache();
  const definition = businessOf(key);
  const { signing } = definition;
  const levels = ruleLevels(key);
  const common = { lengthUnit: 'characters', schemas: [], zipSends: 'zip', zipMatch: 'reject' } as const;
  return await inspectFile(name, bytes, compileProfile({ ...common, definition, levels, signing }), {
    limits: DEFAULT_LIMITS,
    schemas,
    judgement: null,
  });
}

const WAYS: Readonly<Record<string, (xml: string) => string>> = {
  'as it is': (xml) => xml,
  'behind a byte order mark and a declaration': (xml) => `\ufeff<?xml version="1.0" encoding="UTF-8"?>\n${xml}`,
  'in a namespace': (xml) => xml.replace('>', ' xmlns="urn:example">'),
  'with prefixes': (xml) => xml.replace(/<(\/?)(\w)/g, '<$1p:$2').replace('>', ' xmlns:p="urn:example">'),
  'with CDATA': (xml) => xml.replace(/(E1|S1)</g, '<![CDATA[$1]]><'),
  'with comments inside keys': (xml) => xml.replace(/([ES])1</g, '<!-- a -->$1<!-- b -->1<'),
  'with blanks around values': (xml) => xml.replace(/>([^<>]+)</g, '>\n  $1\t<'),
  'with attributes': (xml) => xml.replace(/<(\w+)>([ES]1)/g, '<$1 type="x">$2'),
  'with a repeated head': (xml) => xml.replace(/(<(NptsEmlHead|InvtHeadType)>).*<\/\2>/, '$&$1</$2>'),
};

describe.each([
  ['NPTS', 'EmlMessage', 'NPTS001', HANDBOOK],
  ['NPTS', 'InvtMessage', 'NPTS301', INVENTORY],
  ['NEMS', 'EmlMessage', 'NPTS001', HANDBOOK],
  ['NEMS', 'InvtMessage', 'NPTS301', INVENTORY],
])('in %s a bare %s', (key, root, messageType, xml) => {
  test.each(Object.keys(WAYS))('is taken alone and in a ZIP, with its keys: %s', async (way) => {
    const bytes = Buffer.from(WAYS[way]?.(xml) ?? '');
    const archive = zipOf([{ name: 'E1.xml', content: bytes }]);
    const expected = { outcome: 'accepted', root, messageType, keys: KEYS, problems: [] };
    expect(await inspect(key, 'E1.xml', bytes)).toMatchObject({ ...expected, send: bytes });
    expect(await inspect(key, 'E1.zip', archive)).toMatchObject({ ...expected, send: archive });
  });

  test('has no key where the number is empty, and is not mistaken for one in lower case', async () => {
    const empty = xml.replace(/<(\w+)>[ES]1<\/\1>/g, '<$1/>');
    expect(await inspect(key, 'E1.xml', Buffer.from(empty))).toMatchObject({ outcome: 'accepted', keys: [] });
    const lower = xml.replaceAll(root, root.toLowerCase());
    expect(await inspect(key, 'E1.xml', Buffer.from(lower))).toMatchObject({ code: 'document.wrong-root' });
  });
});

test('a bare handbook is nothing of the special areas', async () => {
  expect(await inspect('SAS', 'E1.xml', Buffer.from(HANDBOOK))).toMatchObject({ code: 'document.wrong-root' });
});

test.each([
  ['SAS', '<PassPortMessage><PassportHead><EtpsPreentNo>E1</EtpsPreentNo></PassportHead></PassPortMessage>', 'E1'],
  ['SAS', '<AppMessage><AppHead><EtpsPreentNo>E2</EtpsPreentNo></AppHead></AppMessage>', 'E2'],
  ['ACMP', '<NemsAcmpRLMessage><BlsNo>E3</BlsNo></NemsAcmpRLMessage>', 'E3'],
])('in %s a sister of the bare inventory is not refused, but warned about: %s', async (key, xml, number) => {
  const verdict = await inspect(key, 'E1.xml', Buffer.from(xml));
  expect(verdict).toMatchObject({ outcome: 'accepted', problems: [{ level: 'warn', rule: 'structure.root' }] });
  expect(verdict.keys.map(({ value }) => value)).toEqual([number]);
});
