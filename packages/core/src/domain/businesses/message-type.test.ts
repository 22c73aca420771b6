import { describe, expect, test } from 'vitest';
import { isMessageType, messageTypeOf } from './message-type.js';
import { BUSINESSES, findBusiness, findBusinessByEnvelope, mergeBusiness } from './registry.js';

function typeOf(
  key: string,
  root: string,
  { name = 'a.xml', foundType = null as string | null, formIds = [] as string[] } = {},
) {
  const known = findBusiness(key);
  return messageTypeOf({ name, root, foundType }, mergeBusiness(known, key, formIds.length === 0 ? {} : { formIds }));
}

describe('the message type', () => {
  test('of a message of cross-border e-commerce is its root', () => {
    expect(typeOf('IMPCEB', 'CEB311Message')).toBe('CEB311Message');
    expect(typeOf('EXPCEB', 'CEB303Message')).toBe('CEB303Message');
  });

  test('is the business’s first, whatever a document of another numbering says of itself', () => {
    expect(typeOf('DEC', 'DecMessage')).toBe('DECCUS001');
    expect(typeOf('DEC', 'ImportMessage', { foundType: 'SWDEC001' })).toBe('DECCUS001');
    expect(typeOf('SAS', 'Signature', { foundType: 'SAS121' })).toBe('SAS');
    expect(typeOf('RMFT', 'Manifest', { foundType: 'MT1401' })).toBe('RMFT');
  });

  test('is what the document says where the business has that type', () => {
    expect(typeOf('ELBP', 'ELBP005Request', { foundType: 'ELBP005' })).toBe('ELBP005');
    expect(typeOf('ELBP', 'ELBP004Request')).toBe('ELBP004');
  });

  test('may have the root inside, and falls back where there is none', () => {
    expect(typeOf('X', 'Order', { formIds: ['T-{root}'] })).toBe('T-Order');
    expect(typeOf('X', '', { formIds: ['{root}', 'X1'] })).toBe('X1');
    expect(typeOf('X', '', { formIds: ['{root}'] })).toBe('');
  });

  test('of a PDF beside a declaration is that of attachments', () => {
    expect(typeOf('DEC', '', { name: 'E1.PDF' })).toBe('DECEDOC001');
    expect(typeOf('EDOC', '', { name: 'E1.jpg' })).toBe('DECEDOC001');
    expect(typeOf('CDS', '', { name: 'E1.jpg' })).toBe('CDS');
  });

  test('names nothing but {root} in braces', () => {
    expect(['DECCUS001', '{root}', 'A{root}B', ''].every(isMessageType)).toBe(true);
    expect(['{Root}', '{roots}', '{', '{{root}}', '{root'].some(isMessageType)).toBe(false);
  });
});

describe('a type that follows the root finds its business', () => {
  const found = (type: string, system: string | null = null): string | undefined =>
    findBusinessByEnvelope(system, type)?.key;

  test('by what each direction sends and gets', () => {
    for (const number of ['311', '411', '511', '621', '312', '622', '816'])
      expect([number, found(`CEB${number}Message`)]).toEqual([number, 'IMPCEB']);
    for (const number of ['303', '403', '603', '304', '604', '792'])
      expect([number, found(`CEB${number}Message`)]).toEqual([number, 'EXPCEB']);
    expect(found('ceb303message')).toBe('EXPCEB');
  });

  test('by the system where both directions have it', () => {
    expect(found('CEB900Message', 'DXPEDCCEB0000003')).toBe('EXPCEB');
    expect(found('CEB900Message')).toBe('IMPCEB');
  });

  test('in a business of the user, by the roots that it names', () => {
    const own = mergeBusiness(null, 'ORDERS', {
      formIds: ['{root}'],
      roots: [{ name: 'OrderRequest', namespace: '*', container: 'both' }],
    });
    expect(findBusinessByEnvelope(null, 'OrderRequest', [...BUSINESSES, own])?.key).toBe('ORDERS');
    expect(findBusinessByEnvelope(null, 'Nothing', [...BUSINESSES, own])).toBeNull();
  });
});
