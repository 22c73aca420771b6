import { expect, test } from 'vitest';
import { webSchema } from '../../config/web-schema.js';
import { demandSafeAddress, isLoopback } from './safe-address.js';

const TLS = { cert: 'cert.pem', key: 'key.pem' };
const demand = (settings: object, users: number) => () =>
  demandSafeAddress(webSchema.parse({ port: 9_465, ...settings }), () => users);

test.each([
  ['127.0.0.1', true],
  ['127.8.9.10', true],
  ['::1', true],
  ['localhost', true],
  ['LOCALHOST', true],
  ['0.0.0.0', false],
  ['::', false],
  ['192.168.1.7', false],
  ['::ffff:192.168.1.7', false],
  ['localhost.firm.example', false],
  ['127.0.0.1.firm.example', false],
  ['128.0.0.1', false],
])('%s is of this machine alone: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});

test('an address of other machines without TLS, without users, or without both is refused, and what is missing is said', () => {
  expect(demand({ host: '0.0.0.0' }, 0)).toThrow(
    expect.objectContaining({ code: 'web.unsafe', detail: { host: '0.0.0.0', missing: 'web.tls, swic web user add' } }),
  );
  expect(demand({ host: '0.0.0.0', tls: TLS }, 0)).toThrow(
    expect.objectContaining({ detail: { host: '0.0.0.0', missing: 'swic web user add' } }),
  );
  expect(demand({ host: '::', names: ['swic.example'] }, 3)).toThrow(
    expect.objectContaining({ detail: { host: '::', missing: 'web.tls' } }),
  );
});

test('with TLS and a user it is served, on this machine without either, and without a port nothing is asked', () => {
  expect(demand({ host: '0.0.0.0', tls: TLS }, 1)).not.toThrow();
  expect(demand({}, 0)).not.toThrow();
  expect(demand({ host: '0.0.0.0', port: null }, 0)).not.toThrow();
});
