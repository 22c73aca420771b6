import { expect, test } from 'vitest';
import { type AnswerKind, checkAnswer, isClientId } from './answers.js';

const GOOD: readonly (readonly [AnswerKind, string])[] = [
  ['client-id', 'DXPESW0000000001'],
  ['host', '10.0.0.1'],
  ['host', 'mq.example'],
  ['host', '::1'],
  ['host', 'fe80::1'],
  ['port', '1'],
  ['port', '65535'],
  ['vhost', '/'],
  ['optional-user', ''],
  ['secret', ' 密码 '],
  ['directory', 'D:\\单一窗口\\boxes'],
  ['mq-channel', 'SVRCONN.CHANNEL'],
  ['mq-connection', '10.0.0.1(1414),mq.example(1415)'],
];

test.each(GOOD)('%s: %s can be used', (kind, text) => {
  expect(checkAnswer(kind, text)).toBeNull();
});

const BAD: readonly (readonly [AnswerKind, string])[] = [
  ['client-id', ''],
  ['client-id', 'DXPESW123'],
  ['client-id', 'dxpesw0000000001'],
  ['client-id', 'DXPESW00000000012'],
  ['host', ''],
  ['host', 'mq.example:5672'],
  ['host', '10.0.0.1:5672'],
  ['host', '[::1]:5672'],
  ['host', 'amqp://mq.example'],
  ['host', 'mq.example/'],
  ['host', 'mq.example '],
  ['host', '１０．０．０．１'],
  ['host', 'mq example'],
  ['port', '0'],
  ['port', '99999'],
  ['port', '5672.5'],
  ['port', '-1'],
  ['port', '1e3'],
  ['port', '5672a'],
  ['port', '５６７２'],
  ['user', 'a b'],
  ['queue', 'x'.repeat(256)],
  ['mq-name', 'x'.repeat(49)],
  ['mq-channel', 'A.CHANNEL.LONGER.THAN.20'],
  ['mq-connection', '10.0.0.1:1414'],
  ['mq-connection', '10.0.0.1(99999)'],
  ['mq-connection', '10.0.0.1'],
];

test.each(BAD)('%s: "%s" is refused in both languages', (kind, text) => {
  const problem = checkAnswer(kind, text);
  expect(problem?.zh).toMatch(/[\u4e00-\u9fff].*。$/);
  expect(problem?.en).toMatch(/\.$/);
});

test('a client id is told by its shape', () => {
  expect(isClientId('DXPESW0000000000')).toBe(true);
  expect(isClientId('DXPENT0000000000')).toBe(false);
});
