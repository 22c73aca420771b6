/** A file of the ledger as text; null where it is not there, or where its bytes are no UTF-8. */
export async function loadText(path: string): Promise<string | null> {
  const bytes = await loadBytes(path);
  if (bytes === null) return null;
  try {
    // The mark at its beginning is part of the file.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // GB18030 or another code page.
    return null;
  }
}

/** Null where the firm has taken it, or the agent went away, which the page says above. */
async function loadBytes(path: string): Promise<ArrayBuffer | null> {
  try {
    const response = await fetch(path, { cache: 'no-store' });
    return response.ok ? await response.arrayBuffer() : null;
  } catch {
    return null;
  }
}
