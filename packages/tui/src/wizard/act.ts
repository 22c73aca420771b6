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

const CLIENT_ID = /^\S{1,16}$/;

/** One key; pure. */
export function onWizardKey(state: WizardState, name: string, input: string): { state: WizardState; wish: Wish } {
  const stay = (next: WizardState): { state: WizardState; wish: Wish } => ({ state: next, wish: 'none' });
  switch (name) {
    case 'ctrl+c':
      return { state, wish: 'leave' };
    case 'esc':
      return stay(previous(state));
    case 'enter':
      return next(state);
    case 'up':
    case 'down':
      return stay({ ...state, cursor: moved(state.cursor, linesOf(state), name, 1) });
    case 'ctrl+t':
      return state.step === 'connection' && state.transport !== 'embedded' ? { state, wish: 'test' } : stay(state);
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
function next(state: WizardState): { state: WizardState; wish: Wish } {
  const t = translator(state.locale);
  const refuse = (problem: string): { state: WizardState; wish: Wish } => ({
    state: { ...state, problem },
    wish: 'none',
  });
  const go = (change: Partial<WizardState>): { state: WizardState; wish: Wish } => {
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
      return CLIENT_ID.test(state.clientId) ? go({}) : refuse(t('wizard.client.wrong'));
    case 'businesses':
      return state.chosen.size > 0 ? go({}) : refuse(t('wizard.businesses.none'));
    case 'directory':
      return state.boxesDir.trim() === '' ? refuse(t('wizard.directory.none')) : go({});
    case 'transport': {
      const transport = TRANSPORTS[state.cursor] ?? 'rabbitmq';
      const fields = transport === state.transport ? state.fields : fieldsOf(transport);
      return go({ transport, fields, test: { isRunning: false, steps: [] } });
    }
    case 'connection':
      return go({});
    case 'card':
      return go({ signer: SIGNERS[state.cursor] ?? null });
    case 'write':
      return { state, wish: 'write' };
  }
}
