import {
  type AlertChannelState,
  type AlertsReport,
  edgeOf,
  edgeText,
  environmentMark,
  expiryOf,
  Fault,
  type FlowSnapshot,
  faultSentences,
  isFaultCode,
  isPlanned,
  type MaintenanceSnapshot,
  maintenanceLines,
  type Offline,
  openOffline,
  outageText,
  type SignerDescription,
  type Snapshot,
  type StandingName,
  type StandingNumber,
  type TransportSnapshot,
  wordFor,
} from '@swic/core';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { faultLines } from '../cli/say-fault.js';
import { formatTable } from '../cli/table.js';
import { formatTime } from '../cli/time-text.js';
import { addWatch, answerOrWatch, type WatchOptions } from '../cli/watching.js';
import type { Locale } from '../text/index.js';
import { withAgent } from './reach.js';
import { checkStatus, ignoredKinds } from './status-check.js';

interface StatusOptions extends WatchOptions {
  readonly check: boolean;
  readonly ignore?: string;
}

export function declareStatus({ program, t, act }: CommandHost): void {
  const status = program
    .command('status')
    .description(t('status.about'))
    .option('--check', t('status.check'), false)
    .option('--ignore <kinds>', t('status.ignore'));
  addWatch(status, t).action(
    act((context, options: StatusOptions) => answerOrWatch(context, options, (each) => answer(each, options))),
  );
}

async function answer(context: Context, { check, ignore }: StatusOptions): Promise<number> {
  if (check) return checkStatus(context, ignoredKinds(ignore));
  const snapshot = await liveStatus(context);
  if (snapshot === null) return ledgerStatus(context);
  if (context.options.json) context.printJson({ isRunning: true, snapshot });
  else printSnapshot(context, snapshot);
  return 0;
}

/** Null where no agent runs. */
export async function liveStatus(context: Context): Promise<Snapshot | null> {
  try {
    return await withAgent(context, (client) => client.call('status', null));
  } catch (reason) {
    if (reason instanceof Fault && reason.code === 'instance.not-running') return null;
    throw reason;
  }
}

async function ledgerStatus(context: Context): Promise<number> {
  const counts = await ledgerCounts(context);
  if (context.options.json) {
    context.printJson({ isRunning: false, counts });
    return 0;
  }
  const mark = environmentMark(context.load().config.environment, context.locale);
  context.print(`${mark}${context.t(counts.length === 0 ? 'status.unused' : 'status.offline')}`);
  if (counts.length === 0) return 0;
  const head = [context.t('column.business'), context.t('column.stage'), context.t('column.count')];
  for (const line of formatTable(
    head,
    counts.map(({ business, stage, documents }) => [business, wordFor('stage', stage, context.locale), documents]),
  ))
    context.print(line);
  return 0;
}

/** None before the first start: that is no mistake of the caller. */
async function ledgerCounts(context: Context): ReturnType<Offline['counts']> {
  const controller = new AbortController();
  try {
    await using offline = await openOffline(context.load(), context.clock, controller.signal);
    return await offline.counts();
  } catch (reason) {
    if (reason instanceof Fault && reason.code === 'ledger.none') return [];
    throw reason;
  }
}

function printSnapshot(context: Context, snapshot: Snapshot): void {
  const { agent, transport, signer } = snapshot;
  const { locale } = context;
  const process = context.t('status.process', { pid: agent.pid });
  const mark = environmentMark(agent.environment, locale);
  context.print(
    `${mark}swic ${agent.version}  ${agent.clientId}  ${process}  ${wordFor('agent', agent.state, locale)}`,
  );
  context.print(`${transport.kind}  ${transport.address}  ${wordFor('transport', transport.state, locale)}`);
  if (signer !== null) context.print(signerLine(context, signer));
  for (const { fault } of snapshot.readers ?? []) for (const line of faultLines(context, fault)) context.print(line);
  if (snapshot.log?.code !== undefined) for (const line of faultLines(context, snapshot.log)) context.print(line);
  if (snapshot.ledger.fault !== null)
    for (const line of faultLines(context, snapshot.ledger.fault)) context.print(line);
  for (const line of linkLines(context, transport)) context.print(line);
  for (const line of maintenanceLines(snapshot.maintenance, agent.nowMs, locale)) context.print(line);
  const { clock } = snapshot;
  if (clock?.code !== undefined) for (const line of faultLines(context, clock)) context.print(line);
  const { t } = context;
  const head = [
    t('column.business'),
    t('column.send'),
    t('column.receive'),
    t('column.waiting'),
    t('column.inFlight'),
    t('column.filed'),
    t('column.rejected'),
    t('column.unknown'),
    t('column.returned'),
    t('column.overdue'),
    t('column.receipts'),
  ];
  const rows = snapshot.businesses.map(({ key, send, receive, waiting, inFlight, counts, now, overdue }) => [
    key,
    flowText(send, locale),
    flowText(receive, locale),
    waiting,
    inFlight,
    counts.filed,
    counts.rejected,
    documentsOf(now, 'unknown'),
    concerningOf(now, 'refused') + concerningOf(now, 'returned') + concerningOf(now, 'deleted'),
    overdue,
    counts.receipts,
  ]);
  for (const line of formatTable(head, rows)) context.print(line);
  for (const { key, send, receive } of snapshot.businesses)
    for (const line of holdLines(context, key, { flows: [send, receive], maintenance: snapshot.maintenance }))
      context.print(line);
  for (const { key, send, receive } of snapshot.businesses)
    for (const flow of [send, receive]) if (flow?.isByWord === true) context.print(stoppedLine(context, key, flow));
  for (const { key, passedOver } of snapshot.businesses)
    if (passedOver > 0) context.print(t('status.passedOver', { business: key, count: passedOver }));
  if (snapshot.alerts) context.print(alertsLine(context, snapshot.alerts));
  if (snapshot.foreignReceipts > 0) context.print(t('status.foreign', { count: snapshot.foreignReceipts }));
}

/** The open ones and what waits, in a line: the rest is `swic alerts list`. */
function alertsLine({ t }: Context, { open, channels }: AlertsReport): string {
  const sum = (of: (channel: AlertChannelState) => number): number => channels.reduce((all, one) => all + of(one), 0);
  return t('alerts.status', {
    open: open.length,
    queued: sum(({ queued }) => queued),
    dropped: sum(({ dropped }) => dropped),
  });
}

/** What holds a business's flows, with the box that it names; once where both have the same. */
function holdLines(
  { locale }: Context,
  key: string,
  {
    flows,
    maintenance,
  }: { readonly flows: readonly (FlowSnapshot | null)[]; readonly maintenance?: MaintenanceSnapshot },
): readonly string[] {
  // An agent of before this was known does not say it.
  const windows =
    maintenance === undefined ? [] : [...maintenance.open, ...(maintenance.last === null ? [] : [maintenance.last])];
  const lines = flows.flatMap((flow) => {
    // An agent of another version may know faults that we do not.
    if (flow === null || flow.fault === null || !isFaultCode(flow.fault.code)) return [];
    const { meaning, advice, facts } = faultSentences(flow.fault, locale);
    const direction = wordFor('place', flow.direction, locale);
    const edge = isPlanned(flow.fault) ? null : edgeOf(flow.sinceMs, windows);
    const near = edge === null ? [] : [edgeText(edge, locale)];
    return [[`${key} ${direction}: ${meaning} [${flow.fault.code}]`, ...facts, ...near, advice].join('  ')];
  });
  return [...new Set(lines)];
}

function stoppedLine(
  { t, locale }: Context,
  business: string,
  { direction, sinceMs, stoppedBy }: FlowSnapshot,
): string {
  const flow = `${business} ${wordFor('place', direction, locale)}`;
  const told = { flow, at: formatTime(sinceMs), command: `swic start ${business} ${direction}` };
  // An agent of an earlier version does not say who.
  return typeof stoppedBy === 'string' ? t('status.stoppedBy', { ...told, by: stoppedBy }) : t('status.stopped', told);
}

/** Both directions as one where they are alike. */
function linkLines(
  context: Context,
  { send, receive, unconfirmed, notConsumingSinceMs, otherConsumers, outages }: TransportSnapshot,
): readonly string[] {
  const { t } = context;
  const lines: string[] = [];
  const isSame = send.state === receive.state && send.fault?.code === receive.fault?.code;
  const links = isSame
    ? [{ name: null, link: send }]
    : [
        { name: t('column.send'), link: send },
        { name: t('column.receive'), link: receive },
      ];
  for (const { name, link } of links) {
    if (name !== null) lines.push(`${name}: ${wordFor('transport', link.state, context.locale)}`);
    if (link.fault !== null) lines.push(...faultLines(context, link.fault));
  }
  if (unconfirmed !== null) {
    const seconds = Math.round((context.clock.nowMs() - unconfirmed.sinceMs) / 1_000);
    lines.push(t('status.unconfirmed', { messages: unconfirmed.messages, seconds }));
  }
  // An agent of before this was known does not say it.
  if (typeof notConsumingSinceMs === 'number') {
    const seconds = Math.round((context.clock.nowMs() - notConsumingSinceMs) / 1_000);
    lines.push(t('status.not-consuming', { seconds }));
  }
  // Nor does it say this.
  if (outages?.count !== undefined)
    lines.push(outageText(outages, { nowMs: context.clock.nowMs(), timeText: shortTime, locale: context.locale }));
  if (otherConsumers > 0) lines.push(t('status.shared', { others: otherConsumers }));
  return lines;
}

/** `14:02`, by the operator's own clock. */
const shortTime = (ms: number): string => formatTime(ms).slice(11, 16);

const documentsOf = (now: readonly StandingNumber[], name: StandingName): number =>
  now.find(({ standing }) => standing === name)?.documents ?? 0;

const concerningOf = (now: readonly StandingNumber[], name: StandingName): number =>
  now.find(({ standing }) => standing === name)?.concerning ?? 0;

function signerLine(context: Context, signer: SignerDescription): string {
  const { kind, state, cardId, certificateNumber, owner, validUntilMs, faultCode } = signer;
  const days = validUntilMs === null ? null : expiryOf(validUntilMs, context.clock.nowMs()).daysLeft;
  const known = [cardId, certificateNumber, owner].filter((one) => one !== null);
  const left = days === null ? [] : [context.t('status.days', { days })];
  const word = wordFor('signer', state, context.locale);
  const name = wordFor('signerKind', kind, context.locale);
  return [name, faultCode === null ? word : `${word} (${faultCode})`, ...known, ...left].join('  ');
}

function flowText(flow: FlowSnapshot | null, locale: Locale): string {
  if (flow === null) return '-';
  const state = wordFor('flow', flow.state, locale);
  return flow.fault === null ? state : `${state} (${flow.fault.code})`;
}
