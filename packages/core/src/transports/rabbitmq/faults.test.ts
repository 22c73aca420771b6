import { describe, expect, test } from 'vitest';
import { Fault } from '../../contract/fault.js';
import { hasCode, publishRefusal, rabbitmqFault } from './faults.js';

const error = (facts: object): Error => Object.assign(new Error('foreign'), facts);

describe('a foreign error of RabbitMQ', () => {
  test.each([
    [403, 'transport.unauthorized'],
    [404, 'transport.not-found'],
    [405, 'transport.queue-in-use'],
    [406, 'transport.protocol'],
    [311, 'transport.too-large'],
    [320, 'transport.closed'],
    [530, 'transport.vhost'],
    [541, 'transport.closed'],
    ['ECONNREFUSED', 'transport.unreachable'],
    ['ENOTFOUND', 'transport.unreachable'],
    ['EAI_AGAIN', 'transport.unreachable'],
    ['ECONNRESET', 'transport.closed'],
    ['ETIMEDOUT', 'transport.timeout'],
    ['CERT_HAS_EXPIRED', 'transport.tls'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'transport.tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'transport.tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'transport.tls'],
  ])('of code %s is %s, and the code is told', (code, expected) => {
    expect(rabbitmqFault(error({ code }), 'internal.unexpected')).toMatchObject({ code: expected, detail: { code } });
  });

  test('without a code, or with an unknown one, is what the caller says', () => {
    expect(rabbitmqFault(error({}), 'transport.closed', { queue: 'q' })).toMatchObject({
      code: 'transport.closed',
      detail: { queue: 'q' },
    });
    expect(rabbitmqFault(error({ code: 'EWHATEVER' }), 'transport.closed')).toMatchObject({ code: 'transport.closed' });
    expect(rabbitmqFault(error({ code: 999 }), 'transport.closed')).toMatchObject({ code: 'transport.closed' });
    expect(hasCode(error({}))).toBe(false);
    expect(hasCode(error({ code: 403 }))).toBe(true);
  });

  test('that is a Fault already stays what it is', () => {
    const fault = new Fault('transport.timeout');
    expect(rabbitmqFault(fault, 'transport.closed')).toBe(fault);
    expect(hasCode(fault)).toBe(true);
  });
});

test('a channel closed because of a publish says what that means for the message; any other close says nothing of it', () => {
  const publish = { classId: 60, methodId: 40 };
  expect(publishRefusal(error({ code: 406, ...publish }))).toBe('transport.too-large');
  expect(publishRefusal(error({ code: 311, ...publish }))).toBe('transport.too-large');
  expect(publishRefusal(error({ code: 404, ...publish }))).toBe('transport.closed');
  expect(publishRefusal(error({ code: 403, ...publish }))).toBe('transport.closed');
  expect(publishRefusal(error({ code: 404, classId: 50, methodId: 10 }))).toBeNull();
  expect(publishRefusal(error({ code: 320 }))).toBeNull();
  expect(publishRefusal(undefined)).toBeNull();
});
