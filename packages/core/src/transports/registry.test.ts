import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { systemClock } from '../runtime/system-clock.js';
import { EMBEDDED_DEFAULTS } from './embedded/settings.js';
import { IBMMQ_DEFAULTS } from './ibmmq/settings.js';
import { RABBITMQ_DEFAULTS } from './rabbitmq/settings.js';
import { createTransport, isPlainAndRemote, transportAddress } from './registry.js';

const rabbitmq = {
  ...RABBITMQ_DEFAULTS,
  host: 'broker.test',
  username: 'firm',
  password: 'the secret',
  vhost: '/prod',
};

test('each kind makes its own transport, and connects to nothing', async () => {
  const deps = { clock: systemClock };
  expect((await createTransport({ ...EMBEDDED_DEFAULTS, directory: '/nowhere' }, deps)).kind).toBe('embedded');
  expect((await createTransport(rabbitmq, deps)).kind).toBe('rabbitmq');
});

test('an address is for people and carries no secret', async () => {
  expect(await transportAddress(rabbitmq)).toBe('amqp://firm@broker.test:5672/%2Fprod');
  expect(await transportAddress({ ...rabbitmq, tls: { ca: null, cert: null, key: 'PEM', servername: null } })).toMatch(
    /^amqps:/,
  );
  expect(await transportAddress({ ...EMBEDDED_DEFAULTS, directory: '/data/queues' })).toBe('/data/queues');
});

test.each([
  ['broker.test', null, true],
  ['10.0.0.7', null, true],
  ['broker.test', { ca: null, cert: null, key: null, servername: null }, false],
  ['localhost', null, false],
  ['127.0.0.1', null, false],
  ['[::1]', null, false],
  ['127.0.0.1.example', null, true],
] as const)('the way to %s with the TLS settings %o is open for others to read: %s', async (host, tls, isOpen) => {
  expect(await isPlainAndRemote({ ...rabbitmq, host, tls })).toBe(isOpen);
});

test('a connection name of IBM MQ is open to others as soon as one of its hosts is another machine', async () => {
  const settings = { ...IBMMQ_DEFAULTS, queueManager: 'Q', channel: 'C', connectionName: 'localhost(1414)' };
  expect(await isPlainAndRemote(settings)).toBe(false);
  expect(await isPlainAndRemote({ ...settings, connectionName: 'localhost(1414),mq.test(1414)' })).toBe(true);
});

test('a client library is loaded for its own kind only', () => {
  const program = `
    const { createTransport } = await import(${JSON.stringify(new URL('./registry.ts', import.meta.url).href)});
    const { default: module } = await import('node:module');
    const loaded = () => ['amqplib', 'ibmmq'].filter((name) => Object.keys(module._cache).some((path) => path.includes('/node_modules/' + name + '/')));
    const deps = { clock: {} };
    await createTransport({ kind: 'embedded', directory: '/nowhere' }, deps);
    const before = loaded();
    await createTransport({ kind: 'rabbitmq' }, deps);
    console.log(JSON.stringify([before, loaded()]));
  `;
  const loader = fileURLToPath(new URL('../../../../test/support/run-typescript.mjs', import.meta.url));
  const output = execFileSync(process.execPath, ['--import', loader, '--input-type=module', '--eval', program], {
    encoding: 'utf8',
  });
  expect(JSON.parse(output)).toEqual([[], ['amqplib']]);
  // It compiles our sources in a process of its own, which takes long where much else runs.
}, 120_000);
