import { z } from 'zod';
import { RECEIPT_EXTENSION } from '../domain/receipts/names.js';
import { isRuleOrField } from '../domain/rules/rule-names.js';
import { alertsSchema } from './alerts-schema.js';
import { bookSchema } from './book-schema.js';
import { businessDefinitionSchema } from './business-definition-schema.js';
import { attachmentsSchema, messageTypeSchema, signSchema } from './document-schema.js';
import { maintenanceSchema } from './maintenance-schema.js';
import { networkSchema } from './network-schema.js';
import { VERSION_SHAPE } from './newer-settings.js';
import { RULE_UNKNOWN } from './rule-problem.js';
import { count, milliseconds, path, port } from './scalars.js';
import { signerSchema, signingSchema } from './signer-schema.js';
import { transportSchema } from './transport-schema.js';
import { updateSchema } from './update-schema.js';
import { webSchema } from './web-schema.js';
import { wrong } from './wrong-words.js';

const ruleLevel = z.enum(['off', 'warn', 'reject']);

export const businessSchema = z.strictObject({
  enabled: z.boolean().default(true),
  folder: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe('Directory under boxesDir; default as the official client'),
  boxes: z
    .strictObject({
      root: path.nullable().default(null),
      outBox: path.nullable().default(null),
      sentBox: path.nullable().default(null),
      inBox: path.nullable().default(null),
      failBox: path.nullable().default(null),
      tempBox: path.nullable().default(null),
    })
    .prefault({}),
  send: z
    .strictObject({
      enabled: z.boolean().default(true),
      maxConcurrent: count.max(10_000).default(256).describe('同时最大任务数: documents in flight at a time'),
      scanIntervalMs: milliseconds.min(50).default(2_000),
      settleMs: milliseconds
        .default(500)
        .describe('A file is taken when it has not changed for this long by our clock'),
      incompleteGraceMs: milliseconds
        .default(30_000)
        .describe('An unfinished file is rejected after this long without a change'),
      onUnknown: z
        .enum(['resend', 'hold'])
        .default('resend')
        .describe('After a lost confirm: same id again, or wait for a word'),
      unknownWaitMs: milliseconds.default(10_000).describe('With resend: how long a receipt may settle it first'),
      onDuplicate: z
        .enum(['off', 'warn', 'hold'])
        .default('warn')
        .describe(
          'A file with the same content as one sent before: say it, or keep it in OutBox; swic resend is never held',
        ),
      duplicateHours: z
        .number()
        .int()
        .min(1)
        .max(8_760)
        .default(24)
        .describe('How long a content counts as sent before'),
      onAmendment: z
        .enum(['send', 'warn', 'hold'])
        .default('warn')
        .describe(
          'A file with the number of a declaration that was sent with another content: send it, say it, or keep it in OutBox until swic settle',
        ),
      watch: z.enum(['native', 'scan']).default('native').describe('scan: network shares, where events are lost'),
      zipSends: z.enum(['zip', 'xml']).default('zip').describe('What of a ZIP becomes the message'),
    })
    .prefault({}),
  receive: z
    .strictObject({
      enabled: z.boolean().default(true),
      resultWithinMs: milliseconds
        .min(1_000)
        .default(600_000)
        .describe('A send result that has not come after this long is late: swic overdue'),
      extension: z
        .union([z.literal('message'), z.string().regex(RECEIPT_EXTENSION, wrong('RECEIPT_EXTENSION_WRONG'))], {
          error: wrong('RECEIPT_EXTENSION_WRONG'),
        })
        .default('.xml')
        .describe('Of its files in InBox; message = as the message names itself, e.g. .INVT'),
    })
    .prefault({}),
  receivers: z
    .array(z.string().min(1).max(16))
    .min(1)
    .max(5)
    .nullable()
    .default(null)
    .describe('ReceiverIds of the envelope'),
  messageType: messageTypeSchema
    .nullable()
    .default(null)
    .describe("MsgType of the envelope; '{root}' follows the root of each document"),
  sign: signSchema
    .nullable()
    .default(null)
    .describe('null = as the business usually is; { element: OperInfo/Sign, date: SignDate } names what is signed'),
  attachments: attachmentsSchema
    .prefault({})
    .describe('Files that are no XML and travel byte for byte; null = as docs/businesses.md says'),
  rules: z
    .record(z.string(), ruleLevel)
    .superRefine((levels, context) => {
      for (const key of Object.keys(levels))
        if (!isRuleOrField(key)) context.addIssue({ code: 'custom', path: [key], message: RULE_UNKNOWN });
    })
    .default({})
    .describe(
      'Level of single rules (field.length) and of single fields (DecHead/CopCode, the end of its path): off, warn, reject',
    ),
  lengthUnit: z
    .enum(['characters', 'gbk-bytes'])
    .default('characters')
    .describe('How field lengths count; not publicly known'),
  zipMatch: ruleLevel.default('reject').describe('Attachments and base name of a ZIP must fit its XML'),
  schema: path.nullable().default(null).describe('XSD that its documents must satisfy'),
  retention: z
    .strictObject({ sentDays: z.number().int().min(0).default(7).describe('SentBox days kept; 0 = for ever') })
    .prefault({}),
  name: z
    .strictObject({ zh: z.string(), en: z.string() })
    .nullable()
    .default(null)
    .describe('For a business of your own'),
  definition: businessDefinitionSchema
    .nullable()
    .default(null)
    .describe('What its documents and receipts look like, where swic does not know it, or knows it otherwise'),
});

export const configSchema = z.strictObject({
  clientId: z.string().min(1).max(16).describe('Given by the platform; SenderId of the envelope'),
  clientIdShape: z
    .enum(['platform', 'any'])
    .default('platform')
    .describe('platform: DXPESW and ten more characters, anything else does not start; any: not checked'),
  minVersion: z
    .string()
    .regex(VERSION_SHAPE, wrong('VERSION_WRONG'))
    .nullable()
    .default(null)
    .describe(
      'The earliest swic that may use this file; from then on settings that it does not know only warn, but for those that decide what is sent',
    ),
  environment: z
    .enum(['production', 'test'])
    .default('production')
    .describe('Which portal and addresses; test is named in status, log and dashboard'),
  clientIds: z
    .strictObject({ production: z.array(z.string()).default([]), test: z.array(z.string()).default([]) })
    .prefault({})
    .describe(
      'Ids of the firm by environment, since an id itself does not tell: one in the wrong environment is a warning',
    ),
  locale: z.enum(['zh', 'en']).default('zh'),
  dataDir: path.default('./data').describe('Ledger, logs, control socket'),
  boxesDir: path.default('./boxes'),
  transport: transportSchema,
  envelope: z
    .strictObject({
      kind: z.enum(['dxp', 'plain']).default('dxp'),
      icCard: z.string().max(13).nullable().default(null).describe('AddInfo/IcCard'),
    })
    .prefault({}),
  receive: z
    .strictObject({
      onForeign: z
        .enum(['keep', 'refuse'])
        .default('keep')
        .describe(
          'A receipt addressed to another client id: keep it in its InBox with a warning, or refuse it (the broker dead-letters or drops it)',
        ),
    })
    .prefault({}),
  receipts: z
    .strictObject({
      successPrefix: z
        .string()
        .max(20)
        .regex(/^succ[a-z]*_$/i, wrong('SUCCESS_PREFIX_WRONG'))
        .default('Successed_')
        .describe('The manual writes Successted_'),
      stampDigits: z.number().int().min(17).max(23).default(17),
    })
    .prefault({}),
  limits: z
    .strictObject({
      documentBytesMax: count.default(64 * 1024 * 1024),
      inFlightBytesMax: count.default(32 * 1024 * 1024),
      workers: z
        .number()
        .int()
        .min(0)
        .max(64)
        .nullable()
        .default(null)
        .describe('null = as many as helps on this machine'),
    })
    .prefault({}),
  ledger: z.strictObject({ keepDays: z.number().int().min(1).default(400) }).prefault({}),
  book: bookSchema.prefault({}),
  log: z
    .strictObject({
      level: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
      keepDays: count.default(30).describe('Files of so many days are kept, today included'),
      fileBytesMax: count
        .default(50 * 1024 * 1024)
        .describe('A new file begins beyond it; of 20 such files the oldest go before their days are over'),
    })
    .prefault({}),
  metrics: z
    .strictObject({
      host: z
        .string()
        .min(1)
        .default('127.0.0.1')
        .describe('Who may read the numbers: they name businesses and directories, no documents'),
      port: port.nullable().default(null).describe('Answers GET /metrics for Prometheus; null: swic metrics alone'),
    })
    .prefault({}),
  web: webSchema.prefault({}),
  sandbox: z
    .strictObject({
      enabled: z
        .boolean()
        .default(false)
        .describe('Run the simulated platform inside the agent: embedded transport only'),
      seed: z.number().int().default(1),
      delayMs: milliseconds.default(50),
      gatherMs: milliseconds
        .default(0)
        .describe('Answers to several documents that are due within this time go out in one message; 0 = each alone'),
      scenario: path
        .nullable()
        .default(null)
        .describe('File that says how which document is answered: docs/sandbox.md'),
    })
    .prefault({}),
  alerts: alertsSchema.nullable().default(null).describe('Who is told of what: docs/alerts.md; null = no person'),
  maintenance: maintenanceSchema
    .prefault({})
    .describe('When trouble is expected: sending waits and no person is told; China time'),
  network: networkSchema.prefault({}),
  update: updateSchema
    .nullable()
    .default(null)
    .describe('Where swic update looks for versions, only when it is asked: docs/update.md; null = nowhere'),
  signer: signerSchema
    .nullable()
    .default(null)
    .describe('Who signs; null = no signer, and documents travel as they are'),
  signing: signingSchema.prefault({}),
  schemas: z
    .record(
      z.string(),
      z.union(
        [
          path,
          z.array(
            z.strictObject({
              root: z.string().nullable().default(null).describe('Root element it is for; null = any'),
              namespace: z.string().nullable().default(null).describe('Namespace it is for; null = any'),
              path,
            }),
          ),
        ],
        { error: wrong('SCHEMAS_WRONG') },
      ),
    )
    .default({})
    .describe('XSDs of your own, by business: a file, or a list of files by root element and namespace'),
  dashboard: z
    .strictObject({
      keys: z
        .record(z.string(), z.array(z.string().min(1)).min(1))
        .default({})
        .describe('Other keys for actions of the dashboard; names and defaults in docs/keys.md'),
    })
    .prefault({}),
  businesses: z.record(
    z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,31}$/, wrong('BUSINESS_NAME_WRONG')),
    z.preprocess((value) => value ?? {}, businessSchema),
  ),
});

/** The whole configuration, complete: every default filled in. Paths are still as written; load.ts makes them absolute. */
export type Config = z.infer<typeof configSchema>;
export type BusinessConfig = z.infer<typeof businessSchema>;
