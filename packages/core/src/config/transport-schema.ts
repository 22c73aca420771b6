import { z } from 'zod';
import { count, milliseconds, path, port } from './scalars.js';
import { secretSchema } from './secret-schema.js';
import { wrong } from './wrong-words.js';

const tlsSchema = z.union(
  [
    z.boolean(),
    z.strictObject({
      ca: path.nullable().default(null).describe('PEM file of the authority'),
      cert: path.nullable().default(null).describe('PEM file of our certificate'),
      key: path.nullable().default(null).describe('PEM file of our key; mode 0600'),
      servername: z.string().nullable().default(null).describe('Name the broker’s certificate must carry'),
    }),
  ],
  { error: wrong('TLS_WRONG') },
);

const embeddedSchema = z.strictObject({
  kind: z.literal('embedded').describe('A durable queue in a directory of this machine: no broker at all'),
  directory: path.nullable().default(null).describe('Where its queues live; default <dataDir>/queues'),
  send: z.strictObject({ queue: z.string().min(1).default('SW.SEND') }).prefault({}),
  receive: z
    .strictObject({ queue: z.string().min(1).default('SW.RECV'), prefetch: count.max(10_000).default(256) })
    .prefault({}),
});

const rabbitmqSchema = z.strictObject({
  kind: z.literal('rabbitmq'),
  host: z.string().min(1).default('127.0.0.1'),
  port: port.default(5672),
  vhost: z.string().default('/'),
  username: z.string().default('guest'),
  password: secretSchema.nullable().default(null),
  tls: tlsSchema.default(false),
  heartbeatSeconds: z.number().int().min(1).max(600).default(30),
  window: count.max(10_000).default(1_000).describe('Unconfirmed messages at a time'),
  confirmTimeoutMs: milliseconds.default(30_000).describe('After this a send has an unknown outcome'),
  send: z
    .strictObject({ exchange: z.string().default(''), routingKey: z.string().min(1).default('SW.SEND') })
    .prefault({}),
  receive: z
    .strictObject({ queue: z.string().min(1).default('SW.RECV'), prefetch: count.max(10_000).default(256) })
    .prefault({}),
  declare: z.boolean().default(false).describe('Declare durable queues: for own brokers and tests'),
});

const ibmmqSchema = z.strictObject({
  kind: z.literal('ibmmq'),
  queueManager: z.string().min(1),
  channel: z.string().min(1),
  connectionName: z.string().min(1).describe('host(1414)[,host2(1414)]'),
  username: z.string().nullable().default(null),
  password: secretSchema.nullable().default(null),
  tls: z
    .strictObject({ cipherSpec: z.string(), keyRepository: path, certLabel: z.string().nullable().default(null) })
    .nullable()
    .default(null),
  ccsid: z.number().int().default(819).describe('Fixed by the platform [manual]'),
  batch: count.max(1_000).default(100).describe('Messages put in one commit at most'),
  commitTimeoutMs: milliseconds
    .min(100)
    .default(30_000)
    .describe('A commit without an answer is of unknown outcome then'),
  send: z.strictObject({ queue: z.string().min(1).default('SW.SEND') }).prefault({}),
  receive: z
    .strictObject({ queue: z.string().min(1).default('SW.RECV'), prefetch: count.max(10_000).default(256) })
    .prefault({}),
  clientLibrary: path
    .nullable()
    .default(null)
    .describe('Directory of the IBM MQ client library, when not where it is usual'),
});

/** As `transportSchema` tells them apart. */
export const TRANSPORT_KINDS = ['embedded', 'rabbitmq', 'ibmmq'] as const satisfies readonly TransportConfig['kind'][];

export const transportSchema = z.discriminatedUnion('kind', [embeddedSchema, rabbitmqSchema, ibmmqSchema]);

export type TransportConfig = z.infer<typeof transportSchema>;
