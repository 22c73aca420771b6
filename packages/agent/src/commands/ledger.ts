import { checkLedger, type LedgerCheck, rebuildLedger, repairLedger, rollBackLedger } from '@swic/core';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { formatTable } from '../cli/table.js';
import { formatTime } from '../cli/time-text.js';
import { wholeNumber } from '../cli/values.js';

const EXIT_LEDGER = 74;
/** No program has known as many. */
const FORMAT_MAX = 999;

export function declareLedger({ program, t, act }: CommandHost): void {
  const ledger = program.command('ledger').description(t('ledger.about'));
  ledger.command('check').description(t('ledger.check.about')).action(act(check));
  ledger.command('repair').description(t('ledger.repair.about')).action(act(repair));
  ledger
    .command('rollback')
    .description(t('ledger.rollback.about'))
    .option('--to <format>', t('ledger.rollback.to'))
    .action(act(rollback));
  ledger.command('rebuild').description(t('ledger.rebuild.about')).action(act(rebuild));
}

async function check(context: Context): Promise<number> {
  const found = await checkLedger(context.load());
  if (context.options.json) context.printJson(found);
  else sayFound(context, found);
  return found.problems.length > 0 || found.noted?.isAcknowledged === false ? EXIT_LEDGER : 0;
}

async function repair(context: Context): Promise<number> {
  const found = await repairLedger(context.load(), context.clock);
  const isMended = found.problems.length === 0;
  if (context.options.json) context.printJson(found);
  else {
    context.print(context.t('ledger.copy', { path: found.copy }));
    sayFound(context, found);
    if (!isMended) context.print(context.t('ledger.still'));
  }
  return isMended ? 0 : EXIT_LEDGER;
}

async function rebuild(context: Context): Promise<number> {
  const made = await rebuildLedger(context.load(), context.clock);
  const { copy, filed, rejected, unknown } = made;
  if (context.options.json) context.printJson(made);
  else {
    if (copy !== null) context.print(context.t('ledger.copy', { path: copy }));
    context.print(context.t('ledger.rebuilt', { filed, rejected, unknown }));
    context.print(context.t('ledger.forgets'));
  }
  return 0;
}

async function rollback(context: Context, options: { readonly to?: string }): Promise<number> {
  const to = options.to === undefined ? null : wholeNumber(options.to, { option: '--to', min: 1, max: FORMAT_MAX });
  const done = await rollBackLedger(context.load(), to, context.clock);
  if (context.options.json) context.printJson(done);
  else context.print(context.t('ledger.rolledBack', { from: done.from, to: done.to }));
  return 0;
}

function sayFound({ print, t }: Context, { directory, isThere, problems, noted }: LedgerCheck): void {
  if (problems.length === 0) print(t(isThere ? 'ledger.sound' : 'ledger.unused', { directory }));
  else print(t('ledger.problems', { directory, problems: problems.length }));
  const rows = problems.map(({ kind, file, offset }) => [
    t(`ledger.problem.${kind}`),
    file,
    offset === null ? '' : `@${offset}`,
  ]);
  for (const line of formatTable(null, rows)) print(line);
  if (noted === null) return;
  const time = formatTime(noted.noticedMs);
  print(t(noted.isAcknowledged ? 'ledger.acknowledged' : 'ledger.noted', { time }));
}
