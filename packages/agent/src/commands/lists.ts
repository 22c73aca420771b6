import {
  CUSTOMS_FILTERS,
  type DocumentRecord,
  isDeclarationState,
  type ListedReceipt,
  STAGES,
  wordFor,
} from '@swic/core';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { formatTable } from '../cli/table.js';
import { formatTime, parseSince } from '../cli/time-text.js';
import { businessKeyOf, oneOf, someOf, wholeNumber, wordsIn } from '../cli/values.js';
import { askAnywhere } from './reach.js';
import { stateText } from './state-text.js';

interface ListOptions {
  readonly business?: string;
  readonly since?: string;
  readonly state?: string;
  readonly customs?: string;
  readonly limit: string;
}

/** One answer of the agent holds no more. */
const LIST_MAX = 1_000;

/** `swic receipts` and `swic documents`. */
export function declareLists({ program, t, act }: CommandHost): void {
  const list = (name: string, about: string): ReturnType<typeof program.command> =>
    program
      .command(name)
      .description(about)
      .option('--business <key>', t('list.business'))
      .option('--since <time>', t('list.since'))
      .option('--limit <count>', t('list.limit'), '100');
  list('receipts', t('receipts.about'))
    .option('--state <states>', t('receipts.state'))
    .option('--customs <states>', t('receipts.customs'))
    .action(
      act(async (context, options: ListOptions) => {
        const listed = await askAnywhere(context, 'listReceipts', {
          ...common(context, options),
          states: statesIn('--state', options.state),
          customs: statesIn('--customs', options.customs),
        });
        if (context.options.json) context.printJson(listed);
        else printReceipts(context, listed);
        return 0;
      }),
    );
  list('documents', t('documents.about'))
    .option('--state <stages>', t('list.state'))
    .option('--customs <states>', t('list.customs'))
    .action(
      act(async (context, options: ListOptions) => {
        const stages = options.state === undefined ? null : someOf('--state', options.state, STAGES);
        const documents = await askAnywhere(context, 'listDocuments', {
          ...common(context, options),
          stages,
          customs: options.customs === undefined ? null : someOf('--customs', options.customs, CUSTOMS_FILTERS),
        });
        if (context.options.json) context.printJson(documents);
        const rows = documents.map((document) => [
          formatTime(document.times.claimed),
          document.business,
          wordFor('stage', document.stage, context.locale),
          customsText(context, document),
          document.name,
          document.id,
        ]);
        const head = [
          t('column.time'),
          t('column.business'),
          t('column.stage'),
          t('column.customs'),
          t('column.file'),
          t('column.id'),
        ];
        if (!context.options.json) for (const line of formatTable(head, rows)) context.print(line);
        return 0;
      }),
    );
}

function customsText({ t }: Context, document: DocumentRecord): string {
  const customs = document.standing?.customs ?? null;
  return customs === null ? '' : [t(`customs.${customs.state}`), customs.code].filter((part) => part !== '').join(' ');
}

function printReceipts(context: Context, listed: readonly ListedReceipt[]): void {
  const { t } = context;
  const rows = listed.map(({ receipt, says, state }) => [
    formatTime(receipt.receivedMs),
    receipt.business,
    receipt.fileName,
    receipt.code ?? '',
    says === 'none' ? '' : t(`customs.${says}`),
    stateText(context, state),
    receipt.document ?? '',
  ]);
  const head = [
    t('column.time'),
    t('column.business'),
    t('column.file'),
    t('column.code'),
    t('column.says'),
    t('column.state'),
    t('column.id'),
  ];
  for (const line of formatTable(head, rows)) context.print(line);
}

/** A word of `documents --customs`, a phase or a code. */
function statesIn(option: string, text: string | undefined): readonly string[] | null {
  if (text === undefined) return null;
  const states = wordsIn(text);
  const isKnown = (state: string): boolean =>
    CUSTOMS_FILTERS.some((word) => word === state) || isDeclarationState(state);
  const wrong = states.find((state) => !isKnown(state));
  // Says which words there are; codes are too many to name.
  if (wrong !== undefined) oneOf(option, wrong, CUSTOMS_FILTERS);
  return states;
}

function common(
  context: Context,
  options: ListOptions,
): { business: string | null; sinceMs: number | null; untilMs: null; text: null; before: null; limit: number } {
  const sinceMs = options.since === undefined ? null : parseSince(options.since, context.clock.nowMs());
  return {
    business: options.business === undefined ? null : businessKeyOf(context, options.business),
    sinceMs,
    untilMs: null,
    text: null,
    before: null,
    limit: wholeNumber(options.limit, { option: '--limit', min: 1, max: LIST_MAX }),
  };
}
