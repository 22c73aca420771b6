import { X509Certificate } from 'node:crypto';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:tls';
import { expect, test } from 'vitest';
import { createTestAuthority } from '../../../../test/support/test-certificate.js';
import { Fault } from '../contract/fault.js';
import type { Clock } from '../ports/clock.js';
import { systemClock } from '../runtime/system-clock.js';
import { expiryFinding, readPeerCertificate } from './certificate.js';
import { checkClock } from './check-clock.js';
import { checkNode } from './check-node.js';
import { readHttpSkew, type Skew, skewOf } from './platform-time.js';
import { runChecks } from './run-checks.js';

const { signal } = new AbortController();
const DAY_MS = 86_400_000;
const at = (nowMs: number): Clock => ({ ...systemClock, nowMs: () => nowMs });

test.each([
  ['20.19.0', 'x64', ['ok']],
  ['24.1.0', 'arm64', ['ok']],
  ['20.18.3', 'x64', ['failed']],
  ['18.20.0', 'ia32', ['failed', 'warning']],
])('Node %s on %s is %j', async (node, architecture, outcomes) => {
  const findings = await checkNode({ node, architecture, system: 'Test 1' }).look(signal);
  expect(findings.map(({ outcome }) => outcome)).toEqual(outcomes);
});

test.each([
  [0, 'ok', 'the same as that of the broker'],
  [30_000, 'ok', 'ours is 30 s ahead of the broker'],
  [-180_000, 'warning', 'ours is 3 minutes behind the broker'],
  [86_400_000 * 31, 'failed', 'ours is 31 days ahead of the broker'],
] as const)('a clock that is %i ms ahead is %s', async (aheadMs, outcome, en) => {
  const skew: Skew = { source: 'mq', aheadMs, precisionMs: 0 };
  const [finding] = await checkClock([{ zh: '消息服务器', en: 'the broker', read: async () => skew }]).look(signal);
  expect(finding).toMatchObject({ outcome, en, about: 'mq' });
});

test('a clock that cannot be asked is skipped and spoils no other', async () => {
  const findings = await checkClock([
    { zh: '甲', en: 'a', read: () => Promise.reject(new Fault('transport.unreachable')) },
    { zh: '乙', en: 'b', read: async () => ({ source: 'b', aheadMs: 0, precisionMs: 0 }) },
  ]).look(signal);
  expect(findings.map(({ outcome }) => outcome)).toEqual(['skipped', 'ok']);
});

test('the Date of a web server tells how far our clock is from it, straight and through a proxy', async () => {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    heard.push(request.url ?? '');
    response.setHeader('Date', new Date(systemClock.nowMs() - 600_000).toUTCString());
    response.writeHead(503).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const endpoint = { host: '127.0.0.1', port: typeof address === 'object' && address !== null ? address.port : 0 };
  const straight = await readHttpSkew(endpoint, null, systemClock, signal);
  expect(Math.abs((straight?.aheadMs ?? 0) - 600_000)).toBeLessThan(3_000);
  const proxy = { ...endpoint, credentials: null };
  expect(await readHttpSkew({ host: 'portal.invalid', port: 80 }, proxy, systemClock, signal)).not.toBeNull();
  expect(heard).toEqual(['/', 'http://portal.invalid/']);
  await new Promise((resolve) => server.close(resolve));
  expect(await readHttpSkew(endpoint, null, systemClock, signal)).toBeNull();
});

test('a time in whole seconds is exact to a second and half the way', () => {
  const { aheadMs, precisionMs } = skewOf('x', 10_000, 10_200, 10_800);
  expect(aheadMs).toBe(0);
  expect(precisionMs).toBe(1_300);
});

test('a certificate near its end warns, one that is over or not yet valid fails', () => {
  const { cert } = createTestAuthority('authority').issue({ dns: ['mq.example'], ip: [] });
  const certificate = new X509Certificate(cert);
  const until = Date.parse(certificate.validTo);
  const outcomeAt = (nowMs: number): string => expiryFinding(certificate, 'mq', at(nowMs)).outcome;
  expect(outcomeAt(until - 3_600_000)).toBe('warning');
  expect(outcomeAt(until + 1)).toBe('failed');
  expect(outcomeAt(Date.parse(certificate.validFrom) - DAY_MS)).toBe('failed');
});

test('the certificate of a TLS server is read, whether it is trusted or not', async () => {
  const issued = createTestAuthority('unknown').issue({ dns: ['localhost'], ip: [] });
  const server = createTlsServer({ cert: issued.cert, key: issued.key }, (socket) =>
    socket.on('error', () => undefined),
  );
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const found = await readPeerCertificate({ host: '127.0.0.1', port }, 'localhost', signal);
  expect(found?.fingerprint256).toBe(new X509Certificate(issued.cert).fingerprint256);
  await new Promise((resolve) => server.close(resolve));
  expect(await readPeerCertificate({ host: '127.0.0.1', port }, 'localhost', signal)).toBeNull();
});

test('checks run at once; one that hangs and one that throws are findings of their own', async () => {
  const hanging = new Promise<never>(() => undefined);
  const sections = await runChecks(
    [
      { name: 'boxes', look: () => hanging },
      { name: 'ledger', look: () => Promise.reject(new Fault('ledger.gone')) },
      checkNode({ node: '22.0.0', architecture: 'x64', system: '' }),
    ],
    100,
    systemClock,
    signal,
  );
  expect(sections.map(({ check, outcome }) => [check, outcome])).toEqual([
    ['boxes', 'failed'],
    ['ledger', 'failed'],
    ['node', 'ok'],
  ]);
  expect(sections[1]?.findings[0]?.code).toBe('ledger.gone');
});
