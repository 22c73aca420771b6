import { MISBEHAVIOURS, runSandbox } from '@swic/core';
import { onEndingSignal } from '../cli/ending-signals.js';
import type { CommandHost } from '../cli/host.js';
import { SECONDS_MAX, someOf, wholeNumber } from '../cli/values.js';

interface SandboxOptions {
  readonly seed: string;
  readonly delay: string;
  readonly gather: string;
  readonly misbehave: string;
  readonly scenario?: string;
}

export function declareSandbox({ program, t, act }: CommandHost): void {
  program
    .command('sandbox')
    .description(t('sandbox.about'))
    .option('--seed <number>', t('sandbox.seed'), '1')
    .option('--delay <ms>', t('sandbox.delay'), '50')
    .option('--gather <ms>', t('sandbox.gather'), '0')
    .option('--scenario <file>', t('sandbox.scenario'))
    .option('--misbehave <kinds>', t('sandbox.misbehave'), '')
    .action(
      act(async (context, options: SandboxOptions) => {
        const seed = wholeNumber(options.seed, { option: '--seed', min: 0, max: Number.MAX_SAFE_INTEGER });
        const delayMs = wholeNumber(options.delay, { option: '--delay', min: 0, max: SECONDS_MAX * 1_000 });
        const gatherMs = wholeNumber(options.gather, { option: '--gather', min: 0, max: SECONDS_MAX * 1_000 });
        const misbehave = someOf('--misbehave', options.misbehave, MISBEHAVIOURS);
        const controller = new AbortController();
        const stop = (): void => controller.abort();
        onEndingSignal(stop);
        await runSandbox(
          context.load(),
          {
            seed,
            delayMs,
            gatherMs,
            misbehave,
            scenario: options.scenario ?? null,
            onListening: (address) => context.say(context.t('sandbox.running', { address })),
          },
          controller.signal,
        );
        return 0;
      }),
    );
}
