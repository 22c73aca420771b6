import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check, exampleText, readText } from '../../../../../test/support/check-document.js';

describe('manifests and the others', () => {
  const road = exampleText('documents/RMFT/公路原始舱单_示例.xml');
  const rules = (key: string, xml: string): readonly (readonly string[])[] =>
    check(key, readText(xml)).map(({ rule, path }) => [rule, path]);

  test('the shape of a message id is looked at with tolerance', () => {
    for (const part of ['1p0', '1p1', '1P0', 'x'])
      expect(rules('RMFT', road.replaceAll('_1p0_', `_${part}_`))).toEqual([]);
    expect(rules('RMFT', road.replace(/<MessageID>[^<]*/, '<MessageID>12345'))).toEqual([
      ['field.shape', 'Manifest/Head/MessageID'],
    ]);
  });

  test('an unknown operation is warned about, a manifest of another mode refused', () => {
    expect(rules('RMFT', road.replace('<FunctionCode>2', '<FunctionCode>7'))).toEqual([
      ['field.value', 'Manifest/Head/FunctionCode'],
    ]);
    expect(check('MFT', readText(road))).toMatchObject([
      { rule: 'structure.message-type', level: 'reject', found: 'MT1401 (RMFT)' },
    ]);
  });

  test('a manifest without content is a draft or nothing', () => {
    const empty = road.replace(/<Declaration>.*<\/Declaration>/s, '');
    expect(rules('RMFT', empty)).toEqual([['structure.missing', 'Manifest/Declaration']]);
    expect(check('RMFT', readText(empty.replace('<FunctionCode>2', '<FunctionCode>T')))).toMatchObject([
      { level: 'warn' },
    ]);
  });

  test('a signed package with its signature block, and one with only the message type, pass', () => {
    const inv = exampleText('documents/SAS/核注清单_INV101_示例.xml');
    const full = inv.replace(
      '<Signature>',
      '<Signature><SignedInfo><Reference/></SignedInfo><SignatureValue/><KeyInfo><KeyName/></KeyInfo>',
    );
    expect(rules('SAS', full)).toEqual([]);
    const bare = inv.replace(/<version>.*<file_name>[^<]*<\/file_name>/s, '').replace(/<sender_id>.*<\/Ic_Card>/s, '');
    expect(rules('SAS', bare)).toEqual([]);
    expect(rules('SAS', inv.replace('<message_type>INV101</message_type>', ''))).toEqual([
      ['structure.missing', 'Signature/Object/Package/EnvelopInfo/message_type'],
    ]);
  });

  test('what a list needs to declare warns, and is not asked of a draft', () => {
    const inv = exampleText('documents/SAS/核注清单_INV101_示例.xml').replace(
      '<PutrecNo>T0000A000001</PutrecNo>',
      '<PutrecNo/>',
    );
    expect(check('SAS', readText(inv))).toMatchObject([{ rule: 'field.required-declare', level: 'warn' }]);
    expect(check('SAS', readText(inv.replace('<DelcareFlag>1', '<DelcareFlag>0')))).toEqual([]);
  });

  test('fields that depend on another are asked for when it says so', () => {
    const inv = exampleText('documents/SAS/核注清单_INV101_示例.xml').replace('<GenDecFlag>2', '<GenDecFlag>1');
    expect(rules('SAS', inv)).toEqual([
      ['field.required-declare', 'Signature/Object/Package/DataInfo/BussinessData/InvtMessage/InvtHeadType/DecType'],
    ]);
  });
});

test('any tree is judged without an exception, within bounds', () => {
  const names = fc.constantFrom(
    'DecMessage',
    'DecHead',
    'DecLists',
    'DecList',
    'DecSign',
    'OperType',
    'GNo',
    'Manifest',
    'Head',
    'MessageID',
    'x',
  );
  const nodes = fc.array(
    fc.record({ path: fc.array(names, { minLength: 1, maxLength: 4 }), text: fc.option(fc.string(), { nil: null }) }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(
      nodes,
      fc.constantFrom('DecMessage', 'Manifest', 'Signature', 'CEB311Message', 'constructor'),
      fc.boolean(),
      (items, root, isTruncated) => {
        const all = items.map(({ path, text }) => ({
          path: path.join('/'),
          name: path.at(-1) ?? '',
          text,
          line: 1,
          column: 1,
        }));
        const texts = all.flatMap(({ path, text }) => (text === null ? [] : [{ path, text }]));
        for (const business of ['DEC', 'RMFT', 'SAS', 'IMPCEB']) {
          expect(check(business, { root, namespace: '', texts, nodes: all, isTruncated }).length).toBeLessThanOrEqual(
            500,
          );
        }
      },
    ),
  );
});
