import { describe, expect, test } from 'vitest';
import { SAMPLES } from '../../../../test/support/telemetry/sample-events.js';
import type { FaultRecord } from '../contract/fault.js';
import { messageOf } from './log-table.js';
import { redact, redactValue } from './redact.js';

describe('a secret in a foreign text', () => {
  test.each([
    [
      'connect ECONNREFUSED amqps://swic:s3cr.et@mq.example:5671/vhost',
      'connect ECONNREFUSED amqps://***@mq.example:5671/vhost',
    ],
    ['ACCESS_REFUSED for user with password=s3cret, bye', 'ACCESS_REFUSED for user with password=***, bye'],
    ['{"password": "s3cret with spaces", "user": "a"}', '{"password": ***, "user": "a"}'],
    ['MQ_PASSWORD: s3cret', 'MQ_PASSWORD: ***'],
    ['pin=888888 was refused', 'pin=*** was refused'],
    ['Authorization: Bearer abc.def-123', 'Authorization: Bearer ***'],
    ['access_token=abc&x=1', 'access_token=***&x=1'],
  ])('is masked: %s', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  test.each([
    '报关单 1.xml',
    'socket closed',
    'DEC/OutBox/20261123/a_1.xml',
    'opinion: none',
    'http://mq.example/path',
    'the passport: A1',
  ])('is not seen where there is none: %s', (text) => {
    expect(redact(text)).toBe(text);
  });

  test('vanishes from fields by their name, however deep', () => {
    expect(
      redactValue({
        detail: { password: 'x', pin: '1', pinTriesLeft: 3, host: 'h', list: ['amqp://u:p@h'] },
        reason: null,
      }),
    ).toEqual({
      detail: { password: '***', pin: '***', pinTriesLeft: 3, host: 'h', list: ['amqp://***@h'] },
      reason: null,
    });
  });
  test('does not reach the line for people', () => {
    const fault: FaultRecord = {
      code: 'transport.unauthorized',
      fate: 'hold',
      detail: {},
      reason: 'login to amqp://swic:hunter2@mq failed',
    };
    for (const locale of ['zh', 'en'] as const) {
      const text = messageOf({ ...SAMPLES['transport.retrying'], fault }, locale);
      expect(text).toContain('amqp://***@mq');
      expect(text).not.toContain('hunter2');
    }
  });
});
