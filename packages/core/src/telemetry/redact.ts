const MASK = '***';
/** Most texts have neither; looking for one letter group is cheaper than replacing in vain. */
const SUSPICIOUS = /:\/\/|pass|pwd|secret|token|credential|bearer|\bpin\b/i;
const USER_INFO = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi;
const NAMED_VALUE =
  /\b([\w-]*(?:password|passwd|passphrase|pwd|secret|token|credential)s?|pin)(["']?\s*[:=]\s*)("[^"]*"|'[^']*'|[^\s,;&]+)/gi;
const BEARER = /\b(bearer)\s+[\w.~+/=-]+/gi;
const SECRET_NAME = /^pin$|password|passwd|passphrase|pwd|secret|token|credential/i;

/**
 * The text without the secrets that foreign errors put into it: user and password of a URL, and values that are called a
 * password, token or PIN. Our own events carry none; this is the second line.
 */
export function redact(text: string): string {
  if (!SUSPICIOUS.test(text)) return text;
  return text.replace(USER_INFO, `$1${MASK}@`).replace(BEARER, `$1 ${MASK}`).replace(NAMED_VALUE, `$1$2${MASK}`);
}

/** May there be a secret in this JSON? False is certain; an escape may hide where a word begins. */
export function isSuspicious(json: string): boolean {
  return json.includes('\\') || SUSPICIOUS.test(json);
}

/** The same for a field of an event, with all that it holds; texts under a secret's name vanish whole. */
export function redactValue(value: unknown): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map(redactValue);
  if (typeof value !== 'object' || value === null) return value;
  const safe: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(value))
    safe[name] = typeof inner === 'string' && SECRET_NAME.test(name) ? MASK : redactValue(inner);
  return safe;
}
