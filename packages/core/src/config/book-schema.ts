import { z } from 'zod';

/** How long the book keeps what it tells, and who vouches for it. */
export const bookSchema = z.strictObject({
  keepDays: z
    .number()
    .int()
    .min(1)
    .nullable()
    .default(null)
    .describe('Names, numbers and facts in the book are kept so many days; null = for ever. Their hashes stay'),
  sign: z.boolean().default(false).describe('The signer signs the last hash of each day'),
});
