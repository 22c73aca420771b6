import type { CommandHost } from '../cli/host.js';
import { operatorName } from './operator-name.js';
import { askAnywhere } from './reach.js';

export function declareHandle({ program, t, act }: CommandHost): void {
  program
    .command('handle <document>')
    .description(t('handle.about'))
    .option('--note <text>', t('handle.note'), '')
    .action(
      act(async (context, document: string, options: { readonly note: string }) => {
        const result = await askAnywhere(context, 'handle', { document, note: options.note, by: operatorName() });
        if (context.options.json) context.printJson(result);
        else context.print(t('handle.done', { document: result.document }));
        return 0;
      }),
    );
}
