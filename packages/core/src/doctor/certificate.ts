import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { connect } from 'node:tls';
import type { DoctorFinding } from '../contract/doctor.js';
import { expiryOf } from '../contract/expiry.js';
import type { Clock } from '../ports/clock.js';
import { DIAL_LIMIT_MS, type Endpoint } from './dial.js';
import { findingsOf } from './findings.js';

const { ok, skipped, warning, failed } = findingsOf('certificates');

/**
 * The certificate that a TLS server shows under its name (`servername` null = the host's), trusted or not: whether it is trusted is
 * the connection test's to say. Null where none was shown in 5 s, or before the signal aborted. Never rejects.
 */
export function readPeerCertificate(
  { host, port }: Endpoint,
  servername: string | null,
  signal: AbortSignal,
): Promise<X509Certificate | null> {
  if (signal.aborted) return Promise.resolve(null);
  return new Promise((resolve) => {
    const name = servername ?? (isIP(host) === 0 ? host : null);
    const socket = connect({
      host,
      port,
      rejectUnauthorized: false,
      ...(name === null ? {} : { servername: name }),
    });
    const end = (found: X509Certificate | null): void => {
      resolve(found);
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
    };
    const onAbort = (): void => end(null);
    signal.addEventListener('abort', onAbort, { once: true });
    socket.setTimeout(DIAL_LIMIT_MS, () => end(null));
    socket.once('error', () => end(null));
    socket.once('close', () => end(null));
    socket.once('secureConnect', () => end(socket.getPeerX509Certificate() ?? null));
  });
}

/** The certificates of a PEM text; a text without one gives none. */
export function certificatesOf(pem: string): readonly X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  return blocks.flatMap((block) => {
    try {
      return [new X509Certificate(block)];
    } catch {
      // Damaged: the connection test says so in the words of TLS.
      return [];
    }
  });
}

const SOON_DAYS = 30;

/** How long it is valid still. */
export function expiryFinding(certificate: X509Certificate, about: string, clock: Clock): DoctorFinding {
  const nowMs = clock.nowMs();
  const until = Date.parse(certificate.validTo);
  const from = Date.parse(certificate.validFrom);
  const day = new Date(until).toISOString().slice(0, 10);
  if (from > nowMs)
    return failed(
      {
        zh: `证书 ${new Date(from).toISOString().slice(0, 10)} 起才有效`,
        en: `valid only from ${new Date(from).toISOString().slice(0, 10)}`,
      },
      { zh: '检查本机时钟，或更换证书', en: 'Look at the clock of this machine, or renew the certificate' },
      about,
    );
  const { daysLeft, warning: threshold } = expiryOf(until, nowMs);
  if (threshold === 0)
    return failed(
      { zh: `证书已于 ${day} 过期`, en: `expired on ${day}` },
      { zh: '更换证书', en: 'Renew the certificate' },
      about,
    );
  const words = { zh: `证书有效至 ${day}，剩余 ${daysLeft} 天`, en: `valid until ${day}, ${daysLeft} days left` };
  // A server's certificate is often made anew every 90 days, 30 before its end.
  const isSoon = threshold !== null && threshold <= SOON_DAYS;
  return !isSoon ? ok(words, about) : warning(words, { zh: '尽快更换证书', en: 'Renew the certificate soon' }, about);
}

export function unseenFinding(about: string): DoctorFinding {
  return skipped({ zh: '没有看到服务器的证书', en: 'the server showed no certificate' }, about);
}
