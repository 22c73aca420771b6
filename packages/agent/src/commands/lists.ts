import {
  CUSTOMS_FILTERS,
  type DocumentRecord,
  isDeclarationState,
  type ListedReceipt,
  missingParts,
  STAGES,
  wordFor,
} from '@swic/core';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { type Column, formatAsked, LIST_FORMATS, type ListingOptions, printListing } from '../cli/listing.js';
import { parseSince } from '../cli/time-text.js';
import { businessKeyOf, choiceOption, oneOf, someOf, wholeNumber, wordsIn } from '../cli/values.js';
import { addWatch, answerOrWatch, type WatchOptions } from '../cli/watching.js';
import { askAnywhere } from './reach.js';
import { stateText } from './state-text.js';

interface ListOptions extends ListingOptions, WatchOptions {
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
      .option('--limit <count>', t('list.limit'), '100')
      .addOption(choiceOption('--format <format>', t('format.option'), LIST_FORMATS));
  addWatch(
    list('receipts', t('receipts.about'))
      .option('--state <states>', t('receipts.state'))
      .option('--customs <states>', t('receipts.customs')),
    t,
  ).action(
    act((context, options: ListOptions) => answerOrWatch(context, options, (each) => listReceipts(each, options))),
  );
  addWatch(
    list('documents', t('documents.about'))
      .option('--state <stages>', t('list.state'))
      .option('--customs <states>', t('list.customs')),
    t,
  ).action(
    act((context, options: ListOptions) => answerOrWatch(context, options, (each) => listDocuments(each, options))),
  );
}

async function listReceipts(context: Context, options: ListOptions): Promise<number> {
  const format = formatAsked(context, options);
  const listed = await askAnywhere(context, 'listReceipts', {
    ...common(context, options),
    states: statesIn('--state', options.state),
    customs: statesIn('--customs', options.customs),
  });
  const columns: readonly Column<ListedReceipt>[] = [
    { head: 'column.time', time: ({ receipt }) => receipt.receivedMs },
    { head: 'column.business', cell: ({ receipt }) => receipt.business },
    { head: 'column.file', cell: ({ receipt }) => receipt.fileName },
    { head: 'column.code', cell: ({ receipt }) => receipt.code ?? '' },
    { head: 'column.says', cell: ({ says }) => (says === 'none' ? '' : context.t(`customs.${says}`)) },
    { head: 'column.state', cell: ({ state }) => stateText(context, state) },
    { head: 'column.id', cell: ({ receipt }) => receipt.document ?? '' },
  ];
  printListing(context, format, { columns, rows: listed, value: listed });
  return 0;
}

async function listDocuments(context: Context, options: ListOptions): Promise<number> {
  const format = formatAsked(context, options);
  const documents = await askAnywhere(context, 'listDocuments', {
    ...common(context, options),
    stages: options.state === undefined ? null : someOf('--state', options.state, STAGES),
    customs: options.customs === undefined ? null : someOf('--customs', options.customs, CUSTOMS_FILTERS),
  });
  const columns: readonly Column<DocumentRecord>[] = [
    { head: 'column.time', time: ({ times }) => times.claimed },
    { head: 'column.business', cell: ({ business }) => business },
    { head: 'column.stage', cell: ({ stage }) => wordFor('stage', stage, context.locale) },
    { head: 'column.customs', cell: (document) => customsText(context, document) },
    { head: 'column.file', cell: ({ name }) => name },
    { head: 'column.id', cell: ({ id }) => id },
  ];
  printListing(context, format, { columns, rows: documents, value: documents });
  return 0;
}

function customsText({ t }: Context, document: DocumentRecord): string {
  const customs = document.standing?.customs ?? null;
  if (customs === null) return '';
  return [t(`customs.${customs.state}`), customs.code, missingParts(customs.parts)]
    .filter((part) => part !== '')
    .join(' ');
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
