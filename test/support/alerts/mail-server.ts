import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SMTPServer } from 'smtp-server';
import { createTestAuthority } from '../test-certificate.js';

export interface Mail {
  readonly headers: string;
  /** Decoded, as a program shows it that knows no HTML. */
  readonly text: string;
  /** Decoded; empty where it has none. */
  readonly html: string;
  readonly isEncrypted: boolean;
}

export interface MailServer extends AsyncDisposable {
  readonly port: number;
  /** PEM of its authority. */
  readonly caFile: string;
  readonly mails: readonly Mail[];
}

/** A real SMTP server with STARTTLS; the login is `swic`, `right`. `hangs` is a port that never greets. */
export async function openMailServer(behaviour: 'takes' | 'refuses' | 'hangs' | 'away'): Promise<MailServer> {
  const directory = mkdtempSync(path.join(tmpdir(), 'swic-mail-'));
  const authority = createTestAuthority('mail test');
  const caFile = path.join(directory, 'ca.pem');
  writeFileSync(caFile, authority.ca);
  const mails: Mail[] = [];
  const server =
    behaviour === 'hangs' ? openSilent() : openSmtp(authority.issue({ dns: [], ip: ['127.0.0.1'] }), behaviour, mails);
  await once(server.inner, 'listening');
  const { port } = server.inner.address() as AddressInfo;
  return {
    port,
    caFile,
    mails,
    async [Symbol.asyncDispose]() {
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

interface Opened {
  readonly inner: ReturnType<typeof createServer>;
  readonly close: () => Promise<void>;
}

function openSilent(): Opened {
  const sockets = new Set<{ destroy(): void }>();
  const inner = createServer((socket) => void sockets.add(socket.on('error', () => undefined)));
  inner.listen(0, '127.0.0.1');
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      inner.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return { inner, close };
}

function openSmtp(
  certificate: { readonly cert: string; readonly key: string },
  behaviour: string,
  mails: Mail[],
): Opened {
  const server = new SMTPServer({
    ...certificate,
    closeTimeout: 1_000,
    onAuth: ({ username, password }, _session, done) =>
      username === 'swic' && password === 'right' ? done(null, { user: 'swic' }) : done(new Error('wrong login')),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.once('end', () => {
        if (behaviour === 'refuses') return done(Object.assign(new Error('no'), { responseCode: 550 }));
        mails.push(parse(Buffer.concat(chunks).toString('utf8'), session.secure));
        done();
      });
    },
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  return { inner: server.server, close: () => new Promise((resolve) => void server.close(() => resolve())) };
}

function parse(raw: string, isEncrypted: boolean): Mail {
  const { headers, body } = partOf(raw);
  const boundary = /boundary="([^"]+)"/i.exec(headers)?.[1];
  if (boundary === undefined) return { headers, text: decoded(raw), html: '', isEncrypted };
  const parts = body.split(`--${boundary}`).map((part) => part.replace(/^\r\n/, ''));
  const find = (type: string): string => parts.find((part) => partOf(part).headers.includes(type)) ?? '';
  return { headers, text: decoded(find('text/plain')), html: decoded(find('text/html')), isEncrypted };
}

function partOf(raw: string): { readonly headers: string; readonly body: string } {
  const [headers = '', ...rest] = raw.split('\r\n\r\n');
  return { headers, body: rest.join('\r\n\r\n') };
}

function decoded(raw: string): string {
  const { headers, body } = partOf(raw);
  const isBase64 = /^content-transfer-encoding: base64/im.test(headers);
  const text = isBase64 ? Buffer.from(body, 'base64').toString('utf8') : fromQuotedPrintable(body);
  return text.replaceAll('\r\n', '\n');
}

function fromQuotedPrintable(body: string): string {
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
