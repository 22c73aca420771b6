import type { DocumentRecord, Verdict } from '../domain/document.js';
import type { Problem } from '../domain/problem.js';
import type { ReceiptRecord } from '../domain/receipt.js';
import type { CustomsFilter } from '../domain/receipts/customs-filter.js';
import type { AlertCommandMap } from './alert-commands.js';
import type { AmendmentCommandMap } from './amendment-commands.js';
import type { BookCommandMap } from './book-commands.js';
import type { ReportCommandMap } from './day-report.js';
import type { DeclarationState } from './declaration-state.js';
import type { DoctorReport } from './doctor.js';
import type { StampedEvent } from './events.js';
import type { FaultRecord } from './fault.js';
import type { FlowParams } from './flow.js';
import type { LedgerBackup } from './ledger-care.js';
import type { DocumentListParams, ListCommandMap, ReceiptListParams } from './lists.js';
import type { LogHistoryPage, LogHistoryParams, LogLine, WatchParams } from './log-line.js';
import type { SignerDescription } from './signer-state.js';
import type { Snapshot } from './snapshot.js';
import type { VerifyParams, VerifyReport } from './verify.js';
import type { WebCommandMap } from './web.js';
import type { WaitingFile, WhyNot } from './why.js';

/** The whole story of one document, oldest first. */
export interface Trace {
  readonly document: DocumentRecord;
  readonly receipts: readonly ReceiptRecord[];
  /** Null until a receipt with a code has come. */
  readonly state: DeclarationState | null;
  readonly steps: readonly TraceStep[];
  /** Documents sent again from this one. */
  readonly resentAs: readonly string[];
}

/** A thing that happened to a document, from the ledger: its time as epoch ms, a fixed name for scripts, words for people. */
export interface TraceStep {
  readonly atMs: number;
  readonly step: string;
  readonly zh: string;
  readonly en: string;
}

/** A step of the transport's connection test as it crosses the control socket; see `TestStep` of ports/transport.ts. */
export interface TestStepRecord {
  readonly name: string;
  readonly outcome: 'ok' | 'failed' | 'skipped';
  readonly durationMs: number;
  readonly fault: FaultRecord | null;
  readonly note: string | null;
}

/** What became of one file of a `resend`: its new name in OutBox, or null and why not. One file's failure stops no other. */
export interface ResendResult {
  readonly file: string;
  readonly outcome: 'queued' | 'not-found' | 'failed';
  readonly queuedAs: string | null;
  readonly fault: FaultRecord | null;
}

/** A corrected copy that is to replace a document; a trial checks it and queues nothing. */
export interface CorrectParams {
  readonly document: string;
  /** The copy, as an absolute path on the agent's machine. */
  readonly file: string;
  readonly isTrial: boolean;
}

/** What the checks say about a corrected copy, and whether it was queued. */
export interface CorrectResult {
  readonly document: string;
  readonly problems: readonly Problem[];
  /** Why it cannot be sent; null = it can. */
  readonly fault: FaultRecord | null;
  /** No byte differs from what was sent. */
  readonly isSame: boolean;
  /** Its name in OutBox; null = it was not queued. */
  readonly queuedAs: string | null;
}

/** Everything about one document, for a person who looks into it. */
export interface Examination {
  readonly trace: Trace;
  /** Absolute path of its file on the agent's machine; null while it is on its way, or where its business is not configured. */
  readonly path: string | null;
  /** Of a rejected document: what the checks say about the file in FailBox; empty when the firm has taken it. */
  readonly problems: readonly Problem[];
}

/** The configuration as it is in the file now, complete. */
export interface SettingsReport {
  readonly file: string;
  /** Changes whenever the file does. */
  readonly version: string;
  /** With every default filled in; a secret is the reference to it. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly businesses: readonly {
    readonly key: string;
    readonly boxes: Readonly<Record<'outBox' | 'sentBox' | 'inBox' | 'failBox' | 'tempBox', string>>;
  }[];
}

/** Changes of swic.yaml by path, e.g. `['transport', 'host']`; comments and layout of the file stay. */
export interface EditSettingsParams {
  /** Of the report that was edited: an edit of a file that changed since then is refused. */
  readonly version: string;
  readonly edits: readonly { readonly path: readonly string[]; readonly value: unknown }[];
  /** Only says what would come of it. */
  readonly isTrial: boolean;
}

/** What an edit does, or did, to the file and to the running agent. */
export interface EditSettingsResult {
  /** Lines of the file, from the first that differs to the last. */
  readonly diff: { readonly line: number; readonly removed: readonly string[]; readonly added: readonly string[] };
  /** What is wrong with the edited file; then nothing is written. */
  readonly problems: readonly { readonly path: string; readonly zh: string; readonly en: string }[];
  readonly report: ConfigChangeReport;
  readonly isWritten: boolean;
}

/** A receipt, what it says by itself, and where the declaration that it belongs to is now. */
export interface ListedReceipt {
  readonly receipt: ReceiptRecord;
  /** Of the worst part where it judges several; `none` = nothing about where its declaration is. */
  readonly says: CustomsFilter;
  readonly state: DeclarationState | null;
}

/** Which documents `overdue` looks at; a business of null means all. */
export interface OverdueParams {
  readonly business: string | null;
  /** Documents that were confirmed earlier are not looked at; null = those of the last seven days. */
  readonly sinceMs: number | null;
}

/** After how long a business's send result is late. */
export interface OverdueLimit {
  readonly business: string;
  /** As configured; null while nothing is late, since it is not known that answers come at all and none were seen. */
  readonly limitMs: number | null;
  /** 99th percentile of the latest answers; null while there are too few to learn from. */
  readonly learnedMs: number | null;
  /** How many answers it was learned from, at most 500. */
  readonly answers: number;
}

/**
 * A document that was confirmed and has no send result yet, or of which some orders have no answer while others have
 * (`standing.customs.parts`); it has waited `waitedMs` since the confirm.
 */
export interface OverdueDocument {
  readonly document: DocumentRecord;
  readonly waitedMs: number;
  /** Beyond the configured limit, or only later than nearly all others. */
  readonly by: 'limit' | 'learned';
}

/** What is late now, with the limits it was measured by. */
export interface OverdueReport {
  readonly limits: readonly OverdueLimit[];
  /** The longest wait first; of each business at most 10,000. */
  readonly documents: readonly OverdueDocument[];
}

/** A signature as it crosses the control socket: `SignatureResult` of ports/signer.ts in base64. */
export interface SignedRecord {
  /** Base64. */
  readonly signature: string;
  readonly certificateNumber: string;
  /** DER in base64; null where the signer does not hand it out. */
  readonly certificate: string | null;
  readonly algorithm: 'rsa-sha1' | 'sm2-sm3';
}

/** Every command of a running agent: name -> what it takes and what it answers. JSON only; null, never absent. */
export interface CommandMap
  extends AlertCommandMap,
    AmendmentCommandMap,
    BookCommandMap,
    ListCommandMap,
    ReportCommandMap,
    WebCommandMap {
  status: { readonly params: null; readonly result: Snapshot };
  /** The numbers of this run, as Prometheus reads them. */
  metrics: { readonly params: null; readonly result: { readonly text: string } };
  trace: { readonly params: { readonly query: string }; readonly result: readonly Trace[] };
  why: { readonly params: { readonly file: string }; readonly result: WhyAnswer };
  /**
   * Files in the OutBoxes of one business, or of all, that are not sent now: those that wait, the longest wait first, then those that
   * are passed over; at most `limit` of each. Says what the latest look at each OutBox saw.
   */
  listWaiting: {
    readonly params: { readonly business: string | null; readonly limit: number };
    readonly result: readonly WaitingFile[];
  };
  /** Params null: as `{ full: false, repair: false }`. */
  verify: { readonly params: VerifyParams | null; readonly result: VerifyReport };
  /** Writes ledger and configuration into a file, absolute, that does not exist yet. Rejects with `config.exists`, `disk.*`. */
  backup: { readonly params: { readonly file: string }; readonly result: LedgerBackup };
  resend: { readonly params: { readonly files: readonly string[] }; readonly result: readonly ResendResult[] };
  /**
   * Which document may be corrected under this word, and the absolute path of its file. Rejects with `command.not-found`,
   * `command.usage` (several) and `command.failed` (on its way, of unknown outcome, replaced already; the sentence says which).
   */
  correctable: {
    readonly params: { readonly document: string };
    readonly result: { readonly document: string; readonly name: string; readonly path: string };
  };
  /** A corrected copy of a document, as its successor: checked, and queued unless it is a trial, has problems or no difference. */
  correct: { readonly params: CorrectParams; readonly result: CorrectResult };
  /** A person's word that what is wrong with a refused document is dealt with. `by` null = the user whose agent it is. */
  handle: {
    readonly params: { readonly document: string; readonly note: string; readonly by: string | null };
    readonly result: { readonly document: string; readonly concern: string };
  };
  settleUnknown: {
    /**
     * An operator's word, by a document's id or a name that means only one. `lost` and, for a file that is gone, `sent` close what
     * is nowhere. `by` is kept with it; null = the user whose agent it is.
     */
    readonly params: { readonly document: string; readonly decision: Verdict['as']; readonly by: string | null };
    readonly result: { readonly stage: string };
  };
  listDocuments: { readonly params: DocumentListParams; readonly result: readonly DocumentRecord[] };
  examine: { readonly params: { readonly document: string }; readonly result: Examination };
  listReceipts: { readonly params: ReceiptListParams; readonly result: readonly ListedReceipt[] };
  /** Documents whose send result is late. */
  overdue: { readonly params: OverdueParams; readonly result: OverdueReport };
  startFlow: { readonly params: FlowParams; readonly result: { readonly changed: number } };
  stopFlow: { readonly params: FlowParams; readonly result: { readonly changed: number } };
  pause: { readonly params: null; readonly result: { readonly changed: boolean } };
  resume: { readonly params: null; readonly result: { readonly changed: boolean } };
  /** Who signs, looked at now; null = the configuration names no signer. */
  signer: { readonly params: null; readonly result: SignerDescription | null };
  /**
   * The operator's word: lifts a hold over the PIN and tries it once. `pin` null = the saved one; one that is given travels over
   * the owner's socket alone, and when it is right it is kept, and saved where the configuration refers to the keyring.
   */
  verifyPin: { readonly params: { readonly pin: string | null }; readonly result: SignerDescription };
  /** A signature by the running agent's signer, so that two processes do not fight over one reader. Base64 both ways. */
  sign: { readonly params: { readonly bytes: string }; readonly result: SignedRecord };
  testConnection: { readonly params: null; readonly result: readonly TestStepRecord[] };
  /** Everything from the machine to the platform, looked at by the agent; seconds, and bounded. Changes nothing that stays. */
  doctor: { readonly params: null; readonly result: DoctorReport };
  settings: { readonly params: null; readonly result: SettingsReport };
  editSettings: { readonly params: EditSettingsParams; readonly result: EditSettingsResult };
  reloadConfig: { readonly params: null; readonly result: ConfigChangeReport };
  /** Recent events after this number, at most 1,000; then `event` notifications follow while the connection lasts. */
  subscribe: { readonly params: { readonly afterSeq: number | null }; readonly result: readonly StampedEvent[] };
  /**
   * For a program that shows what happens: recent lines of the log, then `snapshot` when something changed (every two seconds otherwise)
   * and `lines`, both at most four times a second, while the connection lasts. Calling it again replaces the level.
   */
  watch: { readonly params: WatchParams; readonly result: readonly LogLine[] };
  /** What the log files hold from before: also of earlier runs. Reads from the newest line towards the oldest, page by page. */
  logHistory: { readonly params: LogHistoryParams; readonly result: LogHistoryPage };
  /**
   * Ends as `shutdown` does, and starts again with the configuration as it is then. Not accepted where the process that hosts the agent
   * does not start it again.
   */
  restart: { readonly params: null; readonly result: { readonly accepted: boolean } };
  shutdown: { readonly params: null; readonly result: { readonly accepted: boolean } };
}

/** The name of a command on the control socket. */
export type CommandName = keyof CommandMap;

/** Paths of the settings that changed, e.g. `businesses.DEC`: those in force now, and those that wait for a restart. */
export interface ConfigChangeReport {
  readonly applied: readonly string[];
  readonly restartNeeded: readonly string[];
}

/** Why a file has not been sent, in words and for scripts; `why` is null where nothing keeps it. */
export interface WhyAnswer {
  readonly file: string;
  readonly business: string | null;
  /** Where the file is now, e.g. `OutBox`, `SentBox`; null when nowhere known. */
  readonly box: string | null;
  readonly why: WhyNot | null;
  /** What holds the whole flow, if anything does. */
  readonly flow: { readonly state: string; readonly fault: FaultRecord | null } | null;
  readonly zh: string;
  readonly en: string;
}

/** Raised on any incompatible change of CommandMap or NotificationMap. */
export const CONTROL_PROTOCOL = 2;
