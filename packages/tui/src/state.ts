import type { Snapshot } from '@swic/core/contract';
import type { LinkState } from '@swic/desk';
import type { Locale } from './i18n/index.js';
import type { Tone } from './theme.js';

/** One line that the user types, at the bottom. */
export interface Prompt {
  readonly kind: 'filter' | 'command' | 'pin' | 'value';
  readonly label: string;
  readonly text: string;
  /** What is typed is not shown. */
  readonly isMasked: boolean;
  /** Called with each change; null where only the whole text counts. */
  readonly onChange: ((text: string) => void) | null;
  /** What the text may become, the first of which Tab takes; null where there is nothing to suggest. */
  readonly suggest: ((text: string) => readonly string[]) | null;
  readonly onDone: (text: string) => void;
  readonly onCancel: () => void;
}

/** A question that must be answered before anything else. */
export interface Question {
  readonly rows: readonly string[];
  /** Is above the question: what it is about. */
  readonly detail: readonly { readonly text: string; readonly tone: Tone }[];
  readonly answers: readonly { readonly key: string; readonly label: string; readonly act: () => void }[];
}

export interface Notice {
  readonly text: string;
  readonly tone: Tone;
  readonly untilMs: number;
  /** Says that no agent is reached: not true any longer once one is. */
  readonly isOfLink: boolean;
}

/** What each view keeps, by the name of the view. The folder of a view adds its line to this interface. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the folders of the views.
export interface OwnStates {}

/** What can be on the screen: a view, or what is opened above one. */
export type PlaceName = keyof OwnStates;

export interface State extends OwnStates {
  readonly link: LinkState;
  readonly snapshot: Snapshot | null;
  /** When the snapshot came, by our clock; the agent's own may run otherwise. */
  readonly snapshotMs: number;
  readonly locale: Locale;
  readonly isReadOnly: boolean;
  readonly isHosted: boolean;
  /** The view that is open. */
  readonly view: PlaceName;
  /** The same, or what is opened above it. */
  readonly place: PlaceName;
  readonly history: readonly PlaceName[];
  readonly prompt: Prompt | null;
  readonly question: Question | null;
  readonly notice: Notice | null;
  readonly isHelpOpen: boolean;
  /** Grows to have the whole screen drawn again. */
  readonly redraws: number;
  readonly isEnding: 'no' | 'draining' | 'aborting';
}

export interface Setup {
  readonly locale: Locale;
  readonly isReadOnly: boolean;
  readonly isHosted: boolean;
}
