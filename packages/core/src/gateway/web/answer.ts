import type { ServerResponse } from 'node:http';

/** What is answered to one request. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

const JSON_TYPE = 'application/json; charset=utf-8';

export function jsonAnswer(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, type: JSON_TYPE, body: JSON.stringify(value), headers };
}

/** A refusal says what, and nothing of what is here. */
export function refusal(status: number, error: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return jsonAnswer(status, { error }, headers);
}

/**
 * Of every answer. Scripts and styles come from files of ours alone, nothing may frame the page, nothing is asked of another host, no
 * markup is made of text, and no browser or proxy keeps an answer that does not say so itself.
 */
const SAFE_HEADERS = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'Cache-Control': 'no-store',
} as const;

/** A year: a browser that was here once asks by TLS from then on. */
const STRICT_TRANSPORT = { 'Strict-Transport-Security': 'max-age=31536000' };

export function send(response: ServerResponse, answer: Answer, isHead: boolean, isTls: boolean): void {
  const { status, type, body, headers } = answer;
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  response.writeHead(status, {
    ...SAFE_HEADERS,
    ...(isTls ? STRICT_TRANSPORT : {}),
    'Content-Type': type,
    'Content-Length': bytes.length,
    ...headers,
  });
  response.end(isHead ? undefined : bytes);
}
