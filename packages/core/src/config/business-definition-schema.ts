import { z } from 'zod';

/** A business of the user's own, or what is different about a known one: the same data as in domain/businesses, in YAML. */
const paths = z
  .array(z.string().min(1))
  .describe('Paths like `DecMessage/DecSign/ClientSeqNo`; `*` stands for one step');

const keyRule = z.strictObject({
  name: z.string().min(1).max(32),
  paths: paths.min(1),
  valuesMax: z.number().int().min(1).max(20).default(1),
  unless: z.string().nullable().default(null).describe('Only where the key of this name was not found'),
});

const condition = z.strictObject({
  paths: paths.min(1),
  values: z.array(z.string()).default([]).describe('Empty = any text'),
});

const facts = {
  roots: z.array(z.string().min(1)).min(1).describe('Local names of root elements; `*` and `?` as in file names'),
  typePaths: paths.default([]),
  codePaths: paths.default([]),
  textPaths: paths.default([]),
  timePaths: paths.default([]),
  keys: z.array(keyRule).default([]),
  codeTable: z.string().nullable().default(null),
};

export const businessDefinitionSchema = z.strictObject({
  extensions: z
    .array(z.string().regex(/^\.[a-z0-9]{1,10}$/))
    .min(1)
    .nullable()
    .default(null),
  roots: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        namespace: z.string().default('*').describe("'' = none, `*` = any"),
        container: z.enum(['xml', 'zip', 'both']).default('both'),
      }),
    )
    .nullable()
    .default(null)
    .describe('Root elements of its documents; [] = any, untouched'),
  messageTypePaths: paths.nullable().default(null),
  receiptTypes: z.array(z.string().min(1)).nullable().default(null),
  correlationKeys: z.array(keyRule).nullable().default(null),
  sendResults: z
    .array(z.strictObject({ ...facts, when: z.array(condition).default([]), success: condition }))
    .nullable()
    .default(null)
    .describe('How Successed_/Failed_ answers are read'),
  receipts: z
    .array(z.strictObject({ ...facts, fileNamePaths: paths.default([]) }))
    .nullable()
    .default(null)
    .describe('How later receipts are read'),
  isReceiveOnly: z.boolean().nullable().default(null),
  isOpaque: z.boolean().nullable().default(null).describe('true = travels untouched, unchecked'),
});
