import { Fault, wordFor } from '@swic/core';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { oneOf } from '../cli/values.js';
import { operatorName } from './operator-name.js';
import { askAnywhere, withAgent } from './reach.js';

const DECISIONS = ['send', 'sent', 'resend', 'withdraw', 'lost'] as const;

type Decision = (typeof DECISIONS)[number];

export function declareSettle({ program, t, act }: CommandHost): void {
  program
    .command('settle <document> <decision>')
    .description(t('settle.about'))
    .addHelpText('after', `\n${DECISIONS.map((name) => `  ${name.padEnd(10)}${t(`settle.${name}`)}`).join('\n')}`)
    .action(
      act(async (context, document: string, word: string) => {
        const decision = oneOf('decision', word, DECISIONS);
        const result = await settle(context, document, decision);
        if (context.options.json) context.printJson(result);
        else context.print(t('settle.done', { document, decision: wordFor('decision', decision, context.locale) }));
        return 0;
      }),
    );
}

/** `send` is about a file that is held in OutBox as an amendment; `withdraw` about such a file, or about a document of unknown outcome. */
async function settle(context: Context, document: string, decision: Decision): Promise<unknown> {
  const by = operatorName();
  if (decision === 'send')
    return withAgent(context, (client) => client.call('settleAmendment', { file: document, as: decision, by }));
  if (decision === 'withdraw') {
    const held = await withdrawHeld(context, document, by);
    if (held !== null) return held;
  }
  return askAnywhere(context, 'settleUnknown', { document, decision, by });
}

/** Null where no agent runs, or no file of this name is held. */
async function withdrawHeld(context: Context, file: string, by: string): Promise<unknown> {
  try {
    return await withAgent(context, (client) => client.call('settleAmendment', { file, as: 'withdraw', by }));
  } catch (reason) {
    if (reason instanceof Fault && (reason.code === 'command.not-found' || reason.code === 'instance.not-running'))
      return null;
    throw reason;
  }
}
