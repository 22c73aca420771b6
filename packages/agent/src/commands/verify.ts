import { wordFor } from '@swic/core';
import type { CommandHost } from '../cli/host.js';
import { formatTable } from '../cli/table.js';
import { askAnywhere } from './reach.js';

const EXIT_BROKEN = 5;

export function declareVerify({ program, t, act }: CommandHost): void {
  program
    .command('verify')
    .description(t('verify.about'))
    .action(
      act(async (context) => {
        const report = await askAnywhere(context, 'verify', null);
        const { documents, receipts, purged, taken, breaks } = report;
        if (context.options.json) context.printJson(report);
        else if (breaks.length === 0) context.print(context.t('verify.fine', { documents, receipts, purged, taken }));
        else {
          context.print(context.t('verify.broken', { documents, breaks: breaks.length }));
          const rows = breaks.map((at) => [
            at.business,
            at.document,
            at.name,
            wordFor('stage', at.stage, context.locale),
            `${at.expected} -> ${at.found.join(' + ') || '-'}`,
          ]);
          for (const line of formatTable(null, rows)) context.print(line);
        }
        return breaks.length === 0 ? 0 : EXIT_BROKEN;
      }),
    );
}
