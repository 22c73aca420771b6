import type { AlertsReport } from './alerts.js';
import type { Environment } from './environment.js';
import type { Direction } from './events.js';
import type { FaultRecord } from './fault.js';
import type { MaintenanceSnapshot } from './maintenance.js';
import type { OutageHistory } from './outages.js';
import type { SignerDescription } from './signer-state.js';
import type { StandingNumber } from './standing-number.js';

/** What the operator sees at a glance; made from events, so it can never disagree with the log. All times epoch ms. */
export interface Snapshot {
  readonly agent: AgentSnapshot;
  readonly transport: TransportSnapshot;
  readonly businesses: readonly BusinessSnapshot[];
  readonly signer: SignerDescription | null;
  readonly disk: { readonly freeBytes: number; readonly isLow: boolean } | null;
  /** Why the log file is not written; null while it is. */
  readonly log: FaultRecord | null;
  /** What takes the events and failed at some of them since the start, e.g. the metrics: they are not complete. */
  readonly readers: readonly FailedReader[];
  readonly ledger: LedgerSnapshot;
  /** Receipts that were addressed to another client id, since the agent started. */
  readonly foreignReceipts: number;
  /** Why nothing is removed by age now: the machine's clock is doubted; null = it is trusted. */
  readonly clock: FaultRecord | null;
  /** Recent faults, one entry per code and place, newest first; at most 50. */
  readonly faults: readonly FaultGroup[];
  /** The latest proof that each file is in exactly one place; null = none in this run. */
  readonly verified: { readonly atMs: number; readonly documents: number; readonly breaks: number } | null;
  /** What is told to people, and how it fares; null = the configuration has no alerts. */
  readonly alerts: AlertsReport | null;
  readonly maintenance: MaintenanceSnapshot;
}

/** A reader of the events that failed at some of them; see `readers` of the snapshot. */
export interface FailedReader {
  readonly name: string;
  /** Events that it could not take, as last told: at 1, 10, 100 and so on. */
  readonly count: number;
  readonly fault: FaultRecord;
}

/** `damaged`: durable records are missing, until a repair; `gone`: its directory was removed or exchanged, and everything waits. */
export interface LedgerSnapshot {
  readonly state: 'sound' | 'damaged' | 'gone';
  /** Null while it is sound. */
  readonly fault: FaultRecord | null;
}

/** The agent itself: `starting ──▶ running ──pause──▶ paused ──resume──▶ running;  any ──stop──▶ draining ──▶ stopped` */
export interface AgentSnapshot {
  readonly version: string;
  readonly pid: number;
  readonly clientId: string;
  readonly environment: Environment;
  readonly locale: 'zh' | 'en';
  readonly configPath: string;
  readonly startedMs: number;
  readonly nowMs: number;
  readonly state: 'starting' | 'running' | 'paused' | 'draining' | 'stopped';
}

/** The session of one direction. */
export interface LinkSnapshot {
  readonly state: 'opening' | 'open' | 'blocked' | 'retrying' | 'stopped';
  readonly sinceMs: number;
  readonly attempt: number;
  readonly nextAttemptMs: number | null;
  readonly fault: FaultRecord | null;
}

/** Both directions; its own state is that of the one that is worse off. */
export interface TransportSnapshot extends LinkSnapshot {
  readonly kind: string;
  /** Where it connects to, for people; never a secret. */
  readonly address: string;
  readonly send: LinkSnapshot;
  readonly receive: LinkSnapshot;
  /** Messages that were handed over and wait for the broker's confirm for longer than usual; null = none do. */
  readonly unconfirmed: { readonly messages: number; readonly sinceMs: number } | null;
  /** The receive queue has been asked for since then and is not consumed; null = it is, or is not asked for. */
  readonly notConsumingSinceMs: number | null;
  /** Consumers of the receive queue that are not ours, as far as the broker tells. */
  readonly otherConsumers: number;
  /** How often the broker was away in the last day; null = it was not. */
  readonly outages: OutageHistory | null;
}

/** `running ──hold──▶ held ──▶ running;  any ──stop──▶ stopped` */
export type FlowState = 'running' | 'held' | 'paused' | 'stopped';

/** One direction of a business; `fault` says why it is held, null in any other state. */
export interface FlowSnapshot {
  readonly direction: Direction;
  readonly state: FlowState;
  readonly sinceMs: number;
  readonly fault: FaultRecord | null;
  /** Stopped by a person, since then and until a person starts it; false where the configuration says so. */
  readonly isByWord: boolean;
  /** Who stopped it; null = no person, or not known. */
  readonly stoppedBy: string | null;
}

/** One business: its two flows, what waits in OutBox, and its documents as they are counted. */
export interface BusinessSnapshot {
  readonly key: string;
  readonly nameZh: string;
  readonly nameEn: string;
  /** First letters of the pinyin of `nameZh`, for finding it by keyboard. */
  readonly initials: string;
  /** null where the business only receives. */
  readonly send: FlowSnapshot | null;
  readonly receive: FlowSnapshot;
  readonly waiting: number;
  readonly waitingIsAtLeast: boolean;
  readonly oldestWaitingMs: number | null;
  /** Entries of OutBox that no business takes: see `file.ignored`. */
  readonly passedOver: number;
  readonly inFlight: number;
  /** All documents of the ledger as they are now, a row for each standing; empty before they were counted. */
  readonly now: readonly StandingNumber[];
  /** The same of the documents that were claimed today, China time. */
  readonly today: readonly StandingNumber[];
  /** Sent, and the answer is late. */
  readonly overdue: number;
  /** Documents whose file is missing, and which no person has closed. */
  readonly lost: number;
  /** Since the agent started. */
  readonly counts: {
    readonly filed: number;
    readonly rejected: number;
    readonly unknown: number;
    readonly retried: number;
    readonly receipts: number;
  };
  /** Documents sent per second, one number per second, oldest first; at most 60. */
  readonly sendRate: readonly number[];
  /** Documents sent per minute, oldest first; at most 60. */
  readonly sendHour: readonly number[];
  readonly lastFault: FaultRecord | null;
  readonly lastFaultMs: number | null;
}

/** The same fault at the same place, counted; `fault` is the latest of them. */
export interface FaultGroup {
  readonly fault: FaultRecord;
  readonly place: string;
  readonly count: number;
  readonly firstMs: number;
  readonly lastMs: number;
}
