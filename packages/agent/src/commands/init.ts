import path from 'node:path';
import {
  checkAnswer,
  Fault,
  initWorkspace,
  MANUAL_SUCCESS_PREFIX,
  PLACEHOLDER_CLIENT_ID,
  SUCCESS_PREFIX,
} from '@swic/core';
import type { CommandHost } from '../cli/host.js';
import { oneOf, wordsIn } from '../cli/values.js';
import { installation } from '../places.js';
import { checkWritable } from './check-writable.js';
import { prefixEdits } from './prefix-edits.js';
import { isTerminal } from './tui.js';
import { runWizard } from './wizard.js';

interface InitOptions {
  readonly dir: string;
  readonly transport: string;
  readonly business: string;
  readonly clientId: string;
  readonly successPrefix: string;
}

export function declareInit({ program, t, act }: CommandHost): void {
  program
    .command('init')
    .description(t('init.about'))
    .option('--dir <directory>', t('init.dir'), installation()?.dataDirectory ?? '.')
    .option('--transport <kind>', t('init.transport'), 'rabbitmq')
    .option('--business <keys>', t('init.business'), 'DEC')
    .option('--client-id <id>', t('init.client'), PLACEHOLDER_CLIENT_ID)
    .option('--success-prefix <prefix>', t('init.prefix'), SUCCESS_PREFIX)
    .action(
      act(async (context, options: InitOptions) => {
        if (isBare(process.argv) && isTerminal()) return runWizard(context, options.dir);
        expectClientId(options.clientId);
        expectWritable(options.dir);
        const { file, boxes } = initWorkspace({
          directory: options.dir,
          transport: oneOf('--transport', options.transport, TRANSPORTS),
          businesses: wordsIn(options.business),
          clientId: options.clientId,
          locale: context.locale,
          hasSandbox: false,
          signer: null,
          edits: prefixEdits(oneOf('--success-prefix', options.successPrefix, PREFIXES)),
        });
        if (context.options.json) context.printJson({ file, boxes });
        else context.print(context.t('init.written', { file }));
        context.say(context.t('init.next'));
        return 0;
      }),
    );
}

/** As programs in production look for them, and as the manual spells it; another one is written into swic.yaml. */
const PREFIXES = [SUCCESS_PREFIX, MANUAL_SUCCESS_PREFIX] as const;

export const TRANSPORTS = ['embedded', 'rabbitmq', 'ibmmq'] as const;

export function expectClientId(clientId: string): void {
  const problem = checkAnswer('client-id', clientId);
  if (problem !== null) throw new Fault('command.usage', { option: '--client-id', value: clientId, ...problem });
}

/** Before anything is made, so that nothing half-made is left. */
export function expectWritable(directory: string): void {
  const problem = checkWritable(path.resolve(directory));
  if (problem !== null) throw new Fault('disk.denied', { directory, ...problem });
}

/** No word but the language: with any other flag the operator has decided already. */
function isBare(argv: readonly string[]): boolean {
  const at = argv.indexOf('init');
  // `swic` alone, where there is no configuration yet.
  if (at < 0) return true;
  const words = argv.slice(at + 1);
  return words.every((word, index) => word === '--locale' || words[index - 1] === '--locale');
}
