import type { LoadedConfig } from '../../config/load.js';
import type { Direction, Emit } from '../../contract/events.js';
import type { Fault } from '../../contract/fault.js';
import type { BusinessHeld } from '../../domain/report/held-times.js';
import type { Clock } from '../../ports/clock.js';
import type { Envelope } from '../../ports/envelope.js';
import type { Ledger } from '../../ports/ledger.js';
import type { LedgerName } from '../../ports/left-behind.js';
import type { Session } from '../../ports/transport.js';
import type { Limiter } from '../../runtime/limiter.js';
import type { OnFailure } from '../../runtime/scope.js';
import type { OriginNotes } from '../documents/origin-notes.js';
import type { StoppedFlows } from '../owner/stopped-flows.js';
import type { SignerDesk } from '../signing/signer-desk.js';
import type { ReplaceableJobs } from './replaceable-jobs.js';

/** Returns the port itself or something of the same type around it. */
export type Decorate = <Port extends object>(name: 'ledger' | 'session' | 'boxes' | 'inBox', port: Port) => Port;

/** What all businesses of one gateway share. */
export interface Shared {
  readonly loaded: LoadedConfig;
  readonly ledger: Ledger;
  /** By which boxes know whose claims they hold. */
  readonly ledgerName: LedgerName;
  /** What the ledger was before this run began. */
  readonly ledgerBefore: Pick<Ledger, 'isNew' | 'lastBatch'>;
  readonly jobs: ReplaceableJobs;
  readonly envelopeFor: (receivers: readonly string[]) => Envelope;
  /** The live session for sending, and that for receiving; each waits while there is none. */
  readonly sending: (signal: AbortSignal) => Promise<Session>;
  readonly receiving: (signal: AbortSignal) => Promise<Session>;
  /** Why there is no session just now. */
  readonly sessionFault: (direction: Direction) => Fault;
  readonly sendQueue: string;
  readonly mintId: () => string;
  readonly origins: OriginNotes;
  readonly stopped: StoppedFlows;
  /** Bounds the bytes in flight over all businesses. */
  readonly inFlight: Limiter;
  /** null = no signer. */
  readonly signer: SignerDesk | null;
  /** How long flows were held on a day. */
  readonly held: (day: string) => readonly BusinessHeld[];
  readonly decorate: Decorate;
  readonly clock: Clock;
  readonly emit: Emit;
  /** Stops the agent with this fault's exit code, unless the work was only aborted. */
  readonly fail: OnFailure;
}
