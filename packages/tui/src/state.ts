import type {
  DocumentRecord,
  Examination,
  FaultRecord,
  ListedReceipt,
  LogCursor,
  LogHistoryParams,
  LogLevel,
  LogLine,
  OverdueReport,
  SettingsReport,
  Snapshot,
  TestStepRecord,
  WaitingFile,
} from '@swic/core/contract';
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

export interface LogState {
  readonly lines: readonly LogLine[];
  readonly skipped: number;
  readonly level: LogLevel;
  readonly filter: string;
  /** Number of the line at the bottom while not following; null = the newest. */
  readonly bottomSeq: number | null;
  /** Lines of the log files before the live ones; null = none were asked for. */
  readonly history: LogHistoryState | null;
}

export interface LogHistoryState {
  /** The oldest live line: the files are read from before it. */
  readonly before: LogHistoryParams['before'];
  /** Its number here; what is loaded from the files has smaller ones. */
  readonly liveSeq: number;
  readonly cursor: LogCursor | null;
  readonly isAtEnd: boolean;
  readonly isLoading: boolean;
}

export interface ListState {
  readonly cursor: number;
  readonly filter: string;
}

/** A window on a long list: what is loaded is together, and begins somewhere in the list. */
export interface DocumentsState {
  readonly rows: readonly DocumentRecord[];
  /** Index of the first row in the whole list; null when that is not known, since the end was jumped to through a filter. */
  readonly startsAt: number | null;
  /** Index in `rows`. */
  readonly cursor: number;
  readonly filter: string;
  readonly isFaultsOnly: boolean;
  readonly order: 'newest' | 'oldest' | 'name' | 'state';
  readonly hasBefore: boolean;
  /** Where to go on looking behind the last row; null = it is the end. */
  readonly next: string | null;
  readonly total: number;
  readonly isLoading: boolean;
  /** Marked for an action on all of them. */
  readonly marked: ReadonlySet<string>;
}

export interface ReceiptsState {
  readonly rows: readonly ListedReceipt[];
  readonly cursor: number;
  readonly filter: string;
  readonly isAtEnd: boolean;
  readonly isLoading: boolean;
}

export interface OverdueState {
  /** null until the first answer. */
  readonly report: OverdueReport | null;
  /** When it came, by our clock. */
  readonly reportMs: number;
  readonly cursor: number;
  readonly isLoading: boolean;
  /** Why the latest question got no answer; null = it got one. */
  readonly fault: FaultRecord | null;
}

export interface SettingsState {
  readonly report: SettingsReport | null;
  readonly cursor: number;
  /** What was changed here and takes effect after a restart. */
  readonly restartNeeded: readonly string[];
}

/** What is in the OutBox of one business and not sent. */
export interface WaitingState {
  readonly business: string;
  /** null until the first answer. */
  readonly files: readonly WaitingFile[] | null;
  readonly cursor: number;
}

/** What the overview shows below its numbers, where there is room. */
export interface LatestState {
  readonly refused: readonly DocumentRecord[];
  readonly waiting: readonly WaitingFile[];
}

export interface DetailState {
  readonly document: string;
  /** null while it is asked for. */
  readonly examination: Examination | null;
  /** First line shown. */
  readonly top: number;
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
  /** `isToday`: counts of the documents that were claimed today, instead of those since the agent's start. */
  readonly overview: { readonly cursor: number; readonly isToday: boolean };
  readonly faults: ListState;
  readonly documents: DocumentsState;
  readonly receipts: ReceiptsState;
  readonly overdue: OverdueState;
  readonly settings: SettingsState;
  readonly transportTest: { readonly isRunning: boolean; readonly steps: readonly TestStepRecord[] };
  readonly detail: DetailState | null;
  readonly waiting: WaitingState | null;
  readonly latest: LatestState;
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
    log: { lines: [], skipped: 0, level: 'info', filter: '', bottomSeq: null, history: null },
    overview: { cursor: 0, isToday: false },
    faults: { cursor: 0, filter: '' },
    documents: {
      rows: [],
      startsAt: 0,
      cursor: 0,
      filter: '',
      isFaultsOnly: false,
      order: 'newest',
      hasBefore: false,
      next: null,
      total: 0,
      isLoading: true,
      marked: new Set(),
    },
    receipts: { rows: [], cursor: 0, filter: '', isAtEnd: false, isLoading: true },
    overdue: { report: null, reportMs: 0, cursor: 0, isLoading: false, fault: null },
    settings: { report: null, cursor: 0, restartNeeded: [] },
    transportTest: { isRunning: false, steps: [] },
    detail: null,
    waiting: null,
    latest: { refused: [], waiting: [] },
  };
}
