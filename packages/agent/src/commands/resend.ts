import type { ResendResult } from '@swic/core';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
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
        else for (const result of results) printResult(context, result);
        return results.every(({ outcome }) => outcome === 'queued') ? 0 : EXIT_FAILED;
      }),
    );
}

function printResult(context: Context, { file, queuedAs, fault }: ResendResult): void {
  if (queuedAs !== null) context.print(context.t('resend.queued', { file, name: queuedAs }));
  else if (fault !== null) for (const line of faultLines(context, fault)) context.say(line);
}
