import { importOfficial, type OfficialDid, observeOfficial, PLACEHOLDER_CLIENT_ID, type WouldDo } from '@swic/core';
import type { Context } from '../cli/context.js';
import { onEndingSignal } from '../cli/ending-signals.js';
import type { CommandHost } from '../cli/host.js';
import { oneOf, SECONDS_MAX, wholeNumber } from '../cli/values.js';
import { expectClientId, expectWritable, TRANSPORTS } from './init.js';

interface ImportOptions {
  readonly settings?: string;
  readonly dir: string;
  readonly transport: string;
  readonly clientId: string;
  readonly observe?: boolean;
  readonly seconds?: string;
}

const EXIT_DISAGREED = 1;

export function declareImportOfficial({ program, t, act }: CommandHost): void {
  program
    .command('import-official')
    .description(t('import.about'))
    .option('--settings <file>', t('import.settings'))
    .option('--dir <directory>', t('init.dir'), '.')
    .option('--transport <kind>', t('init.transport'), 'rabbitmq')
    .option('--client-id <id>', t('init.client'), PLACEHOLDER_CLIENT_ID)
    .option('--observe', t('import.observe'))
    .option('--seconds <count>', t('import.seconds'))
    .action(
      act(async (context, options: ImportOptions) => {
        if (options.observe === true) return observe(context, options);
        expectClientId(options.clientId);
        const transport = oneOf('--transport', options.transport, TRANSPORTS);
        expectWritable(options.dir);
        const imported = importOfficial({
          settings: options.settings ?? null,
          directory: options.dir,
          transport,
          clientId: options.clientId,
          locale: context.locale,
          hasSandbox: false,
          signer: null,
          edits: [],
        });
        if (context.options.json) context.printJson(imported);
        else {
          const { file, businesses, notes } = imported;
          context.print(t('import.written', { file, businesses: businesses.length }));
          for (const { key, outBox } of businesses) context.print(`  ${key}  ${outBox ?? ''}`);
          context.print(t('import.notes'));
          for (const note of notes) context.print(`  - ${context.locale === 'zh' ? note.zh : note.en}`);
        }
        context.say(t('import.next'));
        return 0;
      }),
    );
}

/** Lines as they happen: one JSON object each with --json. */
async function observe(context: Context, options: ImportOptions): Promise<number> {
  const seconds =
    options.seconds === undefined
      ? null
      : wholeNumber(options.seconds, { option: '--seconds', min: 1, max: SECONDS_MAX });
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  onEndingSignal(stop);
  // Whichever comes first; an abort of the sleep is the other one.
  if (seconds !== null) context.clock.sleep(seconds * 1_000, controller.signal).then(stop, () => undefined);
  context.say(context.t('import.observing'));
  const { json } = context.options;
  const totals = await observeOfficial(
    options.settings ?? null,
    {
      onWouldDo: (seen) => (json ? context.printJsonLine(seen) : printWouldDo(context, seen)),
      onOfficialDid: (seen) => (json ? context.printJsonLine(seen) : printOfficialDid(context, seen)),
    },
    controller.signal,
  );
  if (json) context.printJsonLine(totals);
  else context.print(context.t('import.totals', { ...totals }));
  return totals.disagreed === 0 ? 0 : EXIT_DISAGREED;
}

function printWouldDo(
  context: Context,
  { business, file, verdict, receivers, messageType, keys, problems }: WouldDo,
): void {
  const { t, locale } = context;
  const named = keys.map(({ name, value }) => `${name}=${value}`).join(' ');
  const to = receivers.join(',');
  if (verdict === 'send') context.print(t('import.wouldSend', { business, file, to, type: messageType, keys: named }));
  else context.print(t(verdict === 'reject' ? 'import.wouldReject' : 'import.wouldWait', { business, file }));
  for (const problem of problems)
    context.print(`  ${problem.line}:${problem.column}  ${problem.path}  ${locale === 'zh' ? problem.zh : problem.en}`);
}

function printOfficialDid(context: Context, { business, file, did, agrees }: OfficialDid): void {
  const { t } = context;
  const verdict = agrees === null ? '' : t(agrees ? 'import.agrees' : 'import.disagrees');
  context.print(t(`import.did.${did}`, { business, file, verdict }));
}
