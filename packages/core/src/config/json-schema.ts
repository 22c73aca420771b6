import { z } from 'zod';
import { configSchema } from './schema.js';

/** JSON Schema of swic.yaml, for editors: what may be written, defaults and descriptions included. */
export function configJsonSchema(): unknown {
  return z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' });
}
