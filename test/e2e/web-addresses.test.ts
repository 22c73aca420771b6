import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { request } from 'node:https';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runSwic, startSwic } from '../support/agent-process.js';
import { findFreePorts } from '../support/free-ports.mjs';
import { createTestAuthority } from '../support/test-certificate.js';
import { until } from '../support/until.js';
import { openWorld } from '../support/world.js';

const SWIC = path.join(import.meta.dirname, '../../packages/agent/bin/swic.cjs');
const PASSWORD = 'correct horse battery';

test('a page that other machines could reach without TLS or users keeps the agent from starting, which says why', async () => {
  const [port = 0] = await findFreePorts(1);
  await using world = openWorld({
    transport: 'embedded',
    businesses: { DEC: {} },
    more: { web: { host: '0.0.0.0', port } },
  });
  const { code, stderr } = await runSwic(world, ['run']);
  expect(code).toBe(78);
  expect(stderr).toContain('web.unsafe');
  expect(stderr).toContain('web.tls, swic web user add');
});

test('with TLS and a user it is served to other machines: the cookie is for TLS alone, and browsers are told to stay with it', async () => {
  const [port = 0] = await findFreePorts(1);
  const more = { web: { host: '0.0.0.0', port, tls: { cert: './cert.pem', key: './key.pem' } } };
  await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} }, more });
  const authority = createTestAuthority('swic test');
  const { cert, key } = authority.issue({ dns: ['localhost'], ip: ['127.0.0.1'] });
  writeFileSync(path.join(world.directory, 'cert.pem'), cert);
  writeFileSync(path.join(world.directory, 'key.pem'), key);
  const words = [SWIC, 'web', 'user', 'add', '王芳', '--role', 'operator', '--config', world.config];
  expect(spawnSync(process.execPath, words, { input: PASSWORD }).status).toBe(0);
  await using agent = startSwic(world, ['run']);
  await using _client = await agent.connect();
  const signIn = (password: string) =>
    askOverTls({ port, ca: authority.ca, body: JSON.stringify({ name: '王芳', password }) });
  await until('the page is served', async () => (await signIn('wrong password').catch(() => null)) !== null);
  const heard = await signIn(PASSWORD);
  expect(heard.status).toBe(200);
  expect(heard.cookie).toMatch(/^__Host-swic=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/);
  expect(heard.strictTransport).toContain('max-age=');
  const kept = spawnSync(process.execPath, [SWIC, 'web', 'user', 'list', '--json', '--config', world.config], {
    encoding: 'utf8',
  });
  expect(JSON.parse(kept.stdout)).toEqual([{ name: '王芳', role: 'operator' }]);
  expect(world.logs()).not.toContain(PASSWORD);
});

interface Heard {
  readonly status: number;
  readonly cookie: string;
  readonly strictTransport: string;
}

function askOverTls({
  port,
  ca,
  body,
}: {
  readonly port: number;
  readonly ca: string;
  readonly body: string;
}): Promise<Heard> {
  const headers = { 'Content-Type': 'application/json', Origin: `https://127.0.0.1:${port}` };
  return new Promise((resolve, reject) => {
    const asking = request(
      { host: '127.0.0.1', port, ca, method: 'POST', path: '/session', headers, agent: false },
      (response) => {
        response.resume();
        resolve({
          status: response.statusCode ?? 0,
          cookie: response.headers['set-cookie']?.[0] ?? '',
          strictTransport: String(response.headers['strict-transport-security'] ?? ''),
        });
      },
    );
    asking.on('error', reject);
    asking.end(body);
  });
}
