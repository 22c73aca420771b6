import { Fault } from '@swic/core';
import type { CommandHost } from '../cli/program.js';
import { faultLines } from '../cli/say-fault.js';
import { askAnywhere } from './reach.js';

const EXIT_FAILED = 1;

export function declareResend({ program, t, act }: CommandHost): void {
  program
    .command('resend <files...>')
    .description(t('resend.about'))
    .action(
      act(async (context, files: readonly string[]) => {
        const results = await askAnywhere(context, 'resend', { files });
        if (context.options.json) context.printJson(results);
        else {
          for (const { file, queuedAs, fault } of results) {
            if (queuedAs !== null) context.print(context.t('resend.queued', { file, name: queuedAs }));
            else if (fault !== null) for (const line of faultLines(context, Fault.fromRecord(fault).toRecord())) context.say(line);
          }
        }
        return results.every(({ outcome }) => outcome === 'queued') ? 0 : EXIT_FAILED;
      }),
    );
}
