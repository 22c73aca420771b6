import { copyFileSync, existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { initWorkspace, PLACEHOLDER_CLIENT_ID } from '@swic/core';
import { type Context, createContext } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { examplesDirectory } from '../places.js';
import { expectWritable } from './init.js';
import { type RunOptions, runAgent } from './run.js';
import { isTerminal, runDashboard } from './tui.js';

/** Businesses of several families, with all of their synthetic documents. */
const BUSINESSES = ['DEC', 'RMFT', 'MFT', 'SAS', 'NPTS', 'ACD', 'COO', 'IMPCEB'] as const;
/** One that the checks refuse, to show what happens then. */
const BROKEN = { business: 'DEC', name: '重复字段.xml' } as const;
/** Each kind of answer once; in the workspace it can be changed. */
const SCENARIO = 'scenario.yaml';
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
        else {
          expectWritable(options.dir);
          makeWorkspace(context, options.dir);
        }
        const inWorkspace = createContext({ ...context.options, config });
        if (!options.once && isTerminal()) return runDashboard(inWorkspace, { readOnly: false });
        const code = await runAgent(inWorkspace, options);
        // One of the documents is broken on purpose, so a rejection is what the demonstration is to show.
        return code === EXIT_REJECTED ? 0 : code;
      }),
    );
}

function makeWorkspace(context: Context, directory: string): void {
  const { boxes } = initWorkspace({
    directory,
    businesses: BUSINESSES,
    transport: 'embedded',
    clientId: PLACEHOLDER_CLIENT_ID,
    locale: context.locale,
    hasSandbox: true,
    signer: null,
    edits: [{ path: ['sandbox', 'scenario'], value: `./${SCENARIO}` }],
  });
  const examples = examplesDirectory();
  copyFileSync(path.join(examples, 'scenarios', 'demo.yaml'), path.join(directory, SCENARIO));
  let files = 0;
  const put = (from: string, outBox: string, name: string): void => {
    copyFileSync(path.join(examples, from, name), path.join(outBox, name));
    files += 1;
  };
  for (const { key, directories } of boxes) {
    for (const name of filesIn(path.join(examples, 'documents', key)))
      put(`documents/${key}`, directories.outBox, name);
    if (key === BROKEN.business) put(`broken/${key}`, directories.outBox, BROKEN.name);
  }
  context.say(context.t('demo.made', { directory, files }));
}

function filesIn(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
}
