import { copyFileSync, existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { initWorkspace } from '@swic/core';
import { createContext, type Context } from '../cli/context.js';
import type { CommandHost } from '../cli/program.js';
import { runAgent, type RunOptions } from './run.js';

/** The synthetic documents of the checkout: one directory per business, named by its key. */
const EXAMPLES = fileURLToPath(new URL('../../../../examples/workspace', import.meta.url));
const EXIT_REJECTED = 3;

interface DemoOptions extends RunOptions {
  readonly dir: string;
}

export function declareDemo({ program, t, act }: CommandHost): void {
  program
    .command('demo')
    .description(t('demo.about'))
    .option('--dir <directory>', t('init.dir'), './workspace')
    .option('--once', t('run.once'), false)
    .option('--wait <seconds>', t('run.wait'), '30')
    .action(
      act(async (context, options: DemoOptions) => {
        const config = path.join(options.dir, 'swic.yaml');
        if (existsSync(config)) context.say(context.t('demo.there', { directory: options.dir }));
        else makeWorkspace(context, options.dir);
        const code = await runAgent(createContext({ ...context.options, config }), options);
        // One of the documents is broken on purpose, so a rejection is what the demonstration is to show.
        return code === EXIT_REJECTED ? 0 : code;
      }),
    );
}

function makeWorkspace(context: Context, directory: string): void {
  const businesses = readdirSync(EXAMPLES);
  const { boxes } = initWorkspace({ directory, businesses, transport: 'embedded', clientId: 'DXPESW0000000000', locale: context.locale, hasSandbox: true });
  let files = 0;
  for (const { key, directories } of boxes) {
    for (const name of readdirSync(path.join(EXAMPLES, key))) {
      copyFileSync(path.join(EXAMPLES, key, name), path.join(directories.outBox, name));
      files += 1;
    }
  }
  context.say(context.t('demo.made', { directory, files }));
}
