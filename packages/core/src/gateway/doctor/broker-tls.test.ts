import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createPlainServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServer } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestAuthority, type TestCertificate } from '../../../../../test/support/test-certificate.js';
import type { DoctorCheckName, DoctorFinding } from '../../contract/doctor.js';
import { systemClock } from '../../runtime/system-clock.js';
import { worldAlone } from '../world-alone.js';
import { examineInstallation } from './examine.js';

/** What the doctor says of a broker behind TLS: real handshakes with a server that ends each connection after them. */
const authority = createTestAuthority('our own authority');
const NAMES = { dns: ['localhost'], ip: ['127.0.0.1'] };

let directory = '';
const servers: Server[] = [];
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'swic-doctor-tls-'));
  writeFileSync(path.join(directory, 'ca.pem'), authority.ca);
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  rmSync(directory, { recursive: true, force: true });
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function listenWithTls(certificate: TestCertificate): Promise<number> {
  const server = createServer(certificate, (socket) => {
    socket.on('error', () => undefined);
    socket.end();
  });
  server.on('tlsClientError', () => undefined);
  return listen(server);
}

type Findings = (name: DoctorCheckName) => readonly DoctorFinding[];

async function examine(transport: string): Promise<Findings> {
  const file = path.join(directory, 'swic.yaml');
  writeFileSync(
    file,
    `clientId: DXPESW0000000001\ntransport: { kind: rabbitmq, ${transport} }\nbusinesses: { DEC: {} }\nnetwork: { proxy: "http://127.0.0.1:1" }\n`,
  );
  const world = worldAlone({
    file,
    clock: systemClock,
    environment: { HTTPS_PROXY: 'http://127.0.0.1:1' },
    inspectSigner: async () => [],
    agentFault: null,
  });
  const { sections } = await examineInstallation(world, new AbortController().signal);
  return (name) => sections.find(({ check }) => check === name)?.findings ?? [];
}

const failures = (found: Findings): readonly DoctorFinding[] =>
  found('broker').filter(({ outcome }) => outcome === 'failed');

const OURS = 'host: localhost, tls: { ca: ca.pem }';

describe('a broker behind TLS', () => {
  test('whose authority is ours is reached, and its certificate is told', async () => {
    const port = await listenWithTls(authority.issue(NAMES));
    const found = await examine(`${OURS}, port: ${port}`);
    // It is no broker, so it ends after the handshake: that is not the fault of TLS.
    expect(found('broker').some(({ code }) => code === 'transport.tls')).toBe(false);
    expect(found('certificates').map(({ outcome, about }) => [outcome, about])).toEqual([
      ['warning', `localhost:${port}`],
      ['warning', 'ca.pem'],
    ]);
  });

  test('of another authority fails, and says that it is not trusted and which setting names the authority', async () => {
    const other = createTestAuthority('another authority').issue(NAMES);
    const port = await listenWithTls(other);
    for (const tls of ['tls: { ca: ca.pem }', 'tls: true']) {
      const found = await examine(`host: localhost, port: ${port}, ${tls}`);
      expect(failures(found)).toMatchObject([
        {
          code: 'transport.tls',
          zh: expect.stringContaining('不信任'),
          advice: { en: expect.stringContaining('tls.ca') },
        },
      ]);
    }
  });

  test('whose certificate is over fails in both places', async () => {
    const port = await listenWithTls(authority.issue(NAMES, Date.now() - 3_600_000));
    const found = await examine(`${OURS}, port: ${port}`);
    expect(failures(found)).toMatchObject([{ code: 'transport.tls', en: expect.stringContaining('expired') }]);
    expect(found('certificates')[0]).toMatchObject({ outcome: 'failed', zh: expect.stringContaining('过期') });
  });

  test('whose certificate has another name fails, and the name can be given', async () => {
    const port = await listenWithTls(authority.issue({ dns: ['mq.example'], ip: [] }));
    const found = await examine(`${OURS}, port: ${port}`);
    expect(failures(found)).toMatchObject([
      { code: 'transport.tls', advice: { zh: expect.stringContaining('transport.tls.servername') } },
    ]);
    const named = await examine(`host: localhost, tls: { ca: ca.pem, servername: mq.example }, port: ${port}`);
    expect(named('broker').some(({ code }) => code === 'transport.tls')).toBe(false);
  });

  test('that does not speak TLS at this port fails as such', async () => {
    const port = await listen(createPlainServer((socket) => socket.end('AMQP\0\0\t\u0001')));
    const found = await examine(`${OURS}, port: ${port}`);
    expect(failures(found)).toMatchObject([
      {
        code: 'transport.tls',
        en: expect.stringContaining('does not speak TLS'),
        advice: { en: expect.stringContaining('5671') },
      },
    ]);
  });
});

test('a remote broker without TLS is warned of, as config check does; one on this machine is not', async () => {
  const about = (found: Findings): readonly (string | null)[] => found('configuration').map((one) => one.about);
  expect(about(await examine('host: 203.0.113.1, port: 1'))).toContain('transport.tls');
  expect(about(await examine('host: 127.0.0.1, port: 1'))).not.toContain('transport.tls');
});
