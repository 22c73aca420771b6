import { type Connect, Connection } from '@swic/desk';
import { render } from 'ink';
import { drain } from './actions/quit.js';
import { openView } from './actions/views.js';
import { type App, createOwn, forgetNoAgent } from './app.js';
import { Dashboard } from './components/dashboard.js';
import { type Locale, translator } from './i18n/index.js';
import { type Keyboard, openKeyboard } from './keyboard.js';
import { createKeyMap } from './keys.js';
import { onEndSignal } from './lifecycle.js';
import type { DashboardClock, HostedAgent } from './outside.js';
import { openPresenter, type Presenter } from './presenter.js';
import { createRefresher } from './refresher.js';
import { initialState, placeOf, words } from './screens/views.js';
import { Store } from './store.js';
import { createTheme, themeOptions } from './theme.js';

export interface DashboardOptions {
  readonly connect: Connect;
  /** null: the agent runs elsewhere, and leaving leaves it alone. */
  readonly host: HostedAgent | null;
  readonly clock: DashboardClock;
  readonly locale: Locale;
  readonly isReadOnly: boolean;
  /** Action -> keys, from the configuration. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  readonly openPath: (path: string) => Promise<void>;
  readonly copyForEditing: (path: string, name: string) => Promise<string>;
  readonly openEditor: (path: string) => Promise<void>;
  readonly environment: NodeJS.ProcessEnv;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
}

/** Shows the dashboard until its user leaves; resolves with the sentence that says what has become of the agent. */
export async function openDashboard(options: DashboardOptions): Promise<string> {
  const { clock, host, environment, stdout } = options;
  const store = new Store(initialState({ ...options, isHosted: host !== null }));
  const connection = new Connection(options.connect, store, clock, () => {
    forgetNoAgent(store);
    refresh();
  });
  const ending = new AbortController();
  const isScreenReader = environment['INK_SCREEN_READER'] === 'true';
  // A screen reader follows the text as it is written: no second screen, no jumping about.
  const presenter = isScreenReader ? null : openPresenter(stdout);
  const app: App = {
    store,
    clock,
    host,
    call: connection.call,
    words,
    openView: (view) => openView(app, view),
    document: () => placeOf(store.get()).document?.(store.get()) ?? null,
    own: createOwn(() => app),
    openPath: options.openPath,
    copyForEditing: options.copyForEditing,
    openEditor: options.openEditor,
    suspend: (work) => lendTerminal({ keyboard, presenter, app }, work),
    onTestStep: (listener) => connection.onTestStep(listener),
    rewatch: () => connection.rewatch(),
    end: () => ending.abort(),
    write: (text) => void stdout.write(text),
    redraw: () => {
      presenter?.forget();
      store.update(({ redraws }) => ({ redraws: redraws + 1 }));
    },
  };
  const refresh = createRefresher(() => app);
  const keys = createKeyMap(options.keys, options.isReadOnly);
  const theme = createTheme(themeOptions(environment, process.platform));
  const keyboard = openKeyboard(options.stdin);
  const picture = render(<Dashboard app={app} keys={keys} theme={theme} isReader={isScreenReader} />, {
    stdin: keyboard.stream,
    stdout: presenter?.stream ?? stdout,
    // Every picture whole and at once: the presenter finds what changed, and useFrames keeps to ten a second.
    debug: presenter !== null,
    exitOnCtrlC: false,
    patchConsole: false,
    isScreenReaderEnabled: isScreenReader,
  });
  const forget = onEndSignal(() => (host === null ? app.end() : drain(app)));
  const watching = connection.run(ending.signal);
  try {
    await Promise.race([ended(ending.signal), host?.stopped ?? ended(ending.signal)]);
  } finally {
    ending.abort();
    await watching;
    forget();
    picture.unmount();
    keyboard[Symbol.dispose]();
    presenter?.[Symbol.dispose]();
  }
  return farewell(store, host !== null);
}

interface Terminal {
  readonly keyboard: Keyboard;
  /** null = a screen reader follows the text. */
  readonly presenter: Presenter | null;
  readonly app: App;
}

/** While it lasts, another program has the terminal. */
async function lendTerminal({ keyboard, presenter, app }: Terminal, work: () => Promise<void>): Promise<void> {
  keyboard.pause();
  presenter?.leave();
  try {
    await work();
  } finally {
    presenter?.enter();
    keyboard.resume();
    app.redraw();
  }
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

function farewell(store: Store, isHosted: boolean): string {
  const { locale, snapshot, isEnding } = store.get();
  const t = translator(locale);
  if (isHosted) return t(isEnding === 'aborting' ? 'end.given-up' : 'end.stopped');
  return snapshot === null ? t('end.detached-unknown') : t('end.detached', { pid: snapshot.agent.pid });
}
