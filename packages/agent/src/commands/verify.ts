import { VERIFY_KINDS, type VerifyBreak, type VerifyReport, wordFor } from '@swic/core';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { readAnswer } from '../cli/read-answer.js';
import { formatTable } from '../cli/table.js';
import { askAnywhere } from './reach.js';

const EXIT_BROKEN = 5;

interface VerifyOptions {
  readonly full: boolean;
  readonly repair: boolean;
  readonly yes: boolean;
}

export function declareVerify({ program, t, act }: CommandHost): void {
  program
    .command('verify')
    .description(t('verify.about'))
    .option('--full', t('verify.full'), false)
    .option('--repair', t('verify.repair'), false)
    .option('--yes', t('verify.yes'), false)
    .action(
      act(async (context, options: VerifyOptions) => {
        const report = await proven(context, options);
        if (context.options.json) context.printJson(report);
        else printVerified(context, report);
        return report.breaks.length + report.unlisted === 0 ? 0 : EXIT_BROKEN;
      }),
    );
}

/** What can be moved back is shown and asked for before anything is moved. */
async function proven(context: Context, { full, repair, yes }: VerifyOptions): Promise<VerifyReport> {
  if (repair && yes) return askAnywhere(context, 'verify', { full, repair });
  const report = await askAnywhere(context, 'verify', { full, repair: false });
  const movable = report.breaks.filter((at) => at.repair === 'possible');
  if (!repair || movable.length === 0) return report;
  if (process.stdin.isTTY !== true) {
    context.say(context.t('verify.unasked', { files: movable.length }));
    return report;
  }
  for (const at of movable) context.say(`${at.found[0] ?? ''} -> ${at.expected}`);
  const isAgreed = await readAnswer(context.t('verify.ask', { files: movable.length }));
  return isAgreed ? askAnywhere(context, 'verify', { full, repair }) : report;
}

export function printVerified(context: Context, report: VerifyReport): void {
  const { documents, receipts, purged, taken, compared, earlier, breaks, notes, repaired, unlisted } = report;
  const { t } = context;
  for (const at of repaired) context.print(t('verify.repaired', { name: at.name, place: at.expected }));
  if (breaks.length === 0) context.print(t('verify.fine', { documents, receipts, purged, taken }));
  else context.print(t('verify.broken', { documents, receipts, breaks: breaks.length + unlisted }));
  printTable(context, breaks);
  if (unlisted > 0) context.print(t('verify.unlisted', { unlisted }));
  if (notes.length > 0) context.print(t('verify.notes', { notes: notes.length }));
  printTable(context, notes);
  for (const kind of new Set([...breaks, ...notes].map((at) => at.kind)))
    context.print(`${VERIFY_KINDS[kind][context.locale]}: ${VERIFY_KINDS[kind].advice[context.locale]}`);
  if (breaks.some((at) => at.repair === 'failed')) context.print(t('verify.failed'));
  if (earlier > 0) context.print(t('verify.earlier', { earlier }));
  context.print(t(report.isFull ? 'verify.isFull' : 'verify.isQuick', { compared }));
}

function printTable({ print: say, locale }: Context, breaks: readonly VerifyBreak[]): void {
  const rows = breaks.map((at) => [
    VERIFY_KINDS[at.kind][locale],
    at.business,
    at.document,
    at.name,
    at.stage === 'none' ? '' : wordFor('stage', at.stage, locale),
    `${at.expected || '-'} -> ${at.found.join(' + ') || '-'}`,
  ]);
  for (const line of formatTable(null, rows)) say(line);
}
