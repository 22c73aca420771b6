import type { Enclosed, Envelope } from '../ports/envelope.js';

export interface PlainSettings {
  readonly clientId: string;
}

/** Headers that say what a DxpMsg would say inside, for brokers that carry headers. */
export const PLAIN_HEADERS = { sender: 'swic-sender', business: 'swic-business', fileName: 'swic-file-name' } as const;

/** The document's bytes are the body. */
export function createPlainEnvelope(settings: PlainSettings): Envelope {
  return {
    kind: 'plain',
    seal: (document, content, sealedMs) => ({
      id: document.messageId ?? document.id,
      type: document.messageType ?? '',
      contentType: isXml(document, content) ? 'application/xml' : 'application/octet-stream',
      headers: {
        [PLAIN_HEADERS.sender]: settings.clientId,
        [PLAIN_HEADERS.business]: document.business,
        [PLAIN_HEADERS.fileName]: document.name,
      },
      sentAtMs: sealedMs,
      body: content,
    }),
  };
}

/** By its name where that says so, else by what it begins with. */
function isXml({ name }: Enclosed, content: Uint8Array): boolean {
  const extension = name.slice(name.lastIndexOf('.')).toLowerCase();
  return extension === '.xml' || (extension !== '.zip' && content[0] === LESS_THAN);
}

const LESS_THAN = 0x3c;
