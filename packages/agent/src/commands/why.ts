import path from 'node:path';
import type { WaitingFile } from '@swic/core';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { type Column, formatAsked, LIST_FORMATS, type ListingOptions, printListing } from '../cli/listing.js';
import { choiceOption } from '../cli/values.js';
import { withAgent } from './reach.js';

const EXIT_NOT_FOUND = 1;
const LIST_MAX = 200;

export function declareWhy({ program, t, act }: CommandHost): void {
  program
    .command('why [file]')
    .description(t('why.about'))
    .addOption(choiceOption('--format <format>', t('format.option'), LIST_FORMATS))
    .action(
      act(async (context, file: string | undefined, options: ListingOptions) => {
        if (file === undefined) return listAll(context, options);
        // The agent may stand in another directory: a path is made absolute here, a bare name stays a name.
        const asked = path.basename(file) === file ? file : path.resolve(file);
        const answer = await withAgent(context, (client) => client.call('why', { file: asked }));
        if (context.options.json) context.printJson(answer);
        else
          context.print(
            [answer.business, answer.box, context.locale === 'zh' ? answer.zh : answer.en]
              .filter((part) => part !== null)
              .join('  '),
          );
        // Not an answer to why: there is no such file, and nothing is known of one.
        return answer.why?.reason === 'not-there' ? EXIT_NOT_FOUND : 0;
      }),
    );
}

/** Everything in the OutBoxes that is not sent now, each with its reason. */
async function listAll(context: Context, options: ListingOptions): Promise<number> {
  const format = formatAsked(context, options);
  const files = await withAgent(context, (client) => client.call('listWaiting', { business: null, limit: LIST_MAX }));
  if (format === 'table' && files.length === 0) context.print(context.t('why.none'));
  else printListing(context, format, { columns: columnsOf(context), rows: files, value: files });
  return 0;
}

function columnsOf({ locale }: Context): readonly Column<WaitingFile>[] {
  return [
    { head: 'column.time', time: ({ sinceMs }) => sinceMs },
    { head: 'column.business', cell: ({ business }) => business },
    { head: 'column.file', cell: ({ name }) => name },
    { head: 'column.reason', cell: (file) => file[locale] },
  ];
}
