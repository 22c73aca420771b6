import { type App, say, wordsOf } from '../app.js';
import { startAll, stopAll, togglePause } from '../screens/overview/flows.js';
import { VIEWS } from '../screens/views.js';
import { why } from './documents.js';
import { quit } from './quit.js';
import { openView } from './views.js';

/** Words of the `:` line: names of views and a few verbs, in full or as far as they are unmistakable, also in Chinese. */
const COMMANDS: readonly {
  readonly words: readonly string[];
  readonly isChange: boolean;
  readonly run: (app: App) => void;
}[] = [
  ...VIEWS.map(({ name, commands }) => ({
    words: [name, ...commands],
    isChange: false,
    run: (app: App) => openView(app, name),
  })),
  { words: ['start', 'qd', '启动'], isChange: true, run: startAll },
  { words: ['stop', 'tz', '停止'], isChange: true, run: stopAll },
  { words: ['pause', 'resume', 'zt', 'hf', '暂停', '恢复'], isChange: true, run: togglePause },
  { words: ['help', '?', 'bz', '帮助'], isChange: false, run: (app) => app.store.update(() => ({ isHelpOpen: true })) },
  { words: ['zh', '中文'], isChange: false, run: (app) => app.store.update(() => ({ locale: 'zh' })) },
  { words: ['en', '英文'], isChange: false, run: (app) => app.store.update(() => ({ locale: 'en' })) },
  { words: ['quit', 'q', 'exit', 'tc', '退出'], isChange: false, run: quit },
];

export function openCommandLine(app: App): void {
  app.store.update(() => ({
    prompt: {
      kind: 'command',
      label: wordsOf(app)('command.label'),
      text: '',
      isMasked: false,
      onChange: null,
      suggest: (text) => suggestions(text, app.store.get().isReadOnly),
      onDone: (text) => runCommand(app, text),
      onCancel: () => undefined,
    },
  }));
}

/** Commands that begin like this, by their first word; of all where nothing is typed yet. */
function suggestions(text: string, isReadOnly: boolean): readonly string[] {
  const word = text.trimStart().toLowerCase();
  const all = [...COMMANDS.filter(({ isChange }) => !isChange || !isReadOnly), { words: ['why', '原因'] }];
  return all.flatMap(({ words }) => words.find((known) => known.startsWith(word)) ?? []);
}

/** An exact word first, then the one command that begins like this. */
export function runCommand(app: App, text: string): void {
  const [first = '', ...rest] = text.trim().split(/\s+/);
  const word = first.toLowerCase();
  if (word === '') return;
  // The one command that takes something: a file in an OutBox, or any document.
  if ((word === 'why' || word === '原因') && rest.length > 0) return why(app, rest.join(' '));
  const usable = COMMANDS.filter(({ isChange }) => !isChange || !app.store.get().isReadOnly);
  const exact = usable.find(({ words }) => words.includes(word));
  const begun = usable.filter(({ words }) => words.some((known) => known.startsWith(word)));
  const command = exact ?? (begun.length === 1 ? begun[0] : undefined);
  if (command === undefined) say(app, wordsOf(app)('command.unknown', { word }), 'warn');
  else command.run(app);
}
