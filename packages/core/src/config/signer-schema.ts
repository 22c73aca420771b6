import { z } from 'zod';
import { count, milliseconds, path, port } from './scalars.js';
import { secretSchema } from './secret-schema.js';
import { wrong } from './wrong-words.js';

const pin = secretSchema.describe('The card’s PIN by reference: save it once with `swic secret set`');
const pauseMs = milliseconds
  .nullable()
  .default(null)
  .describe('Least time between two signatures; null = 100 for cards, 0 for HSMs');
const watchMs = milliseconds.min(1_000).default(60_000).describe('How often the card is looked at between signatures');
const attempts = count.max(10).default(3).describe('Tries of one signature before its fault is believed');

const fingerprint = z.string().regex(/^([0-9A-Fa-f]{2}:?){32}$/, wrong('FINGERPRINT_WRONG'));

const cardSchema = z.strictObject({
  kind: z.literal('card').describe('The vendor’s library, in a process of its own'),
  profile: z
    .string()
    .min(1)
    .default('eport-ikey')
    .describe('eport-ikey, eport-hsm, or a profile file (JSON) for another library'),
  library: path.nullable().default(null).describe('SPSecureAPI.dll or its directory; null = the usual places'),
  runtime: path
    .nullable()
    .default(null)
    .describe('node.exe that loads the library: a 32-bit one for a 32-bit library; null = the agent’s own'),
  environment: z.record(z.string(), z.string()).default({}).describe('Further variables for the library’s process'),
  pin,
  pauseMs,
  watchMs,
  attempts,
});

const serviceSchema = z.strictObject({
  kind: z.literal('service').describe('The vendor’s local websocket service (EportClient)'),
  url: z
    .string()
    .regex(/^wss?:\/\//, wrong('SERVICE_URL_WRONG'))
    .default('ws://127.0.0.1:61232'),
  dataAs: z.enum(['auto', 'text', 'base64']).default('auto').describe('How bytes reach the service'),
  pin,
  pauseMs,
  watchMs,
  attempts,
});

const softwareSchema = z.strictObject({
  kind: z.literal('software').describe('A key in a file: for tests and self-issued keys'),
  key: secretSchema.describe('PEM, PKCS#8: RSA or SM2'),
  passphrase: secretSchema.nullable().default(null),
  certificate: path.nullable().default(null).describe('PEM file'),
  certificateNumber: z.string().min(1).nullable().default(null).describe('null = the certificate’s serial number'),
  watchMs,
});

const remoteSchema = z.strictObject({
  kind: z.literal('remote').describe('Another agent that holds the card: `swic card serve` there'),
  host: z.string().min(1),
  port: port.default(61_443),
  certificate: path.describe(
    'PEM file of this agent’s certificate; its fingerprint is in the allow-list of the other agent',
  ),
  key: secretSchema.describe('PEM of its key'),
  serverFingerprint: fingerprint.describe('SHA-256 fingerprint of the other agent’s certificate'),
  requestLimitMs: milliseconds.min(1_000).default(60_000),
  watchMs,
});

export const signerSchema = z.discriminatedUnion('kind', [cardSchema, serviceSchema, softwareSchema, remoteSchema]);

export const signingSchema = z.strictObject({
  decSign: z
    .strictObject({
      over: z
        .enum(['document', 'element', 'template'])
        .default('document')
        .describe('What is signed: the whole document with an empty Sign, one element as written, or a template'),
      element: z.string().min(1).default('DecMessage/DecHead').describe('With element: which one'),
      template: z
        .string()
        .nullable()
        .default(null)
        .describe('With template: text with {DecSign/ClientSeqNo}-like places, filled from the document'),
      encoding: z
        .enum(['as-document', 'utf-8'])
        .default('as-document')
        .describe('Encoding of the bytes that are signed'),
      digest: z
        .enum(['none', 'sha1-hex', 'sha256-hex'])
        .default('none')
        .describe('Sign this digest’s text instead of the bytes; the card hashes what it signs in any case'),
      existing: z.enum(['keep', 'replace']).default('keep').describe('A document that carries a Sign already'),
      when: z.enum(['always', 'declare']).default('always').describe('declare: only OperType C and D'),
      certificate: z.boolean().default(true).describe('Fill an empty Certificate with the certificate’s number'),
      card: z.boolean().default(true).describe('Fill an empty ICCode with the card’s number'),
    })
    .refine(({ over, template }) => over !== 'template' || template !== null, {
      path: ['template'],
      error: wrong('TEMPLATE_MISSING'),
    })
    .prefault({})
    .describe('How DecSign/Sign is made. The bytes the platform expects are not public: see docs/card.md'),
  serve: z
    .strictObject({
      host: z.string().min(1).default('127.0.0.1').describe('Address that `swic card serve` listens at'),
      port: port.default(61_443),
      certificate: path.describe('PEM file of this agent’s certificate'),
      key: secretSchema.describe('PEM of its key'),
      allowed: z.array(fingerprint).min(1).describe('SHA-256 fingerprints of the agents that may sign'),
      connectionsMax: count.max(1_000).default(32),
    })
    .nullable()
    .default(null)
    .describe('Lend this machine’s card to other agents'),
});

export type SignerConfig = z.infer<typeof signerSchema>;
export type SigningConfig = z.infer<typeof signingSchema>;
