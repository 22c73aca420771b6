import { initWorkspace } from '@swic/core';
import type { CommandHost } from '../cli/host.js';
import { isTerminal } from './tui.js';
import { runWizard } from './wizard.js';

interface InitOptions {
  readonly dir: string;
  readonly transport: 'embedded' | 'rabbitmq' | 'ibmmq';
  readonly business: string;
  readonly clientId: string;
}

export function declareInit({ program, t, act }: CommandHost): void {
  program
    .command('init')
    .description(t('init.about'))
    .option('--dir <directory>', t('init.dir'), '.')
    .option('--transport <kind>', t('init.transport'), 'rabbitmq')
    .option('--business <keys>', t('init.business'), 'DEC')
    .option('--client-id <id>', t('init.client'), 'DXPESW0000000000')
    .action(
      act(async (context, options: InitOptions) => {
        if (isBare(process.argv) && isTerminal()) return runWizard(context, options.dir);
        const { file, boxes } = initWorkspace({
          directory: options.dir,
          transport: options.transport,
          businesses: options.business
            .split(',')
            .map((key) => key.trim())
            .filter((key) => key !== ''),
          clientId: options.clientId,
          locale: context.locale,
          hasSandbox: false,
          signer: null,
          edits: [],
        });
        if (context.options.json) context.printJson({ file, boxes });
        else context.print(context.t('init.written', { file }));
        context.say(context.t('init.next'));
        return 0;
      }),
    );
}

/** No word but the language: whoever gives a flag knows what he wants. */
function isBare(argv: readonly string[]): boolean {
  const at = argv.indexOf('init');
  // `swic` alone, where there is no configuration yet.
  if (at < 0) return true;
  const words = argv.slice(at + 1);
  return words.every((word, index) => word === '--locale' || words[index - 1] === '--locale');
}
