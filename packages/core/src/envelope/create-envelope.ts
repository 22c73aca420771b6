import type { Enclosed, Envelope } from '../ports/envelope.js';
import { createDxpEnvelope, largestEncoded } from './dxp.js';
import { createPlainEnvelope } from './plain.js';

export interface EnvelopeSettings {
  readonly kind: 'dxp' | 'plain';
  /** Given by the platform, `DXPESW` and ten more characters; SenderId of every message. */
  readonly clientId: string;
  /** Ids of the systems that receive a document, one to five; `DXPDSW…` of its business. Not used by `plain`. */
  readonly receivers: (document: Enclosed) => readonly string[];
  /** Number of the card in use; null = none is named. */
  readonly icCard: string | null;
}

/** The envelope the configuration asks for. Pure: nothing is opened. */
export function createEnvelope(settings: EnvelopeSettings): Envelope {
  switch (settings.kind) {
    case 'dxp':
      return createDxpEnvelope(settings);
    case 'plain':
      return createPlainEnvelope(settings);
  }
}

/** Bytes of the largest content whose message may still be within `messageBytesMax`. What surrounds the content is not counted. */
export function contentBytesMax(kind: EnvelopeSettings['kind'], messageBytesMax: number): number {
  switch (kind) {
    case 'dxp':
      return largestEncoded(messageBytesMax);
    case 'plain':
      return messageBytesMax;
  }
}
