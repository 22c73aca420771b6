import type { CommandHost } from '../cli/host.js';
import { withAgent } from './reach.js';

export function declareMetrics({ program, t, act }: CommandHost): void {
  program
    .command('metrics')
    .description(t('metrics.about'))
    .action(
      act(async (context) => {
        const { text } = await withAgent(context, (client) => client.call('metrics', null));
        if (context.options.json) context.printJson({ text });
        else context.printText(text.trimEnd());
        return 0;
      }),
    );
}
