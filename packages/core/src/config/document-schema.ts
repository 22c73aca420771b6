import { z } from 'zod';
import type { SigningDefault } from '../domain/businesses/definition.js';
import { isMessageType } from '../domain/businesses/message-type.js';
import { wrong } from './wrong-words.js';

/** What of a business's documents is set without describing the whole business: their type, their signature, files beside them. */
export const messageTypeSchema = z
  .string()
  .max(30)
  .refine(isMessageType, { error: wrong('MESSAGE_TYPE_WRONG') });

/** Casing does not matter on disk, so it does not matter here. */
export const extensionSchema = z
  .string()
  .regex(/^\.[A-Za-z0-9]{1,16}$/, wrong('EXTENSION_WRONG'))
  .transform((extension) => extension.toLowerCase());

export const attachmentsSchema = z.strictObject({
  extensions: z
    .array(z.union([z.literal('*'), extensionSchema]))
    .nullable()
    .default(null)
    .describe('Extensions that travel untouched beside the documents; * = any, [] = none'),
  receivers: z.array(z.string().min(1).max(16)).min(1).max(5).nullable().default(null).describe('Their ReceiverIds'),
  messageType: messageTypeSchema.nullable().default(null).describe('Their MsgType'),
});

const field = z.string().min(1);

const signedElementSchema = z.strictObject({
  element: z
    .string()
    .regex(/^[^/\s]+(\/[^/\s]+)+$/, wrong('ELEMENT_PATH_WRONG'))
    .describe('The element that gets the signature, with the one around it: OperInfo/Sign'),
  date: field.nullable().default(null).describe('Its neighbour for the time of signing, e.g. SignDate'),
  certificate: field.nullable().default(null).describe('Its neighbour for the number of the certificate'),
  card: field.nullable().default(null).describe('Its neighbour for the number of the card'),
  operation: field
    .nullable()
    .default(null)
    .describe('Its neighbour whose C and D mean that the document declares, for signing.decSign.when'),
  order: z.array(field).default([]).describe('All neighbours in their order, where one of these may be missing'),
  lengthMax: z.number().int().min(1).nullable().default(null).describe('Characters that the signature may have'),
  envelope: z.boolean().default(false).describe('Sign the envelope too'),
});

export const signSchema = z.union([z.enum(['none', 'dec-sign', 'envelope', 'both']), signedElementSchema], {
  error: wrong('SIGN_WRONG'),
});

export type SignSetting = z.infer<typeof signSchema>;

/** What a setting of `sign` asks for; null = as the business usually is. */
export function signModeOf(sign: SignSetting | null): SigningDefault | null {
  if (sign === null || typeof sign === 'string') return sign;
  return sign.envelope ? 'both' : 'dec-sign';
}
