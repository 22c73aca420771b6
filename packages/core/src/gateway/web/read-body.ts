import type { IncomingMessage } from 'node:http';

/** The body of a request, or null where it is larger than that: then the rest of it is not read. */
export async function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer | null> {
  if (Number(request.headers['content-length'] ?? 0) > bytesMax) return null;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bytesMax) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A JSON object; null where it is anything else. */
export async function readJson(
  request: IncomingMessage,
  bytesMax: number,
): Promise<Readonly<Record<string, unknown>> | null> {
  // A form of another site can send no such type without asking first.
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) return null;
  const body = await readBody(request, bytesMax);
  if (body === null) return null;
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null;
  } catch {
    // Not JSON is not what the page sends.
    return null;
  }
}
