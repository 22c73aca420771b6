import { createNameTest } from '../domain/receipts/paths.js';
import type { Received } from './received.js';

/** What the platform does with the documents that a rule is for. Data only: config/scenario-schema.ts reads it from a file. */
export interface ScenarioRule {
  /** Patterns (`*`, `?`); null = any. A key fits when any key of the document has that value. */
  readonly when: {
    readonly business: string | null;
    readonly file: string | null;
    readonly type: string | null;
    readonly key: string | null;
  };
  /** `silent`: no send result and nothing after it. `platform-error`: a DxpRep with `code`. */
  readonly answer: 'accept' | 'refuse' | 'silent' | 'platform-error';
  /** Of the send result; null = the usual one. */
  readonly code: string | null;
  readonly text: string | null;
  /** Receipts after the send result, in their order of life: a chain's name or the codes; null = what usually follows. */
  readonly receipts: string | readonly string[] | null;
  readonly order: 'in-order' | 'reversed' | 'shuffled';
  /** Receipts come before the send result. */
  readonly isEarly: boolean;
  /** The send result comes this much later. */
  readonly lateMs: number;
  /** Between one answer and the next; null = as the platform is set. */
  readonly delayMs: number | null;
  /** Every answer comes twice. */
  readonly isDoubled: boolean;
  /** Prefix of a manifest answer; null = some with, some without, as in real life. */
  readonly prefix: string | null;
}

/** A scenario: the first rule that fits a document decides; where none does, the platform answers as usual. */
export type Scenario = readonly ScenarioRule[];

export const USUAL: ScenarioRule = {
  when: { business: null, file: null, type: null, key: null },
  answer: 'accept',
  code: null,
  text: null,
  receipts: null,
  order: 'in-order',
  isEarly: false,
  lateMs: 0,
  delayMs: null,
  isDoubled: false,
  prefix: null,
};

/** The rule for a document. Patterns are compared as they stand; business keys in upper case. */
export function ruleFor(scenario: Scenario, received: Received): ScenarioRule {
  return scenario.find(({ when }) => fits(when, received)) ?? USUAL;
}

function fits(when: ScenarioRule['when'], received: Received): boolean {
  const is = (pattern: string | null, ...texts: readonly string[]): boolean =>
    pattern === null || texts.some(createNameTest([pattern]));
  return (
    is(when.business?.toUpperCase() ?? null, received.business?.key ?? '') &&
    is(when.file, received.fileName) &&
    is(when.type, received.messageType, received.root) &&
    is(when.key, ...received.keyValues)
  );
}

/**
 * Chains of receipts that documents of a family go through, by name. The first of each family is what usually follows a document
 * that was declared. Codes of customs for declarations and manifests; type and result for trade documents.
 */
export const CHAINS = {
  declaration: {
    released: ['7', 'L', 'J', 'P', 'R'],
    reviewed: ['7', 'L', 'G', 'P', 'R'],
    inspected: ['7', 'L', 'C', 'J', 'P', 'R'],
    returned: ['7', 'L', 'E'],
    waiting: ['7', 'L'],
    stored: [],
  },
  manifest: {
    accepted: ['E3', '01'],
    reviewed: ['E3', '02', '01'],
    returned: ['E3', '03'],
    waiting: ['E3'],
    stored: [],
  },
  INV101: {
    approved: ['INV201:1', 'INV202:1', 'INV211'],
    reviewed: ['INV201:2', 'INV201:1', 'INV202:1', 'INV211'],
    returned: ['INV201:3'],
    stored: [],
  },
  SAS121: {
    passed: ['SAS221:1', 'SAS223:1'],
    inspected: ['SAS221:1', 'SAS224:3', 'SAS223:1'],
    held: ['SAS221:1', 'SAS223:2'],
    returned: ['SAS221:3'],
    stored: [],
  },
  inventory: {
    released: ['3', '120', '399', '800'],
    taxed: ['3', '120', '800', 'CEB816:1', 'CEB818:2'],
    inspected: ['3', '120', '500', '800'],
    returned: ['3', '100'],
    stored: [],
  },
  commerce: { stored: ['3', '120'], returned: ['3', '100'] },
  certificate: { passed: ['1', '6:2', '6:5'], returned: ['1', '6:3'], refused: ['2'], stored: [] },
  agreement: { agreed: ['S'], refused: ['F'], stored: [] },
  ICP101: { passed: ['SAS251:1', 'SAS253:1'], returned: ['SAS251:3'], stored: [] },
} as const satisfies Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export type ChainFamily = keyof typeof CHAINS;

/** The receipts of a rule for a family: listed, by the chain's name, or the usual ones. A name that it does not have is none. */
export function chainOf(
  family: ChainFamily,
  receipts: ScenarioRule['receipts'],
  isDeclared: boolean,
): readonly string[] {
  if (receipts !== null && typeof receipts !== 'string') return receipts;
  const chains: Readonly<Record<string, readonly string[]>> = CHAINS[family];
  if (receipts !== null) return chains[receipts] ?? [];
  // A document that is only stored gets its number and nothing more.
  return isDeclared ? (Object.values(chains)[0] ?? []) : [];
}
