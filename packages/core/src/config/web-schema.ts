import { z } from 'zod';
import { path, port } from './scalars.js';

/** The page in the browser. Off without a port; what an address other than loopback demands, gateway/web/safe-address.ts says. */
export const webSchema = z.strictObject({
  host: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('Where the page is served; an address that is not of this machine alone demands web.tls and users'),
  port: port.nullable().default(null).describe('Serves the page, usually 9465; null: no page'),
  names: z
    .array(z.string().regex(/^[A-Za-z0-9.-]{1,253}$/))
    .default([])
    .describe('Further host names by which browsers reach the page'),
  tls: z
    .strictObject({
      cert: path.describe('PEM file: the certificate with those between it and the authority'),
      key: path.describe('PEM file'),
    })
    .nullable()
    .default(null)
    .describe('null = not encrypted: on this machine alone'),
  idleMinutes: z
    .number()
    .int()
    .min(1)
    .max(1_440)
    .default(60)
    .describe('A session that no person touches for so long ends'),
});

export type WebConfig = z.infer<typeof webSchema>;
