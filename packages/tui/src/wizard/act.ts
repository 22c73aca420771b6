import { type AnswerProblem, checkAnswer, PLACEHOLDER_CLIENT_ID } from '@swic/core/contract';
import { translator } from '../i18n/index.js';
import { moved } from '../lists/move.js';
import {
  fieldsOf,
  linesOf,
  SIGNERS,
  type StepName,
  stepsOf,
  TRANSPORTS,
  textOf,
  type WizardState,
  withText,
} from './state.js';

/** What a key asks of whoever runs the wizard, beside the new state. */
export type Wish = 'none' | 'test' | 'write' | 'leave';

/** What only the machine knows about an answer: can boxes be made there? */
export type CheckDirectory = (directory: string) => AnswerProblem | null;

interface Result {
  readonly state: WizardState;
  readonly wish: Wish;
}

/** One key; pure. */
export function onWizardKey(
  state: WizardState,
  name: string,
  input: string,
  checkDirectory: CheckDirectory = () => null,
): Result {
  const stay = (next: WizardState): Result => ({ state: next, wish: 'none' });
  // What is being written is settled: only leaving is possible.
  if (state.isWriting && name !== 'ctrl+c') return stay(state);
  switch (name) {
    case 'ctrl+c':
      return { state, wish: 'leave' };
    case 'esc':
      return stay(previous(state));
    case 'enter':
      return next(state, checkDirectory);
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
      return stay(text === null || input === '' || name.startsWith('ctrl+') ? state : withText(state, text + input));
    }
  }
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

/** The cursor stands where the answer given last stands. */
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
    case 'client':
    case 'businesses':
    case 'directory':
    case 'connection':
    case 'write':
      return 0;
  }
}

/** Takes over what the step was about, and goes on unless something is missing. */
function next(state: WizardState, checkDirectory: CheckDirectory): Result {
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
      // The one answer that was right until this one was given.
      if (transport !== 'embedded' && state.clientId === PLACEHOLDER_CLIENT_ID)
        return {
          state: { ...entered({ ...state, transport, fields }, 'client'), problem: t('wizard.client.placeholder') },
          wish: 'none',
        };
      return go({ transport, fields, test: { isRunning: false, steps: [] } });
    }
    case 'connection': {
      const wrong = firstWrongField(state);
      return wrong === null ? go({}) : { state: wrong, wish: 'none' };
    }
    case 'card':
      return go({ signer: SIGNERS[state.cursor] ?? null });
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
