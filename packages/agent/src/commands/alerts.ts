import {
  ALERT_RULE_NAMES,
  type AlertChannelState,
  type AlertsReport,
  type AlertTrial,
  alertHeadline,
  Fault,
  type FaultRecord,
  levelText,
  type OpenAlert,
  placeText,
  testAlertsOf,
} from '@swic/core';
import { SWIC_VERSION } from '@swic/core/version';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import {
  type Column,
  formatAsked,
  LIST_FORMATS,
  type ListFormat,
  type ListingOptions,
  printListing,
} from '../cli/listing.js';
import { faultLines } from '../cli/say-fault.js';
import { formatTable } from '../cli/table.js';
import { formatTime } from '../cli/time-text.js';
import { choiceOption, minutesOf, oneOf } from '../cli/values.js';
import { operatorName } from './operator-name.js';
import { withAgent } from './reach.js';

const EXIT_OPEN = 1;
const EXIT_UNREACHABLE = 69;

export function declareAlerts({ program, t, act }: CommandHost): void {
  const alerts = program.command('alerts').description(t('alerts.about'));
  alerts
    .command('list')
    .description(t('alerts.list.about'))
    .addOption(choiceOption('--format <format>', t('format.option'), LIST_FORMATS))
    .action(act(list));
  alerts.command('test [channel]').description(t('alerts.test.about')).action(act(test));
  alerts
    .command('silence <time>')
    .description(t('alerts.silence.about'))
    .option('--rule <rule>', t('alerts.silence.rule'))
    .action(act(silence));
}

async function list(context: Context, options: ListingOptions): Promise<number> {
  const format = formatAsked(context, options);
  const report = await withAgent(context, (client) => client.call('alerts', null));
  printReport(context, format, report);
  return (report?.open.length ?? 0) === 0 ? 0 : EXIT_OPEN;
}

/** By the agent where one runs, since its machine and its secrets are what counts; otherwise from here. */
async function test(context: Context, channel: string | undefined): Promise<number> {
  const name = channel ?? null;
  if (context.load().config.alerts === null) throw noAlerts();
  const trials = await withAgent(context, (client) => client.call('testAlerts', { channel: name })).catch(
    (reason: unknown) => {
      if (!(reason instanceof Fault) || reason.code !== 'instance.not-running') throw reason;
      return testAlertsOf(context.load(), SWIC_VERSION, context.clock, {
        channel: name,
        signal: new AbortController().signal,
      });
    },
  );
  if (context.options.json) context.printJson(trials);
  else printTrials(context, trials);
  return trials.every(({ fault }) => fault === null) ? 0 : EXIT_UNREACHABLE;
}

async function silence(context: Context, time: string, options: { readonly rule?: string }): Promise<number> {
  const rule = options.rule === undefined ? null : oneOf('--rule', options.rule, ALERT_RULE_NAMES);
  const params = { rule, minutes: minutesOf('time', time), by: operatorName() };
  const report = await withAgent(context, (client) => client.call('silenceAlerts', params));
  if (context.options.json) context.printJson(report);
  else if (report.silences.length === 0) context.print(context.t('alerts.ended'));
  else printSilences(context, report);
  return 0;
}

function noAlerts(): Fault {
  return new Fault('config.invalid', {
    path: 'alerts',
    zh: '配置中没有 alerts：见 docs/alerts.zh.md',
    en: 'the configuration has no alerts: see docs/alerts.md',
  });
}

/** What is wrong, as a list; the channels are a table of their own, which only people read. */
function columnsOf({ locale }: Context): readonly Column<OpenAlert>[] {
  return [
    { head: 'column.level', cell: ({ level }) => levelText(level, locale) },
    { head: 'column.rule', cell: ({ rule }) => rule },
    { head: 'column.since', time: ({ sinceMs }) => sinceMs },
    { head: 'column.told', time: ({ toldMs }) => toldMs },
    { head: 'column.what', cell: (alert) => alertHeadline(alert, locale) },
    { head: 'column.places', cell: ({ places }) => places.map((place) => placeText(place, locale)).join(', ') },
  ];
}

const CHANNEL_COLUMNS: readonly Column<AlertChannelState>[] = [
  { head: 'column.channel', cell: ({ name }) => name },
  { head: 'column.kind', cell: ({ kind }) => kind },
  { head: 'column.queued', cell: ({ queued }) => queued },
  { head: 'column.delivered', cell: ({ delivered }) => delivered },
  { head: 'column.dropped', cell: ({ dropped }) => dropped },
  { head: 'column.delivered-at', time: ({ lastDeliveredMs }) => lastDeliveredMs },
];

function printReport(context: Context, format: ListFormat, report: AlertsReport | null): void {
  const { t, print } = context;
  const rows = report?.open ?? [];
  const list = { columns: columnsOf(context), rows, value: report };
  if (format !== 'table') return printListing(context, format, list);
  if (report === null) return print(t('alerts.none'));
  if (rows.length === 0) print(t('alerts.nothing'));
  else printListing(context, format, list);
  const { channels } = report;
  if (channels.length > 0) printListing(context, format, { columns: CHANNEL_COLUMNS, rows: channels, value: channels });
  for (const { name, fault } of channels)
    if (fault !== null) for (const line of channelFaultLines(context, name, fault)) print(line);
  printSilences(context, report);
}

function printSilences({ t, print }: Context, { silences }: AlertsReport): void {
  for (const { rule, untilMs, by } of silences)
    print(t('alerts.silenced', { rule: rule ?? t('alerts.all'), until: formatTime(untilMs), by }));
}

function printTrials(context: Context, trials: readonly AlertTrial[]): void {
  const { t } = context;
  const rows = trials.map(({ channel, kind, durationMs, fault }) => [
    channel,
    kind,
    fault === null ? t('alerts.taken') : fault.code,
    durationMs,
  ]);
  const head = [t('column.channel'), t('column.kind'), t('column.outcome'), t('column.ms')];
  for (const line of formatTable(head, rows)) context.print(line);
  for (const { channel, fault } of trials)
    if (fault !== null) for (const line of channelFaultLines(context, channel, fault)) context.say(line);
}

/** Several channels may have the same host, or none: the first line says which one it is. */
function channelFaultLines(context: Context, channel: string, fault: FaultRecord): readonly string[] {
  const [first = '', ...others] = faultLines(context, fault);
  return [first.replace('swic: ', () => `${channel}: `), ...others];
}
