import type { TLSSocket } from 'node:tls';

/** A certificate of one's own and its key, in PEM. Self-signed ones will do: each side knows the other's fingerprint. */
export interface TlsIdentity {
  readonly certificate: string;
  readonly key: string;
}

/**
 * Mutual TLS by fingerprint: the handshake proves that the other side has the certificate's key, the list says whose
 * certificate that may be. No authority is trusted, so a stolen authority cannot let anyone sign.
 */
export const TLS_RULES = { minVersion: 'TLSv1.3', rejectUnauthorized: false } as const;

/** SHA-256 as `openssl x509 -fingerprint -sha256` writes it; colons and case do not matter in a list. */
export function normalFingerprint(text: string): string {
  return text.replace(/^.*=/, '').replaceAll(':', '').trim().toUpperCase();
}

/** The other side's fingerprint when it is on the list and its certificate is valid now; null otherwise. */
export function admittedFingerprint(socket: TLSSocket, allowed: ReadonlySet<string>, nowMs: number): string | null {
  const certificate = socket.getPeerCertificate();
  // An empty object means "no certificate was shown".
  if (certificate.fingerprint256 === undefined) return null;
  const fingerprint = normalFingerprint(certificate.fingerprint256);
  const isTimely = Date.parse(certificate.valid_from) <= nowMs && nowMs <= Date.parse(certificate.valid_to);
  return allowed.has(fingerprint) && isTimely ? fingerprint : null;
}
