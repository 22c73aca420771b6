import type { Direction, FlowName } from '../contract/events.js';
import type { FaultRecord } from '../contract/fault.js';
import type { SignerDescription } from '../contract/signer-state.js';
import type {
  AgentSnapshot,
  BusinessSnapshot,
  FailedReader,
  FaultGroup,
  FlowSnapshot,
  LedgerSnapshot,
  LinkSnapshot,
  Snapshot,
  TransportSnapshot,
} from '../contract/snapshot.js';
import type { DocumentId } from '../domain/document.js';
import { OutageLog } from './outage-log.js';
import { RateRing } from './rate-ring.js';

/** A business as the operator sees it; `send` is null where it only receives. */
export interface RecordedBusiness {
  readonly key: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly initials: string;
  readonly send: 'running' | 'stopped' | null;
  readonly receive: 'running' | 'stopped';
}

/** What the events do not say. */
export interface RecorderSetup {
  readonly agent: Pick<AgentSnapshot, 'version' | 'pid' | 'clientId' | 'environment' | 'locale' | 'configPath'>;
  readonly transport: Pick<TransportSnapshot, 'kind' | 'address'>;
  readonly signer: SignerDescription | null;
  readonly businesses: readonly RecordedBusiness[];
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** How many faults an operator can take in; the log has them all. */
const FAULT_GROUPS_MAX = 50;
const MINUTE_MS = 60_000;

export interface BusinessState {
  readonly names: Pick<BusinessSnapshot, 'key' | 'nameZh' | 'nameEn' | 'initials'>;
  send: FlowSnapshot | null;
  receive: FlowSnapshot;
  waiting: number;
  waitingIsAtLeast: boolean;
  oldestWaitingMs: number | null;
  passedOver: number;
  readonly inFlight: Set<DocumentId>;
  now: BusinessSnapshot['now'];
  today: BusinessSnapshot['today'];
  overdue: number;
  readonly lost: Set<DocumentId>;
  readonly counts: Writable<BusinessSnapshot['counts']>;
  readonly rate: RateRing;
  readonly hour: RateRing;
  lastFault: FaultRecord | null;
  lastFaultMs: number | null;
}

/**
 * What the rows of the record table change, event by event: plain numbers and sets, nothing copied, since a document makes five
 * events. No other code sees it; `materialise` gives out copies.
 */
export class RecordedState {
  agentState: AgentSnapshot['state'] = 'starting';
  startedMs: number;
  unconfirmed: TransportSnapshot['unconfirmed'] = null;
  notConsumingSinceMs: number | null = null;
  otherConsumers = 0;
  signer: SignerDescription | null;
  disk: Snapshot['disk'] = null;
  log: Snapshot['log'] = null;
  readonly readers = new Map<string, FailedReader>();
  #ledger: LedgerSnapshot = { state: 'sound', fault: null };
  /** What it was before it went away. */
  #ledgerBefore: LedgerSnapshot = this.#ledger;
  foreignReceipts = 0;
  clock: Snapshot['clock'] = null;
  verified: Snapshot['verified'] = null;
  alerts: Snapshot['alerts'] = null;
  maintenance: Snapshot['maintenance'] = { open: [], next: null, last: null };
  readonly #outages = new OutageLog();
  readonly #setup: RecorderSetup;
  readonly #links: Record<Direction, LinkSnapshot>;
  readonly #businesses = new Map<string, BusinessState>();
  readonly #faults = new Map<string, FaultGroup>();

  constructor(setup: RecorderSetup, nowMs: number) {
    this.#setup = setup;
    this.startedMs = nowMs;
    this.signer = setup.signer;
    const unopened: LinkSnapshot = { state: 'stopped', sinceMs: nowMs, attempt: 0, nextAttemptMs: null, fault: null };
    this.#links = { send: unopened, receive: unopened };
    this.setBusinesses(setup.businesses, nowMs);
  }

  /** Keeps what is known of those that stay. */
  setBusinesses(businesses: readonly RecordedBusiness[], nowMs: number): void {
    const before = new Map(this.#businesses);
    this.#businesses.clear();
    for (const business of businesses)
      this.#businesses.set(business.key, before.get(business.key) ?? createBusiness(business, nowMs));
  }

  /** Undefined for a business that is not configured, or no longer. */
  business(key: string): BusinessState | undefined {
    return this.#businesses.get(key);
  }

  setFlow(name: FlowName, change: FlowChange): void {
    const business = this.#businesses.get(name.business);
    if (business === undefined) return;
    const flow: FlowSnapshot = { direction: name.direction, isByWord: false, stoppedBy: null, ...change };
    if (name.direction === 'receive') business.receive = flow;
    else if (business.send !== null) business.send = flow;
  }

  setLink(direction: Direction, change: Partial<LinkSnapshot>): void {
    this.#links[direction] = { ...this.#links[direction], ...change };
  }

  linkIsOpen(direction: Direction, atMs: number): void {
    this.setLink(direction, { state: 'open', sinceMs: atMs, attempt: 0, nextAttemptMs: null, fault: null });
    this.#outages.isBack(direction, atMs);
  }

  /** In a time of maintenance that is no trouble to count. */
  linkIsAway(direction: Direction, fault: FaultRecord, atMs: number): void {
    if (this.maintenance.open.length === 0) this.#outages.isAway(direction, fault.code, atMs);
  }

  /** Every flow that is not stopped. */
  setAllFlows(from: FlowSnapshot['state'], to: FlowSnapshot['state'], sinceMs: number): void {
    const change = (flow: FlowSnapshot): FlowSnapshot => (flow.state === from ? { ...flow, state: to, sinceMs } : flow);
    for (const business of this.#businesses.values()) {
      business.receive = change(business.receive);
      if (business.send !== null) business.send = change(business.send);
    }
  }

  setLedger(state: 'damaged' | 'gone', fault: FaultRecord): void {
    if (this.#ledger.state !== 'gone') this.#ledgerBefore = this.#ledger;
    this.#ledger = { state, fault };
  }

  ledgerIsBack(): void {
    this.#ledger = this.#ledgerBefore;
  }

  /** One group per code and place; the latest comes first, the oldest falls out. */
  addFault(fault: FaultRecord, place: string, atMs: number): void {
    const key = `${fault.code} ${place}`;
    const before = this.#faults.get(key);
    this.#faults.delete(key);
    this.#faults.set(key, {
      fault,
      place,
      count: (before?.count ?? 0) + 1,
      firstMs: before?.firstMs ?? atMs,
      lastMs: atMs,
    });
    if (this.#faults.size <= FAULT_GROUPS_MAX) return;
    for (const oldest of this.#faults.keys()) {
      this.#faults.delete(oldest);
      return;
    }
  }

  materialise(nowMs: number): Snapshot {
    return {
      agent: { ...this.#setup.agent, startedMs: this.startedMs, nowMs, state: this.agentState },
      transport: this.#transport(nowMs),
      businesses: [...this.#businesses.values()].map((business) => toSnapshot(business, nowMs)),
      signer: this.signer,
      disk: this.disk,
      log: this.log,
      readers: [...this.readers.values()],
      ledger: this.#ledger,
      foreignReceipts: this.foreignReceipts,
      clock: this.clock,
      verified: this.verified,
      alerts: this.alerts,
      maintenance: this.maintenance,
      faults: [...this.#faults.values()].reverse(),
    };
  }

  #transport(nowMs: number): TransportSnapshot {
    const { send, receive } = this.#links;
    const { unconfirmed, notConsumingSinceMs, otherConsumers } = this;
    const about = { unconfirmed, notConsumingSinceMs, otherConsumers, outages: this.#outages.history(nowMs) };
    return { ...this.#setup.transport, ...worseOf(send, receive), send, receive, ...about };
  }
}

/** The worse off, the earlier: what is told first of two directions. */
const FROM_BAD_TO_GOOD: readonly LinkSnapshot['state'][] = ['retrying', 'opening', 'blocked', 'stopped', 'open'];

function worseOf(send: LinkSnapshot, receive: LinkSnapshot): LinkSnapshot {
  return FROM_BAD_TO_GOOD.indexOf(receive.state) < FROM_BAD_TO_GOOD.indexOf(send.state) ? receive : send;
}

type FlowChange = Omit<FlowSnapshot, 'direction' | 'isByWord' | 'stoppedBy'> &
  Partial<Pick<FlowSnapshot, 'isByWord' | 'stoppedBy'>>;

function createBusiness(
  { key, nameZh, nameEn, initials, send, receive }: RecordedBusiness,
  nowMs: number,
): BusinessState {
  const flow = (direction: Direction, state: 'running' | 'stopped'): FlowSnapshot => ({
    direction,
    state,
    sinceMs: nowMs,
    fault: null,
    isByWord: false,
    stoppedBy: null,
  });
  return {
    names: { key, nameZh, nameEn, initials },
    send: send === null ? null : flow('send', send),
    receive: flow('receive', receive),
    waiting: 0,
    waitingIsAtLeast: false,
    oldestWaitingMs: null,
    passedOver: 0,
    inFlight: new Set(),
    now: [],
    today: [],
    overdue: 0,
    lost: new Set(),
    counts: { filed: 0, rejected: 0, unknown: 0, retried: 0, receipts: 0 },
    rate: new RateRing(nowMs),
    hour: new RateRing(nowMs, MINUTE_MS),
    lastFault: null,
    lastFaultMs: null,
  };
}

function toSnapshot(business: BusinessState, nowMs: number): BusinessSnapshot {
  const { names, inFlight, lost, counts, rate, hour, ...plain } = business;
  return {
    ...names,
    ...plain,
    inFlight: inFlight.size,
    lost: lost.size,
    counts: { ...counts },
    sendRate: rate.latest(nowMs),
    sendHour: hour.latest(nowMs),
  };
}
