import { parseDocument } from 'yaml';
import { z } from 'zod';
import { Fault } from '../contract/fault.js';
import { readConfigText } from './load.js';

const pattern = z.string().min(1).nullable().default(null);
const milliseconds = z.number().int().min(0).max(3_600_000);

const ruleSchema = z.strictObject({
  when: z.strictObject({ business: pattern, file: pattern, type: pattern, key: pattern }).prefault({}),
  answer: z.enum(['accept', 'refuse', 'silent', 'platform-error']).default('accept'),
  code: z.string().min(1).nullable().default(null),
  text: z.string().nullable().default(null),
  receipts: z
    .union([z.string().min(1), z.array(z.string().min(1)).max(50)])
    .nullable()
    .default(null),
  order: z.enum(['in-order', 'reversed', 'shuffled']).default('in-order'),
  early: z.boolean().default(false),
  lateMs: milliseconds.default(0),
  delayMs: milliseconds.nullable().default(null),
  double: z.boolean().default(false),
  prefix: z
    .string()
    .regex(/^[a-zA-Z][a-zA-Z0-9]{0,9}$|^$/)
    .nullable()
    .default(null),
});

const scenarioSchema = z.strictObject({ rules: z.array(ruleSchema).min(1).max(1_000) });

/** A rule as the simulated platform takes it. */
export type ScenarioFileRule = Omit<z.infer<typeof ruleSchema>, 'early' | 'double'> & {
  readonly isEarly: boolean;
  readonly isDoubled: boolean;
};

/** What the simulated platform does with which document, from a YAML file. Rejects with `config.missing` or `config.invalid`. */
export function readScenario(file: string): readonly ScenarioFileRule[] {
  const document = parseDocument(readConfigText(file), { prettyErrors: true });
  const [error] = document.errors;
  if (error !== undefined)
    throw new Fault('config.invalid', { file, problems: document.errors.length, first: error.message });
  const result = scenarioSchema.safeParse(document.toJS({ maxAliasCount: 0 }) ?? {});
  if (result.success)
    return result.data.rules.map(({ early, double, ...rule }) => ({ ...rule, isEarly: early, isDoubled: double }));
  const [issue] = result.error.issues;
  const first = `${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? ''}`;
  throw new Fault('config.invalid', { file, problems: result.error.issues.length, first });
}
