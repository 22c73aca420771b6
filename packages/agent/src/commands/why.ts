import path from 'node:path';
import type { CommandHost } from '../cli/host.js';
import { withAgent } from './reach.js';

const EXIT_NOT_FOUND = 1;

export function declareWhy({ program, t, act }: CommandHost): void {
  program
    .command('why <file>')
    .description(t('why.about'))
    .action(
      act(async (context, file: string) => {
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
