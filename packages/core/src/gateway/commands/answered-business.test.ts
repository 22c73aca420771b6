import { expect, test } from 'vitest';
import { parseConfig } from '../../config/load.js';
import { configuredBusinesses } from '../settings/configured-businesses.js';
import { answeredBusiness } from './answered-business.js';

test('documents of every business whose answers are known can be late, e-commerce among them', () => {
  const keys = ['DEC', 'RMFT', 'SAS', 'COO', 'IMPCEB', 'EXPCEB', 'EDOC', 'CDS', 'ELBP'];
  const yaml = `clientId: DXPESW0000000001\ntransport: { kind: embedded }\nbusinesses: { ${keys.map((key) => `${key}: {}`).join(', ')} }\n`;
  const result = parseConfig(yaml, '/tmp/swic.yaml');
  if (result.outcome !== 'ok') throw new TypeError('a valid configuration');
  const known = configuredBusinesses(result.loaded).map(answeredBusiness);
  expect(known.filter(({ isAnswerKnown }) => isAnswerKnown).map(({ key }) => key)).toEqual(keys.slice(0, 6));
});
