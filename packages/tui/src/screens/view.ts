import type { DocumentRecord } from '@swic/core/contract';
import type { Move } from '@swic/desk';
import type { App } from '../app.js';
import type { Catalogue, Locale } from '../i18n/index.js';
import type { PlaceName, State } from '../state.js';
import type { Screen } from './screen.js';

/** What an action may want to know of the key that asked for it. */
export interface ActionPress {
  /** Lines that a page has. */
  readonly pageRows: number;
}

export interface KeyRow {
  /** A public name: swic.yaml remaps by it. Its words are `key.<id>`, and `hint.<id>` where it is in the line at the bottom. */
  readonly id: string;
  /** `q`, `S`, `ctrl+c`, `enter`, `pageup` …; the first is the one that is shown. */
  readonly keys: readonly string[];
  /**
   * `change` changes something of the agent: not there with `--read-only`. `hint` is in the line at the bottom. `quiet` is
   * found in the help alone.
   */
  readonly is: 'change' | 'hint' | 'quiet';
  readonly act: (app: App, press: ActionPress) => void;
}

/** How a place looks again at what it shows of the ledger. Asked for with every snapshot. */
export interface Refresh {
  /** At most so often. */
  readonly everyMs: (state: State) => number;
  /** Only after the numbers of a business moved. */
  readonly isAfterChange: boolean;
  /** What fails is tried again with the next snapshot. */
  readonly run: (app: App) => Promise<void>;
}

/** What can be on the screen: all that the dashboard knows of it is in its folder, and here. */
export interface Place {
  readonly name: PlaceName;
  /** What it keeps in the state, at the start. */
  readonly initial: State[PlaceName];
  /** Its own words; the keys that it shares with others have theirs in `i18n`. */
  readonly words: Catalogue;
  readonly screen: Screen;
  /** In the order of the line at the bottom and of the help. */
  readonly keys: readonly KeyRow[];
  /** null = nothing moves here. */
  readonly move: ((app: App, move: Move, pageRows: number) => void) | null;
  readonly refresh: Refresh | null;
  /** The document that an action here is about; null where there are none. */
  readonly document: ((state: State) => DocumentRecord | null) | null;
}

export interface Filter {
  readonly get: (state: State) => string;
  readonly set: (app: App, text: string) => void;
}

/** A place with a number of its own. */
export interface View extends Place {
  readonly title: Readonly<Record<Locale, string>>;
  /** Where the line of the views is short. */
  readonly short: Readonly<Record<Locale, string>>;
  /** What leads here from the `:` line besides its name: Chinese, and the first letters of its pinyin. */
  readonly commands: readonly string[];
  /** What is asked of the agent when it opens. */
  readonly load: ((app: App) => void) | null;
  readonly filter: Filter | null;
  /** A number beside its name; urgent ones leave a mark where only the numbers of the views have room. */
  readonly badge: { readonly count: (state: State) => number; readonly isUrgent: boolean } | null;
}
