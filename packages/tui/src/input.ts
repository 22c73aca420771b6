import type { Key } from 'ink';
import { quit } from './actions/quit.js';
import type { App } from './app.js';
import type { KeyMap } from './keys.js';
import type { Prompt } from './state.js';

export interface KeyPress {
  /** What was typed or pasted; '' for keys without a character. */
  readonly input: string;
  /** As the table of keys writes it. */
  readonly name: string;
  /** Esc came right before it. */
  readonly isMeta: boolean;
  /** Lines that a page has. */
  readonly pageRows: number;
}

/** The name of a key as the table writes it: `q`, `S`, `ctrl+l`, `pageup`. */
export function keyName(input: string, key: Key): string {
  if (key.upArrow) return 'up';
  if (key.downArrow) return 'down';
  if (key.leftArrow) return 'left';
  if (key.rightArrow) return 'right';
  if (key.pageUp) return 'pageup';
  if (key.pageDown) return 'pagedown';
  if (key.home) return 'home';
  if (key.end) return 'end';
  // A line feed is Enter that was pressed before the terminal was ours.
  if (key.return || input === '\n') return 'enter';
  if (key.escape) return 'esc';
  if (key.tab) return key.shift ? 'shift+tab' : 'tab';
  // Terminals say "delete" for the key that people call backspace.
  if (key.backspace || key.delete) return 'backspace';
  if (key.ctrl) return `ctrl+${input}`;
  return input === ' ' ? 'space' : input;
}

/** One key as a terminal gives it, or several in one piece. */
export type RawPress = Pick<KeyPress, 'input' | 'name' | 'isMeta'>;

/**
 * Keys that were typed faster than they were read come in one piece, and so does a paste: each letter is a key of its own. Esc and a
 * letter in one go cannot be told from Alt and a letter; we have no use for Alt.
 */
export function splitKeys({ input, name, isMeta }: RawPress): readonly Omit<RawPress, 'isMeta'>[] {
  const before = isMeta && name !== 'esc' ? [{ input: '', name: 'esc' }] : [];
  const letters = [...input];
  if (letters.length < 2 || name !== input) return [...before, { input, name }];
  return [...before, ...letters.map((letter) => ({ input: letter, name: nameOfLetter(letter) }))];
}

export function onInput(app: App, keys: KeyMap, press: KeyPress): void {
  for (const one of splitKeys(press)) onKey(app, keys, { ...press, ...one });
}

const NAMED: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\u001b': 'esc',
  '\u007f': 'backspace',
  '\b': 'backspace',
  ' ': 'space',
};
/** Ctrl and a letter is the letter's number. */
const LETTERS_BEFORE_A = 96;

function nameOfLetter(letter: string): string {
  const code = letter.charCodeAt(0);
  return NAMED[letter] ?? (code < 32 ? `ctrl+${String.fromCharCode(code + LETTERS_BEFORE_A)}` : letter);
}

/** A question comes before a prompt, a prompt before the help, the help before the keys of the view. */
function onKey(app: App, keys: KeyMap, press: KeyPress): void {
  const { question, prompt, isHelpOpen, place, isEnding } = app.store.get();
  if (isEnding !== 'no') {
    if (press.name === 'ctrl+c' || press.name === 'q') quit(app);
    return;
  }
  if (question !== null) {
    const answer = question.answers.find(({ key }) => key === press.name);
    if (answer !== undefined) answer.act();
    else if (press.name === 'esc' || press.name === 'ctrl+c') app.store.update(() => ({ question: null }));
    return;
  }
  if (prompt !== null) {
    onPromptKey(app, prompt, press);
    return;
  }
  if (isHelpOpen) {
    app.store.update(() => ({ isHelpOpen: false }));
    return;
  }
  keys.find(press.name, place)?.act(app, press);
}

function onPromptKey(app: App, prompt: Prompt, { input, name }: KeyPress): void {
  const close = (): void => app.store.update(() => ({ prompt: null }));
  const change = (text: string): void => {
    app.store.update(() => ({ prompt: { ...prompt, text } }));
    prompt.onChange?.(text);
  };
  switch (name) {
    case 'enter':
      close();
      prompt.onDone(prompt.text);
      return;
    case 'esc':
    case 'ctrl+c':
      close();
      prompt.onCancel();
      return;
    case 'backspace':
      change([...prompt.text].slice(0, -1).join(''));
      return;
    case 'tab': {
      const first = prompt.suggest?.(prompt.text)[0];
      if (first !== undefined) change(first);
      return;
    }
    case 'ctrl+u':
      change('');
      return;
    default:
      if (input !== '' && !name.startsWith('ctrl+')) change(prompt.text + input);
  }
}
