import { FAULTS, testNoteText, testStepText } from '@swic/core/contract';
import { type CommonKey, type Translate, translator } from '../i18n/index.js';
import { EMPTY, fill, fitRow, type Row, row, said, span } from '../layout/row.js';
import { fit, wrap } from '../layout/width.js';
import { visiblePart } from '../screens/screen.js';
import type { Theme } from '../theme.js';
import { choicesOf, PREFIXES, SIGNERS, stepsOf, TRANSPORTS, WEB_PORTS, type WizardState } from './state.js';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The wizard's picture, from its state alone. */
export function wizardRows(state: WizardState, theme: Theme, { width, height }: Size): readonly Row[] {
  const t = translator(state.locale);
  const steps = stepsOf(state);
  const at = steps.indexOf(state.step);
  const head: Row[] = [
    row(
      span(' swic ', 'brand'),
      span(`  ${t('wizard.title')}`, 'strong'),
      span(`   ${at + 1} / ${steps.length}`, 'muted'),
    ),
    EMPTY,
    row(span(`  ${t(`wizard.${state.step}`)}`, 'accent')),
    ...wrap(t(`wizard.${state.step}.about`), width - 4).map((line) => row(span(`  ${line}`, 'muted'))),
    EMPTY,
  ];
  const foot: Row[] = [...problemRows(state, t, width), row(span(`  ${t(keysOf(state))}`, 'muted'))];
  const room = Math.max(1, height - head.length - foot.length);
  return [...head, ...fill(body(state, theme, t, { width, height: room }), room), ...foot].map((line) =>
    fitRow(line, width),
  );
}

function keysOf({ step, transport }: WizardState): 'wizard.keys' | 'wizard.keys.test' | 'wizard.keys.paste' {
  if (step === 'paste') return 'wizard.keys.paste';
  return step === 'connection' && transport !== 'embedded' ? 'wizard.keys.test' : 'wizard.keys';
}

/** A sentence that says what to do is longer than a line. */
function problemRows({ problem, isWriting }: WizardState, t: Translate<CommonKey>, width: number): readonly Row[] {
  if (problem === null) return [row(isWriting ? span(`  ${t('wizard.writing')}`, 'info') : span(''))];
  return wrap(problem, width - 4).map((line) => row(said(`  ${line}`, 'bad')));
}

function body(state: WizardState, theme: Theme, t: Translate<CommonKey>, { width, height }: Size): readonly Row[] {
  const choice = (text: string, isSelected: boolean): Row =>
    isSelected
      ? row(span(fit(`${theme.glyphs.cursor} ${text}`, Math.max(1, width - 2)), 'selected'))
      : row(said(`  ${text}`));
  switch (state.step) {
    case 'language':
      return ['中文', 'English'].map((name, at) => choice(name, at === state.cursor));
    case 'official':
      return [
        choice(t('wizard.official.import'), state.cursor === 0),
        choice(t('wizard.official.anew'), state.cursor === 1),
        EMPTY,
        ...foundRows(state, t, width),
      ];
    case 'client':
      return [typed(t('field.clientId'), state.clientId, true)];
    case 'directory':
      return [typed(t('field.boxesDir'), state.boxesDir, true)];
    case 'businesses': {
      const { from, to } = visiblePart(state.cursor, state.offered.length, height);
      return state.offered.slice(from, to).map(({ key, nameZh, nameEn }, at) => {
        const mark = state.chosen.has(key) ? '[x]' : '[ ]';
        return choice(`${mark} ${fit(key, 8)} ${state.locale === 'zh' ? nameZh : nameEn}`, from + at === state.cursor);
      });
    }
    case 'transport':
      return TRANSPORTS.map((kind, at) =>
        choice(`${fit(kind, 10)} ${t(`wizard.transport.${kind}`)}`, at === state.cursor),
      );
    case 'connection':
      return state.transport === 'embedded'
        ? [choice(`${state.hasSandbox ? '[x]' : '[ ]'} ${t('wizard.sandbox')}`, true)]
        : [
            ...state.fields.map(({ label, kind, text }, at) =>
              typed(t(label), kind === 'secret' ? '*'.repeat([...text].length) : text, at === state.cursor),
            ),
            EMPTY,
            ...testRows(state, t, width),
          ];
    case 'paste':
      return pageRows(state, t, width);
    case 'receipts':
      return PREFIXES.map((prefix, at) =>
        choice(`${prefix}  ${t(at === 0 ? 'wizard.receipts.usual' : 'wizard.receipts.manual')}`, at === state.cursor),
      );
    case 'card':
      return SIGNERS.map((kind, at) => choice(t(`wizard.card.${kind ?? 'none'}`), at === state.cursor));
    case 'web':
      return WEB_PORTS.map((port, at) => choice(webText(t, port), at === state.cursor));
    case 'write':
      return summary(state, t, width);
  }
}

function foundRows({ found }: WizardState, t: Translate<CommonKey>, width: number): readonly Row[] {
  if (found === null) return [];
  const lines = [found.file, `${t('wizard.businesses')}: ${found.businesses.join(' ')}`];
  return lines.flatMap((text) => wrap(text, width - 4)).map((line) => row(said(`  ${line}`, 'muted')));
}

/** What was understood of the page so far, and what was not. The password is named and never shown. */
function pageRows({ page }: WizardState, t: Translate<CommonKey>, width: number): readonly Row[] {
  if (page === null) return [];
  const { kind, understood, left, password } = page;
  return [
    row(span(`  ${t('wizard.paste.understood', { kind })}`, understood.length === 0 ? 'warn' : 'good')),
    ...understood.map(({ label, path, value }) =>
      row(said(`  ${fit(label, 16)} `, 'muted'), said(fit(path, 18), 'muted'), said(` ${value}`)),
    ),
    ...(password === null ? [] : [row(span(`  ${t('wizard.paste.password')}`))]),
    ...(left.length === 0 ? [] : [EMPTY, row(span(`  ${t('wizard.paste.left')}`, 'warn'))]),
    ...left.flatMap((words) => wrap(words, width - 6)).map((line) => row(said(`    ${line}`, 'muted'))),
  ];
}

function typed(name: string, text: string, isSelected: boolean): Row {
  const field = said(text, isSelected ? 'strong' : 'plain');
  return row(span(`  ${fit(name, 18)} `, 'muted'), field, span(isSelected ? ' ' : '', 'selected'));
}

function testRows({ test, locale }: WizardState, t: Translate<CommonKey>, width: number): readonly Row[] {
  const rows: Row[] = test.steps.map(({ name, outcome, note, fault }) =>
    row(
      span(`  ${fit(t(`test.${outcome}`), 8)}`, outcome === 'failed' ? 'bad' : outcome === 'ok' ? 'good' : 'muted'),
      said(fit(testStepText(name, locale), 26)),
      said(testNoteText(note ?? fault?.reason ?? '', locale), 'muted'),
    ),
  );
  const fault = test.steps.find(({ outcome }) => outcome === 'failed')?.fault ?? null;
  if (test.isRunning) return [...rows, row(span(`  ${t('test.running')}`, 'info'))];
  if (fault === null) return rows.length === 0 ? rows : [...rows, row(span(`  ${t('test.passed')}`, 'good'))];
  const { advice } = FAULTS[fault.code][locale];
  return [...rows, ...wrap(t('faults.advice', { advice }), width - 4).map((line) => row(span(`  ${line}`, 'warn')))];
}

function summary(state: WizardState, t: Translate<CommonKey>, width: number): readonly Row[] {
  const { clientId, businesses, boxesDir, transport, connection, hasSandbox, official, signer, webPort, password } =
    choicesOf(state);
  const hints = [
    t(signer === null ? 'wizard.card.later' : 'wizard.card.pin'),
    ...(official === null ? [t('wizard.official.later')] : []),
  ];
  const host = connection.find(({ path }) => path === 'host' || path === 'connectionName')?.value ?? '';
  const sandbox = hasSandbox ? `, ${t('wizard.sandbox')}` : '';
  const fact = (name: string, text: string): Row => row(span(`  ${fit(name, 18)} `, 'muted'), said(text));
  return [
    fact(t('field.clientId'), clientId),
    ...(official === null
      ? [fact(t('wizard.businesses'), businesses.join(' ')), fact(t('field.boxesDir'), boxesDir)]
      : [fact(t('wizard.businesses'), (state.found?.businesses ?? []).join(' ')), fact('import-official', official)]),
    fact(t('wizard.transport'), `${transport} ${String(host)}${sandbox}`),
    ...(transport === 'embedded'
      ? []
      : [fact(t('field.password'), t(password === null ? 'wizard.password.none' : 'wizard.password.saved'))]),
    fact(t('wizard.card'), t(`wizard.card.${signer ?? 'none'}`)),
    fact(t('wizard.web'), webText(t, webPort)),
    EMPTY,
    ...hints.flatMap((hint) => wrap(hint, width - 4)).map((line) => row(span(`  ${line}`, 'muted'))),
  ];
}

const webText = (t: Translate<CommonKey>, port: number | null): string =>
  port === null ? t('wizard.web.none') : t('wizard.web.port', { port });
