import { z } from 'zod';
import { wrong } from './wrong-words.js';

/** How a secret is named in the configuration: never the secret itself. */
export const secretSchema = z.union(
  [
    z.strictObject({ env: z.string().min(1).describe('Name of an environment variable') }),
    z.strictObject({ file: z.string().min(1).describe('Path of a file that holds only the secret; mode 0600') }),
    z.strictObject({ keyring: z.string().min(1).describe('Name of an entry in the OS keyring, see swic secret') }),
  ],
  { error: wrong('SECRET_LITERAL') },
);
export type SecretRef = z.infer<typeof secretSchema>;
