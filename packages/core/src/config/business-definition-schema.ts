import { z } from 'zod';
import { extensionSchema } from './document-schema.js';
import { wrong } from './wrong-words.js';

/** A business of the user's own, or what is different about a known one: the same data as in domain/businesses, in YAML. */
const paths = z.array(z.string().min(1)).describe('Paths like `DecMessage/DecSign/ClientSeqNo`; `*` is any one step');

const keyRule = z.strictObject({
  name: z.string().min(1).max(32),
  paths: paths.min(1),
  valuesMax: z.number().int().min(1).max(101).default(1),
  unless: z.string().nullable().default(null).describe('Only where the key of this name was not found'),
  isAssigned: z
    .boolean()
    .default(false)
    .describe('The platform assigns it: a receipt teaches it, and later receipts are found by it'),
});

const condition = z.strictObject({
  paths: paths.min(1),
  values: z.array(z.string()).default([]).describe('Empty = any text'),
  isNot: z.boolean().default(false).describe('Turned round: no value, or another one'),
});

/** One condition alone is an alternative of one. */
const alternatives = z
  .array(z.union([condition.transform((one) => [one]), z.array(condition).min(1)], { error: wrong('CONDITION_WRONG') }))
  .default([])
  .describe('Alternatives: a condition, or a list of conditions that must all be true');

const facts = {
  roots: z.array(z.string().min(1)).min(1).describe('Local names of root elements; `*` and `?` as in file names'),
  when: alternatives,
  typePaths: paths.default([]),
  hintPaths: paths.default([]).describe('Texts that tell sister businesses apart'),
  codePaths: paths.default([]),
  codesMax: z
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(1)
    .describe('So many codes are judged; the first refused one counts'),
  heads: paths.default([]).describe('Elements of which one message may have several, each about another document'),
  parts: z
    .strictObject({ paths: paths.min(1), codePaths: paths.min(1) })
    .nullable()
    .default(null)
    .describe('Number and code of each order or bill that one message judges'),
  textPaths: paths.default([]),
  timePaths: paths.default([]),
  ownNamePaths: paths.default([]).describe('Where the message says what its file is called'),
  keys: z.array(keyRule).default([]),
  refused: condition.nullable().default(null).describe('Which value of which path means refused'),
  words: z
    .strictObject({ refused: z.array(z.string().min(1)).default([]), success: z.array(z.string().min(1)).default([]) })
    .nullable()
    .default(null)
    .describe('Words in the text that overrule the code'),
  answers: z.array(z.string().min(1)).default([]).describe('Roots of the documents it answers; empty = any'),
  codeTable: z.string().nullable().default(null),
};

export const businessDefinitionSchema = z.strictObject({
  extensions: z
    .array(extensionSchema)
    .min(1)
    .nullable()
    .default(null)
    .describe('Of its documents, which are XML or ZIP; for others see attachments'),
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
  receiptHints: z.array(z.string().min(1)).nullable().default(null),
  correlationKeys: z.array(keyRule).nullable().default(null),
  sendResults: z
    .array(z.strictObject({ ...facts, success: condition }))
    .nullable()
    .default(null)
    .describe('How Successed_/Failed_ answers are read'),
  receipts: z
    .array(z.strictObject({ ...facts, fileNamePaths: paths.default([]), success: condition.nullable().default(null) }))
    .nullable()
    .default(null)
    .describe('How later receipts are read'),
  isReceiveOnly: z.boolean().nullable().default(null),
  isOpaque: z.boolean().nullable().default(null).describe('true = travels untouched, unchecked'),
});
