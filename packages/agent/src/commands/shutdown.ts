import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { SECONDS_MAX, wholeNumber } from '../cli/values.js';
import { stopAgent } from './stop-agent.js';

const EXIT_UNFINISHED = 4;

/** What SIGTERM is elsewhere: Windows has no signal that an agent could drain by. */
export function declareShutdown({ program, t, act }: CommandHost): void {
  program
    .command('shutdown')
    .description(t('shutdown.about'))
    .option('--wait <seconds>', t('shutdown.wait'), '120')
    .action(
      act(async (context, { wait }: { readonly wait: string }) =>
        shutDown(context, wholeNumber(wait, { option: '--wait', min: 0, max: SECONDS_MAX }) * 1_000),
      ),
    );
}

async function shutDown(context: Context, waitMs: number): Promise<number> {
  const hasEnded = await stopAgent(context, waitMs);
  if (context.options.json) context.printJson({ hasEnded });
  else context.say(context.t(hasEnded ? 'shutdown.ended' : 'shutdown.draining'));
  return hasEnded ? 0 : EXIT_UNFINISHED;
}
