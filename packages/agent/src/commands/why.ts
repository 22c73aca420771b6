import path from 'node:path';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { formatTable } from '../cli/table.js';
import { formatTime } from '../cli/time-text.js';
import { withAgent } from './reach.js';

const EXIT_NOT_FOUND = 1;
const LIST_MAX = 200;

export function declareWhy({ program, t, act }: CommandHost): void {
  program
    .command('why [file]')
    .description(t('why.about'))
    .action(
      act(async (context, file: string | undefined) => {
        if (file === undefined) return listAll(context);
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
async function listAll(context: Context): Promise<number> {
  const { t, locale } = context;
  const files = await withAgent(context, (client) => client.call('listWaiting', { business: null, limit: LIST_MAX }));
  if (context.options.json) context.printJson(files);
  else if (files.length === 0) context.print(t('why.none'));
  else {
    const head = [t('column.time'), t('column.business'), t('column.file'), t('column.reason')];
    const rows = files.map(({ sinceMs, business, name, ...words }) => [
      sinceMs === null ? '' : formatTime(sinceMs),
      business,
      name,
      words[locale],
    ]);
    for (const line of formatTable(head, rows)) context.print(line);
  }
  return 0;
}
