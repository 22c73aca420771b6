import { type AnswerProblem, checkAnswer, PLACEHOLDER_CLIENT_ID } from '@swic/core/contract';
import { moved } from '@swic/desk';
import { translator } from '../i18n/index.js';
import {
  fieldsOf,
  linesOf,
  PREFIXES,
  type ReadPage,
  SIGNERS,
  type StepName,
  stepsOf,
  TRANSPORTS,
  textOf,
  WEB_PORTS,
  type WizardState,
  withPage,
  withText,
} from './state.js';

/** What a key asks of the caller of the wizard, beside the new state. */
export type Wish = 'none' | 'test' | 'write' | 'leave';

/** What others know about an answer. */
export interface WizardMeans {
  /** Can boxes be made there? */
  readonly checkDirectory: (directory: string) => AnswerProblem | null;
  /** What the text of the portal's page says. */
  readonly readPage: (text: string) => ReadPage;
}

interface Result {
  readonly state: WizardState;
  readonly wish: Wish;
}

/** One key; pure. */
export function onWizardKey(state: WizardState, name: string, input: string, means: WizardMeans): Result {
  const stay = (next: WizardState): Result => ({ state: next, wish: 'none' });
  // What is being written is settled: only leaving is possible.
  if (state.isWriting && name !== 'ctrl+c') return stay(state);
  if (state.step === 'paste' && !['ctrl+c', 'esc', 'enter'].includes(name))
    return onPasteKey(state, name, input, means);
  switch (name) {
    case 'ctrl+c':
      return { state, wish: 'leave' };
    case 'esc':
      return stay(previous(state));
    case 'enter':
      return state.step === 'paste' ? onPasteKey(state, name, '\n', means) : next(state, means);
    case 'up':
    case 'down':
      return stay({
        ...state,
        problem: fieldProblem(state, state.cursor),
        cursor: moved(state.cursor, linesOf(state), name, 1),
      });
    case 'ctrl+t':
      return state.step === 'connection' && state.transport !== 'embedded' ? tested(state) : stay(state);
    case 'backspace':
    case 'ctrl+u':
      return stay(erased(state, name === 'ctrl+u'));
    case 'space':
      return stay(textOf(state) === null ? toggled(state) : withText(state, `${textOf(state) ?? ''} `));
    default: {
      const text = textOf(state);
      if (text === null || input === '' || name.startsWith('ctrl+')) return stay(state);
      // An id that is pasted takes the place of the example, which was never typed.
      const isExample = state.step === 'client' && text === PLACEHOLDER_CLIENT_ID;
      return stay(withText(state, isExample ? input : text + input));
    }
  }
}

/**
 * A page is pasted in one piece, or in as many as the terminal makes of it: a line end in it is no Enter. So Ctrl-D ends it, and Enter
 * alone, where nothing was pasted, goes on to the questions.
 */
function onPasteKey(state: WizardState, name: string, input: string, means: WizardMeans): Result {
  if (name === 'ctrl+u') return { state: { ...state, pasted: '', page: null, problem: null }, wish: 'none' };
  if (name === 'enter' && state.pasted.trim() === '') return next({ ...state, pasted: '', page: null }, means);
  if (name !== 'ctrl+d') {
    const typed = name === 'tab' ? '\t' : name === 'space' ? ' ' : input;
    const isText = typed !== '' && !name.startsWith('ctrl+') && name !== 'backspace';
    const pasted = `${state.pasted}${isText ? typed : ''}`.slice(0, PASTE_MAX);
    return {
      state: { ...state, pasted, page: pasted.trim() === '' ? null : means.readPage(pasted), problem: null },
      wish: 'none',
    };
  }
  const { page } = state;
  const t = translator(state.locale);
  if (page === null || page.understood.length === 0)
    return { state: { ...state, problem: t('wizard.paste.nothing') }, wish: 'none' };
  const filled = withPage(state, page);
  if (filled.clientId === PLACEHOLDER_CLIENT_ID) return placeholderAgain(filled);
  const { state: ahead } = next(filled, means);
  const password = ahead.fields.findIndex(({ kind, text }) => kind === 'secret' && text === '');
  // What is missing is asked next; what is whole is tried at once.
  return password < 0 ? { state: ahead, wish: 'test' } : { state: { ...ahead, cursor: password }, wish: 'none' };
}

/** Much longer than any page of settings. */
const PASTE_MAX = 16_384;

/** The one answer that was right until a broker was chosen. */
function placeholderAgain(state: WizardState): Result {
  const problem = translator(state.locale)('wizard.client.placeholder');
  return { state: { ...entered(state, 'client'), problem }, wish: 'none' };
}

/** Nothing is tried with an answer that cannot be right. */
function tested(state: WizardState): Result {
  const wrong = firstWrongField(state);
  return wrong === null ? { state, wish: 'test' } : { state: wrong, wish: 'none' };
}

function fieldProblem(state: WizardState, at: number): string | null {
  const field = state.step === 'connection' ? state.fields[at] : undefined;
  return field === undefined ? null : (checkAnswer(field.kind, field.text)?.[state.locale] ?? null);
}

/** The state with the cursor on the first field that cannot be used and why; null when all can. */
function firstWrongField(state: WizardState): WizardState | null {
  const at = state.fields.findIndex((_, index) => fieldProblem(state, index) !== null);
  return at < 0 ? null : { ...state, cursor: at, problem: fieldProblem(state, at) };
}

function erased(state: WizardState, isAll: boolean): WizardState {
  const text = textOf(state);
  if (text === null) return state;
  return withText(state, isAll ? '' : [...text].slice(0, -1).join(''));
}

function toggled(state: WizardState): WizardState {
  if (state.step === 'connection') return { ...state, hasSandbox: !state.hasSandbox };
  if (state.step !== 'businesses') return state;
  const key = state.offered[state.cursor]?.key ?? '';
  const chosen = new Set(state.chosen);
  if (!chosen.delete(key)) chosen.add(key);
  return { ...state, chosen, problem: null };
}

function previous(state: WizardState): WizardState {
  const steps = stepsOf(state);
  return entered(state, steps[Math.max(0, steps.indexOf(state.step) - 1)] ?? 'language');
}

/** The cursor is on the answer given last. */
function entered(state: WizardState, step: StepName): WizardState {
  return { ...state, step, cursor: answerOf(state, step), problem: null };
}

function answerOf(state: WizardState, step: StepName): number {
  switch (step) {
    case 'language':
      return state.locale === 'zh' ? 0 : 1;
    case 'official':
      return state.isImport ? 0 : 1;
    case 'transport':
      return TRANSPORTS.indexOf(state.transport);
    case 'card':
      return SIGNERS.indexOf(state.signer);
    case 'web':
      return WEB_PORTS.indexOf(state.webPort);
    case 'receipts':
      return Math.max(0, PREFIXES.indexOf(state.successPrefix));
    case 'client':
    case 'businesses':
    case 'directory':
    case 'paste':
    case 'connection':
    case 'write':
      return 0;
  }
}

/** Takes over what the step was about, and goes on unless something is missing. */
function next(state: WizardState, { checkDirectory }: WizardMeans): Result {
  const t = translator(state.locale);
  const refuse = (problem: string): Result => ({
    state: { ...state, problem },
    wish: 'none',
  });
  const go = (change: Partial<WizardState>): Result => {
    const changed = { ...state, ...change };
    const steps = stepsOf(changed);
    return { state: entered(changed, steps[steps.indexOf(state.step) + 1] ?? 'write'), wish: 'none' };
  };
  switch (state.step) {
    case 'language':
      return go({ locale: state.cursor === 0 ? 'zh' : 'en' });
    case 'official':
      return go({ isImport: state.cursor === 0 });
    case 'client':
      return goOrSay(checkAnswer('client-id', state.clientId), state, go, refuse);
    case 'businesses':
      return state.chosen.size > 0 ? go({}) : refuse(t('wizard.businesses.none'));
    case 'directory':
      return goOrSay(checkAnswer('directory', state.boxesDir) ?? checkDirectory(state.boxesDir), state, go, refuse);
    case 'transport': {
      const transport = TRANSPORTS[state.cursor] ?? 'rabbitmq';
      const fields = transport === state.transport ? state.fields : fieldsOf(transport);
      if (transport !== 'embedded' && state.clientId === PLACEHOLDER_CLIENT_ID)
        return placeholderAgain({ ...state, transport, fields });
      return go({ transport, fields, test: { isRunning: false, steps: [] } });
    }
    case 'connection': {
      const wrong = firstWrongField(state);
      return wrong === null ? go({}) : { state: wrong, wish: 'none' };
    }
    case 'paste':
      return go({});
    case 'receipts':
      return go({ successPrefix: PREFIXES[state.cursor] ?? state.successPrefix });
    case 'card':
      return go({ signer: SIGNERS[state.cursor] ?? null });
    case 'web':
      return go({ webPort: WEB_PORTS[state.cursor] ?? null });
    case 'write':
      return { state: { ...state, isWriting: true, problem: null }, wish: 'write' };
  }
}

function goOrSay(
  problem: AnswerProblem | null,
  { locale }: WizardState,
  go: (change: Partial<WizardState>) => Result,
  refuse: (problem: string) => Result,
): Result {
  return problem === null ? go({}) : refuse(problem[locale]);
}
