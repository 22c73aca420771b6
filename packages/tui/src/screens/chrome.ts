import { environmentMark, type Snapshot, type TransportSnapshot } from '@swic/core/contract';
import { ageText, bytesText, timeText } from '@swic/desk';
import type { Binding, KeyMap } from '../keys.js';
import { bar, fitRow, type Row, row, type Span, said, sides, span, widthOfRow } from '../layout/row.js';
import { clean, wrap } from '../layout/width.js';
import type { State } from '../state.js';
import type { Tone } from '../theme.js';
import { keyText } from './help.js';
import type { ScreenProps } from './screen.js';
import { numberOf, VIEWS } from './views.js';

const DAY_MS = 86_400_000;
/** Renewing a card takes weeks. */
const CERTIFICATE_WARN_DAYS = 30;
const NOTICE_ROWS_MAX = 4;

/** What is above every view: who, where, how; then the views. Three rows. */
export function headerRows(props: ScreenProps): readonly Row[] {
  const { state, t, width, nowMs } = props;
  const { snapshot } = state;
  const clock = row(span(`${timeText(nowMs).slice(0, 5)} `, 'muted'));
  if (snapshot === null)
    return [sides(row(span(' swic ', 'brand'), '  ', linkPart(props)), clock, width), row(''), tabs(props)];
  const { agent, transport } = snapshot;
  // What was true before the agent was gone is not shown as if it were.
  const isLost = state.link.kind === 'lost';
  const first = row(
    span(' swic ', 'brand'),
    '  ',
    span(environmentMark(agent.environment, state.locale), 'bad'),
    said(agent.clientId, 'strong'),
    '  ',
    isLost
      ? span(t('link.lost-short'), 'bad')
      : span(t(`agent.${agent.state}`), agent.state === 'running' ? 'good' : 'warn'),
    '   ',
    said(`${transport.kind} `, 'muted'),
    isLost ? span('', 'muted') : transportPart(transport, props),
  );
  return [sides(first, clock, width), sides(secondLine(props, snapshot), badges(props, snapshot), width), tabs(props)];
}

function linkPart({ state, t }: ScreenProps): Span {
  return span(
    state.link.kind === 'connecting' ? t('link.connecting') : t('link.never', { attempt: state.link.attempt }),
    'warn',
  );
}

const TRANSPORT_TONES = {
  opening: 'warn',
  open: 'good',
  blocked: 'warn',
  retrying: 'bad',
  stopped: 'muted',
} as const satisfies Record<TransportSnapshot['state'], Tone>;

function transportPart(transport: TransportSnapshot, { state: { locale }, t, nowMs }: ScreenProps): Span {
  const { state, nextAttemptMs, fault, send, receive, unconfirmed } = transport;
  if (state === 'open' && unconfirmed !== null) {
    const age = ageText(nowMs - unconfirmed.sinceMs, locale);
    return span(t('transport.unconfirmed', { messages: unconfirmed.messages, age }), 'warn');
  }
  // One direction alone is in trouble: which one, comes first.
  const one =
    send.state === receive.state ? '' : `${t(send.state === state ? 'transport.send' : 'transport.receive')} `;
  const seconds = Math.max(0, Math.ceil(((nextAttemptMs ?? nowMs) - nowMs) / 1_000));
  const why = state === 'retrying' && fault !== null ? ` ${fault.code}` : '';
  return span(`${one}${t(`transport.${state}`, { seconds })}${why}`, TRANSPORT_TONES[state]);
}

function secondLine({ state, t, nowMs }: ScreenProps, { agent, transport }: Snapshot): Row {
  if (state.link.kind !== 'live')
    return row(
      span('         ', 'muted'),
      span(`${t('header.detached', { pid: agent.pid })}   `, 'muted'),
      said(transport.address, 'muted'),
    );
  const pid = t(state.isHosted ? 'header.hosted' : 'header.attached', { pid: agent.pid });
  const up = t('header.up', { age: ageText(nowMs - agent.startedMs, state.locale) });
  return row(
    span('         ', 'muted'),
    span(pid, 'muted'),
    span(`   ${up}   `, 'muted'),
    said(transport.address, 'muted'),
  );
}

function badges({ state, t, nowMs }: ScreenProps, { signer, disk }: Snapshot): Row {
  const parts: Span[] = [];
  if (state.isReadOnly) parts.push(span(t('header.read-only'), 'warn'), span('  '));
  if (signer !== null) {
    parts.push(span(t(`signer.${signer.state}`), signer.state === 'ready' ? 'good' : 'bad'));
    if (signer.validUntilMs !== null) {
      const days = Math.floor((signer.validUntilMs - nowMs) / DAY_MS);
      parts.push(span(` ${t('signer.days', { days })}`, days < CERTIFICATE_WARN_DAYS ? 'bad' : 'muted'));
    }
    parts.push(span('  '));
  }
  if (disk !== null)
    parts.push(span(t('header.disk', { free: bytesText(disk.freeBytes) }), disk.isLow ? 'bad' : 'muted'));
  return [...parts, span(' ')];
}

/** Numbers and names of the views; short names where the line is short, and where it is very short the number must do. */
function tabs({ state, width }: ScreenProps): Row {
  const build = (names: 'title' | 'short', pad: string, gap: string): Row =>
    VIEWS.flatMap((view, at) => {
      const tone = view.name === state.view ? 'selected' : 'muted';
      const count = view.badge?.count(state) ?? 0;
      const badge = count > 0 ? [span(`${pad === '' ? ' ' : ''}${count}${pad}`, badgeTone(tone))] : [];
      return [span(`${pad}${numberOf(at) ?? ''} ${view[names][state.locale]}${pad}`, tone), ...badge, span(gap)];
    });
  const variants = [
    build('title', ' ', ' '),
    build('title', ' ', ''),
    build('title', '', ' '),
    build('short', '', ' '),
  ];
  const found = variants.find((line) => widthOfRow(line) < width) ?? numbersAlone(state);
  return fitRow([span(widthOfRow(found) + 1 <= width ? ' ' : ''), ...found], width);
}

/** Only the open view has its name. A count behind a bare number would look like one more view. */
function numbersAlone(state: State): Row {
  return VIEWS.flatMap(({ name, title, badge }, at) => {
    const isOpen = name === state.view;
    const mark = badge !== null && badge.isUrgent && badge.count(state) > 0 ? [span('!', 'bad')] : [];
    return [
      span(` ${numberOf(at) ?? ''}${isOpen ? ` ${title[state.locale]} ` : ''}`, isOpen ? 'selected' : 'muted'),
      ...mark,
      span(' '),
    ];
  });
}

const badgeTone = (tone: 'selected' | 'muted'): Tone => (tone === 'selected' ? 'selected' : 'bad');

/** The last two rows: what was just said or is asked, and the keys that matter here. */
export function footerRows(props: ScreenProps, keys: KeyMap): readonly Row[] {
  const { state, t, width, nowMs } = props;
  const { prompt, question, notice, link, isEnding, snapshot } = state;
  if (question !== null) {
    const answers = question.answers.map(({ key, label }) => `[${keyText(key)}] ${label}`).join('  ');
    const lines = question.rows.flatMap((sentence) => wrap(sentence, width - 2)).slice(-3);
    const detail = question.detail.map(({ text, tone }) => fitRow(row(' ', said(text, tone)), width));
    return [
      ...detail,
      ...lines.map((line) => bar(row(` ${line}`), width, 'selected')),
      fitRow(row(span(` ${answers}`, 'key')), width),
    ];
  }
  if (prompt !== null) {
    const shown = prompt.isMasked ? '*'.repeat([...prompt.text].length) : prompt.text;
    const line = row(span(` ${prompt.label} `, 'accent'), said(shown, 'strong'), span(' ', 'selected'));
    const suggested = prompt.suggest?.(prompt.text) ?? [];
    const below =
      suggested.length === 0 ? hints(props, keys) : fitRow(row(span(` ${suggested.join('  ')}`, 'muted')), width);
    return [fitRow(line, width), below];
  }
  if (isEnding !== 'no') {
    const inFlight = snapshot?.businesses.reduce((sum, one) => sum + one.inFlight, 0) ?? 0;
    const words = isEnding === 'draining' ? t('quit.draining', { inFlight }) : t('quit.aborting');
    return [bar(row(` ${words}`), width, 'selected'), row('')];
  }
  if (link.kind === 'lost')
    return [
      bar(row(` ${t('link.lost', { attempt: link.attempt, time: timeText(state.snapshotMs) })}`), width, 'selected'),
      hints(props, keys),
    ];
  const isFresh = notice !== null && notice.untilMs > nowMs;
  // A path at the end of a sentence is what was asked for: the sentence gets the rows that it needs.
  const sentence = isFresh ? wrap(clean(notice.text), width - 2).slice(0, NOTICE_ROWS_MAX) : [''];
  const tone = notice?.tone ?? 'plain';
  return [...sentence.map((line) => fitRow(row(span(' '), span(line, tone)), width)), hints(props, keys)];
}

/** Keys of everywhere are always there; of those of the view, as many as there is room for. */
function hints({ state, t, width }: ScreenProps, keys: KeyMap): Row {
  // What is opened above a view is left again: that key is not told anywhere else.
  const isAbove = state.place !== state.view;
  const shown = keys.bindings(state.place).filter(({ id, is }) => is !== 'quiet' || (isAbove && id === 'back'));
  const part = (binding: Binding): Row => [
    span(keyText(binding.keys[0] ?? ''), 'key'),
    span(` ${hintOf(binding.id, t)}  `, 'muted'),
  ];
  const last = shown.filter(({ isOfPlace }) => !isOfPlace).flatMap(part);
  const line: Span[] = [span(' ')];
  for (const binding of shown) {
    const next = part(binding);
    if (!binding.isOfPlace || widthOfRow([...line, ...next, ...last]) > width) break;
    line.push(...next);
  }
  return fitRow([...line, ...last], width);
}

function hintOf(id: string, t: ScreenProps['t']): string {
  return t(`hint.${id}` as Parameters<ScreenProps['t']>[0]);
}
