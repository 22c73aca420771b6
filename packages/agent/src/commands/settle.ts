import { wordFor } from '@swic/core';
import type { CommandHost } from '../cli/host.js';
import { oneOf } from '../cli/values.js';
import { operatorName } from './operator-name.js';
import { askAnywhere } from './reach.js';

const DECISIONS = ['sent', 'resend', 'withdraw', 'lost'] as const;

export function declareSettle({ program, t, act }: CommandHost): void {
  program
    .command('settle <document> <decision>')
    .description(t('settle.about'))
    .addHelpText('after', `\n${DECISIONS.map((name) => `  ${name.padEnd(10)}${t(`settle.${name}`)}`).join('\n')}`)
    .action(
      act(async (context, document: string, word: string) => {
        const decision = oneOf('decision', word, DECISIONS);
        const params = { document, decision, by: operatorName() };
        const result = await askAnywhere(context, 'settleUnknown', params);
        if (context.options.json) context.printJson(result);
        else context.print(t('settle.done', { document, decision: wordFor('decision', decision, context.locale) }));
        return 0;
      }),
    );
}
