import { initWorkspace } from '@swic/core';
import type { CommandHost } from '../cli/host.js';

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
        });
        if (context.options.json) context.printJson({ file, boxes });
        else context.print(context.t('init.written', { file }));
        context.say(context.t('init.next'));
        return 0;
      }),
    );
}
