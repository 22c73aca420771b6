import type { FaultRecord, LogLevel, LogLine, Snapshot } from '@swic/core/contract';
import type { Locale } from './i18n/index.js';
import type { PlaceName, ViewName } from './keys.js';
import type { Tone } from './theme.js';

/** `connecting ──▶ live ──▶ lost ──▶ live …`; `never` while no agent was ever reached. */
export interface LinkState {
  readonly kind: 'connecting' | 'live' | 'lost' | 'never';
  readonly attempt: number;
  readonly fault: FaultRecord | null;
}

/** One line that the user types, at the bottom. */
export interface Prompt {
  readonly kind: 'filter' | 'command' | 'pin' | 'value';
  readonly label: string;
  readonly text: string;
  /** What is typed is not shown. */
  readonly isMasked: boolean;
  /** Called with each change; null where only the whole text counts. */
  readonly onChange: ((text: string) => void) | null;
  readonly onDone: (text: string) => void;
  readonly onCancel: () => void;
}

/** A question that must be answered before anything else. */
export interface Question {
  readonly rows: readonly string[];
  readonly answers: readonly { readonly key: string; readonly label: string; readonly act: () => void }[];
}

export interface Notice {
  readonly text: string;
  readonly tone: Tone;
  readonly untilMs: number;
}

export interface LogState {
  readonly lines: readonly LogLine[];
  readonly skipped: number;
  readonly level: LogLevel;
  readonly filter: string;
  /** Number of the line at the bottom while not following; null = the newest. */
  readonly bottomSeq: number | null;
}

export interface ListState {
  readonly cursor: number;
  readonly filter: string;
}

export interface State {
  readonly link: LinkState;
  readonly snapshot: Snapshot | null;
  /** When the snapshot came, by our clock; the agent's own may run otherwise. */
  readonly snapshotMs: number;
  readonly locale: Locale;
  readonly isReadOnly: boolean;
  readonly isHosted: boolean;
  readonly view: ViewName;
  readonly place: PlaceName;
  readonly history: readonly ViewName[];
  readonly prompt: Prompt | null;
  readonly question: Question | null;
  readonly notice: Notice | null;
  readonly isHelpOpen: boolean;
  /** Grows to have the whole screen drawn again. */
  readonly redraws: number;
  readonly isEnding: 'no' | 'draining' | 'aborting';
  readonly log: LogState;
  readonly overview: { readonly cursor: number };
  readonly faults: ListState;
}

export interface Setup {
  readonly locale: Locale;
  readonly isReadOnly: boolean;
  readonly isHosted: boolean;
}

export function initialState({ locale, isReadOnly, isHosted }: Setup): State {
  return {
    link: { kind: 'connecting', attempt: 1, fault: null },
    snapshot: null,
    snapshotMs: 0,
    locale,
    isReadOnly,
    isHosted,
    view: 'overview',
    place: 'overview',
    history: [],
    prompt: null,
    question: null,
    notice: null,
    isHelpOpen: false,
    redraws: 0,
    isEnding: 'no',
    log: { lines: [], skipped: 0, level: 'info', filter: '', bottomSeq: null },
    overview: { cursor: 0 },
    faults: { cursor: 0, filter: '' },
  };
}
