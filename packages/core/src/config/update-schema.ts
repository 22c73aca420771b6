import { createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { wrong } from './wrong-words.js';

/** Of an Ed25519 key in DER, before its 32 bytes [official: RFC 8410, section 4]. */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');
const RAW_BYTES = 32;

/** Base64 of the key alone or of its DER; null where it is no Ed25519 key. */
export function updateKeyOf(text: string): KeyObject | null {
  const bytes = Buffer.from(text, 'base64');
  const der = bytes.length === RAW_BYTES ? Buffer.concat([SPKI_HEAD, bytes]) : bytes;
  try {
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    // No key at all: the schema says so where it was written.
    return null;
  }
}

/** Where `swic update` looks, and whom it believes. Nothing looks there by itself. */
export const updateSchema = z.strictObject({
  from: z
    .string()
    .regex(/^(https?:\/\/[^\s@]+|(?!https?:)\S.*)$/i, wrong('UPDATE_FROM_WRONG'))
    .describe('Address or directory of the list of versions, without its file name: docs/update.md'),
  keys: z
    .array(z.string().refine((text) => updateKeyOf(text) !== null, wrong('UPDATE_KEY_WRONG')))
    .min(1)
    .max(8)
    .describe('Ed25519 keys in base64; a list that one of them has signed is believed'),
});

export type UpdateConfig = z.infer<typeof updateSchema>;
