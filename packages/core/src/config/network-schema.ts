import { z } from 'zod';
import { port } from './scalars.js';
import { wrong } from './wrong-words.js';

/** What `swic doctor` looks at in the network. Documents go straight to the broker, whatever is written here. */
export const networkSchema = z.strictObject({
  proxy: z
    .string()
    .regex(/^(none|http:\/\/[^@\s/]+\/?)$/, wrong('PROXY_WRONG'))
    .nullable()
    .default(null)
    .describe(
      'HTTP proxy for the addresses of the platform in swic doctor: http://host:port, or none; null = HTTPS_PROXY, HTTP_PROXY, NO_PROXY, where also a login may be',
    ),
  addresses: z
    .array(
      z.strictObject({
        group: z.enum(['login', 'card', 'local', 'download', 'control', 'authority']).default('local'),
        host: z.string().min(1).max(253),
        ports: z.array(port).min(1).max(16).default([80, 443]),
      }),
    )
    .max(64)
    .default([])
    .describe('Addresses for swic doctor beside those of the manual, e.g. of the local platform'),
});
