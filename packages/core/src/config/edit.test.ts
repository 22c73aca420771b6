import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { editConfigText } from './edit.js';

const TEXT = `# ours
clientId: DXPESW0000000001   # given by the platform
transport:
  kind: rabbitmq
  host: 127.0.0.1   # the hall
  send: { exchange: "", routingKey: SW.SEND }
businesses:
  DEC: {}   # 货物申报
  MFT:
    send:
      maxConcurrent: 16   # slow disk
    # the end of MFT
  SAS:
`;

test.each([
  ['a value, its comment staying', ['transport', 'host'], 'mq.example', '  host: mq.example   # the hall'],
  ['a value inside of braces', ['transport', 'send', 'routingKey'], 'A.B', 'send: { exchange: "", routingKey: A.B }'],
  ['a new value inside of braces', ['transport', 'send', 'x'], 1, 'send: { exchange: "", routingKey: SW.SEND, x: 1 }'],
  ['a nested value', ['businesses', 'MFT', 'send', 'maxConcurrent'], 32, '      maxConcurrent: 32   # slow disk'],
  [
    'the first value of an empty business',
    ['businesses', 'DEC', 'enabled'],
    false,
    '  DEC: { enabled: false }   # 货物申报',
  ],
  [
    'a business with nothing behind it',
    ['businesses', 'SAS', 'send', 'settleMs'],
    5,
    '  SAS: { send: { settleMs: 5 } }',
  ],
  ['a new line beside others', ['businesses', 'MFT', 'send', 'settleMs'], 900, '      settleMs: 900'],
  ['a new section', ['log', 'level'], 'debug', 'log: { level: debug }'],
])('%s', (_, path, value, line) => {
  const edited = editConfigText(TEXT, [{ path, value }]);
  expect(edited.split('\n')).toContainEqual(expect.stringContaining(line));
  const before = new Set(TEXT.split('\n'));
  const changed = edited.split('\n').filter((one) => !before.has(one));
  expect(changed).toHaveLength(1);
  for (const comment of [
    '# ours',
    '# given by the platform',
    '# the hall',
    '# 货物申报',
    '# slow disk',
    '# the end of MFT',
  ])
    expect(edited).toContain(comment);
});

test('whatever is changed, exactly that is changed', () => {
  const key = fc.constantFrom('businesses', 'transport', 'DEC', 'MFT', 'send', 'x', 'a b');
  const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant({ env: 'NAME' }));
  fc.assert(
    fc.property(fc.array(key, { minLength: 1, maxLength: 4 }), value, (path, next) => {
      const edited = parse(editConfigText(TEXT, [{ path, value: next }])) as unknown;
      const expected = path.reduceRight<unknown>((within, step) => ({ [step]: within }), next);
      expect(edited).toMatchObject(expected as object);
      const others = Object.keys(parse(TEXT) as object).filter((name) => name !== path[0]);
      for (const name of others)
        expect((edited as Record<string, unknown>)[name]).toEqual((parse(TEXT) as Record<string, unknown>)[name]);
    }),
  );
});
