import path from 'node:path';
import { restoreBackup } from '@swic/core';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { formatTime } from '../cli/time-text.js';
import { askAnywhere } from './reach.js';

export function declareBackup({ program, t, act }: CommandHost): void {
  program.command('backup <file>').description(t('backup.about')).action(act(backup));
  program
    .command('restore <file>')
    .description(t('restore.about'))
    .option('--yes', t('restore.yes'), false)
    .action(act(restore));
}

async function backup(context: Context, file: string): Promise<number> {
  const made = await askAnywhere(context, 'backup', { file: path.resolve(file) });
  const { documents, receipts, sizeBytes } = made;
  if (context.options.json) context.printJson(made);
  else context.print(context.t('backup.done', { file: made.file, documents, receipts, bytes: sizeBytes }));
  return 0;
}

async function restore(context: Context, file: string, options: { readonly yes: boolean }): Promise<number> {
  const { t, print, clock } = context;
  const choices = {
    file: path.resolve(file),
    configFile: path.resolve(context.options.config),
    mayReplace: options.yes,
    isMove: false,
  };
  const restored = await restoreBackup(choices, clock);
  if (context.options.json) {
    context.printJson(restored);
    return 0;
  }
  const { documents, receipts, copy, configuration } = restored;
  const time = formatTime(restored.madeMs);
  if (copy !== null) print(t('ledger.copy', { path: copy }));
  if (configuration !== null) print(t('restore.configuration', { path: configuration }));
  print(t('restore.done', { documents, receipts, time }));
  print(t('restore.forgets', { time }));
  return 0;
}
