import { expect, test } from 'vitest';
import { parseConfig } from '../../config/load.js';
import { plainWarnings } from './plain-warnings.js';

async function pathsOf(transport: string): Promise<readonly string[]> {
  const text = `clientId: DXPESW0000000001\nbusinesses: { DEC: {} }\ntransport: ${transport}\n`;
  const result = parseConfig(text, '/nowhere/swic.yaml');
  if (result.outcome === 'invalid') throw new Error(JSON.stringify(result.problems));
  return (await plainWarnings(result.loaded)).map(({ path }) => path);
}

test.each([
  '{ kind: rabbitmq, host: broker.example }',
  '{ kind: ibmmq, queueManager: Q, channel: C, connectionName: "127.0.0.1(1414),broker.example(1414)" }',
])('config check says that the way to a remote broker has no TLS: %s', async (transport) => {
  expect(await pathsOf(transport)).toEqual(['transport.tls']);
});

test.each([
  '{ kind: embedded }',
  '{ kind: rabbitmq, host: localhost }',
  '{ kind: rabbitmq, host: broker.example, tls: true }',
  '{ kind: ibmmq, queueManager: Q, channel: C, connectionName: "localhost(1414)" }',
])('a local or encrypted way needs no warning: %s', async (transport) => {
  expect(await pathsOf(transport)).toEqual([]);
});
