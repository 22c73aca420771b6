import type { EventType, FlowName } from '../contract/events.js';
import { type FaultRecord, isPlanned } from '../contract/fault.js';
import type { MaintenanceWindow } from '../contract/maintenance.js';
import type { BusinessKey, DocumentId } from '../domain/document.js';
import type { EventOf } from './log-rows/row.js';
import type { BusinessState, RecordedState } from './recorded-state.js';

/** What one type of event changes of what the operator sees. */
export type RecordRow<E> = (state: RecordedState, event: E, atMs: number) => void;

export type RecordRows = { readonly [T in EventType]: RecordRow<EventOf<T>> | null };

/** A type without its row does not compile; null says that the operator's view does not change. */
export const RECORD_TABLE: RecordRows = {
  'gateway.started': (state, _, atMs) => {
    state.agentState = 'running';
    state.startedMs = atMs;
  },
  'gateway.stopping': (state) => {
    state.agentState = 'draining';
  },
  'gateway.stopped': (state) => {
    state.agentState = 'stopped';
  },
  'gateway.paused': (state, _, atMs) => {
    state.agentState = 'paused';
    state.setAllFlows('running', 'paused', atMs);
  },
  'gateway.resumed': (state, _, atMs) => {
    state.agentState = 'running';
    state.setAllFlows('paused', 'running', atMs);
  },
  'config.changed': null,
  'config.rejected': (state, { fault }, atMs) => state.addFault(fault, 'config', atMs),
  'watch.unavailable': (state, { fault, path }, atMs) => state.addFault(fault, path, atMs),
  'gateway.failed': (state, { fault }, atMs) => state.addFault(fault, 'agent', atMs),
  'ledger.upgraded': null,
  'data.closed': null,
  'log.failed': (state, { fault }, atMs) => {
    state.log = fault;
    state.addFault(fault, 'log', atMs);
  },
  'log.resumed': (state) => {
    state.log = null;
  },
  'reader.failed': (state, { fault, reader, count }, atMs) => {
    // A client that looks on comes and goes; what it misses is its own.
    if (reader !== 'control') state.readers.set(reader, { name: reader, count, fault });
    state.addFault(fault, reader, atMs);
  },
  'metrics.unavailable': (state, { fault }, atMs) => state.addFault(fault, 'metrics', atMs),
  'web.unavailable': (state, { fault }, atMs) => state.addFault(fault, 'web', atMs),
  'web.entered': null,
  'web.refused': null,
  'web.acted': null,
  // Recorded by an earlier version it has no fault.
  'flow.started': (state, { flow, fault = null }, atMs) =>
    state.setFlow(flow, { state: fault === null ? 'running' : 'held', sinceMs: atMs, fault }),
  'flow.stopped': (state, { flow, sinceMs, by }, atMs) =>
    state.setFlow(flow, { state: 'stopped', sinceMs: sinceMs ?? atMs, fault: null, isByWord: true, stoppedBy: by }),
  'flow.held': (state, { flow, fault }, atMs) => {
    state.setFlow(flow, { state: 'held', sinceMs: atMs, fault });
    if (isPlanned(fault)) return;
    addFault(state, flow.business, fault, { place: placeOf(flow), atMs });
  },
  'flow.resumed': (state, { flow }, atMs) => state.setFlow(flow, { state: 'running', sinceMs: atMs, fault: null }),
  'transport.opening': (state, { direction, attempt }, atMs) =>
    state.setLink(direction, { state: 'opening', sinceMs: atMs, attempt, nextAttemptMs: null }),
  'transport.opened': (state, { direction }, atMs) => state.linkIsOpen(direction, atMs),
  'transport.blocked': (state, { direction }, atMs) => state.setLink(direction, { state: 'blocked', sinceMs: atMs }),
  'transport.unblocked': (state, { direction }, atMs) => state.setLink(direction, { state: 'open', sinceMs: atMs }),
  'transport.ended': (state, { direction, fault }, atMs) => {
    state.setLink(direction, { state: 'stopped', sinceMs: atMs, nextAttemptMs: null, fault });
    if (direction === 'receive') {
      state.otherConsumers = 0;
      state.notConsumingSinceMs = null;
    }
    if (fault === null) return;
    state.linkIsAway(direction, fault, atMs);
    state.addFault(fault, `transport ${direction}`, atMs);
  },
  'transport.plain': null,
  'transport.unconfirmed': (state, { messages, sinceMs }) => {
    state.unconfirmed = { messages, sinceMs };
  },
  'transport.confirmed': (state) => {
    state.unconfirmed = null;
  },
  'transport.not-consuming': (state, { sinceMs }) => {
    state.notConsumingSinceMs = sinceMs;
  },
  'transport.consuming': (state) => {
    state.notConsumingSinceMs = null;
  },
  'transport.shared': (state, { others }) => {
    state.otherConsumers = others;
  },
  'transport.retrying': (state, { direction, delayMs, attempt, fault }, atMs) => {
    state.setLink(direction, { state: 'retrying', sinceMs: atMs, attempt, nextAttemptMs: atMs + delayMs, fault });
    state.linkIsAway(direction, fault, atMs);
    state.addFault(fault, `transport ${direction}`, atMs);
  },
  'outbox.looked': (state, { business, waiting, isAtLeast, oldestMs, passedOver }) =>
    change(state, business, (one) => {
      one.waiting = waiting;
      one.waitingIsAtLeast = isAtLeast;
      one.oldestWaitingMs = oldestMs;
      one.passedOver = passedOver;
    }),
  'box.missing': (state, { business, path, fault }, atMs) => addFault(state, business, fault, { place: path, atMs }),
  'box.back': null,
  'file.ignored': null,
  'document.claimed': (state, { business, document }) => inFlight(state, business, document),
  'document.put-off': (state, { business, name, fault }, atMs) => {
    // Not finished yet is no fault for an operator; what keeps a file from being taken is.
    if (fault.fate !== 'retry') addFault(state, business, fault, { place: `${business} ${name}`, atMs });
  },
  'document.sealed': (state, { business, document }) => inFlight(state, business, document),
  'document.signed': null,
  'document.retried': (state, { business, fault }, atMs) => {
    change(state, business, (one) => (one.counts.retried += 1));
    addFault(state, business, fault, { place: `${business} send`, atMs });
  },
  'document.sent': (state, { business }, atMs) =>
    change(state, business, (one) => {
      one.rate.add(atMs);
      one.hour.add(atMs);
    }),
  'document.filed': (state, { business, document }) =>
    change(state, business, (one) => {
      one.counts.filed += 1;
      one.lost.delete(document);
      one.inFlight.delete(document);
    }),
  'document.rejected': (state, { business, document, fault }, atMs) => {
    change(state, business, (one) => {
      one.counts.rejected += 1;
      one.inFlight.delete(document);
    });
    addFault(state, business, fault, { place: `${business} send`, atMs });
  },
  'document.repeated': null,
  'document.amends': null,
  'document.amendment-settled': null,
  'document.warned': null,
  'document.unknown': (state, { business, document, fault }, atMs) => {
    change(state, business, (one) => {
      one.counts.unknown += 1;
      // Sent again, it is in flight again by its next `sealed`.
      one.inFlight.delete(document);
    });
    addFault(state, business, fault, { place: `${business} send`, atMs });
  },
  'document.settled': (state, { business, document }) => found(state, business, document),
  'document.handled': null,
  // The `unknown` that follows says so.
  'document.altered': null,
  'document.undecided': null,
  'document.withdrawn': (state, { business, document }) => landed(state, business, document),
  'document.recovered': null,
  'document.foreign': null,
  'document.lost': (state, { business, document }) => {
    landed(state, business, document);
    change(state, business, (one) => one.lost.add(document));
  },
  'documents.counted': (state, { business, now, today }) =>
    change(state, business, (one) => {
      one.now = now;
      one.today = today;
    }),
  'documents.overdue': (state, { business, documents }) => change(state, business, (one) => (one.overdue = documents)),
  'verify.finished': (state, { documents, breaks }, atMs) => {
    state.verified = { atMs, documents, breaks };
  },
  // Told after the count of what is left.
  'verify.repaired': null,
  'receipt.deposited': (state, { business }) => change(state, business, (one) => (one.counts.receipts += 1)),
  'receipt.waiting': null,
  'receipt.duplicate': null,
  'receipt.unreadable': null,
  'receipt.foreign': (state) => {
    state.foreignReceipts += 1;
  },
  'receipt.linked': null,
  'signer.changed': (state, { signer, fault }, atMs) => {
    state.signer = signer;
    if (fault !== null) state.addFault(fault, 'signer', atMs);
  },
  'signer.expiring': null,
  'signer.stranger': null,
  'signer.missing': null,
  'worker.replaced': (state, { fault }, atMs) => state.addFault(fault, 'worker', atMs),
  'retention.cleaned': null,
  'clock.doubted': (state, { fault }, atMs) => {
    state.clock = fault;
    state.addFault(fault, 'clock', atMs);
  },
  'clock.trusted': (state) => {
    state.clock = null;
  },
  'ledger.pruned': null,
  'book.sealed': null,
  'book.signed': null,
  'ledger.damaged': (state, { fault }, atMs) => {
    state.setLedger('damaged', fault);
    state.addFault(fault, 'ledger', atMs);
  },
  'ledger.gone': (state, { fault }, atMs) => {
    state.setLedger('gone', fault);
    state.addFault(fault, 'ledger', atMs);
  },
  'ledger.back': (state) => state.ledgerIsBack(),
  'ledger.recovered': null,
  'alert.told': null,
  'alert.delivered': null,
  'alert.failed': null,
  'alert.dropped': null,
  'alert.unkept': (state, { fault }, atMs) => state.addFault(fault, 'alerts', atMs),
  'report.written': null,
  'report.failed': (state, { fault }, atMs) => state.addFault(fault, 'alerts', atMs),
  'alerts.counted': (state, { report }) => {
    state.alerts = report;
  },
  'maintenance.began': (state, { window }) => {
    state.maintenance = { ...state.maintenance, open: [...state.maintenance.open, window] };
  },
  'maintenance.ended': (state, { window }, atMs) => {
    const open = state.maintenance.open.filter((one) => !isSameWindow(one, window));
    state.maintenance = { ...state.maintenance, open, last: { ...window, toMs: Math.min(window.toMs, atMs) } };
  },
  'maintenance.planned': (state, { next, last }) => {
    state.maintenance = { ...state.maintenance, next, last };
  },
  'disk.space': (state, { freeBytes, isLow }) => {
    state.disk = { freeBytes, isLow };
  },
};

/** The row of an event's type, typed so that it takes this event. */
export function recordRowOf<T extends EventType>(type: T): RecordRow<EventOf<T>> | null {
  return RECORD_TABLE[type];
}

function change(state: RecordedState, business: BusinessKey, act: (business: BusinessState) => void): void {
  const one = state.business(business);
  if (one !== undefined) act(one);
}

function inFlight(state: RecordedState, business: BusinessKey, document: DocumentId): void {
  state.business(business)?.inFlight.add(document);
}

function landed(state: RecordedState, business: BusinessKey, document: DocumentId): void {
  state.business(business)?.inFlight.delete(document);
}

function found(state: RecordedState, business: BusinessKey, document: DocumentId): void {
  state.business(business)?.lost.delete(document);
}

function addFault(
  state: RecordedState,
  business: BusinessKey,
  fault: FaultRecord,
  { place, atMs }: { readonly place: string; readonly atMs: number },
): void {
  state.addFault(fault, place, atMs);
  change(state, business, (one) => {
    one.lastFault = fault;
    one.lastFaultMs = atMs;
  });
}

const isSameWindow = (a: MaintenanceWindow, b: MaintenanceWindow): boolean =>
  a.name === b.name && a.fromMs === b.fromMs;

const placeOf = (flow: FlowName): string => `${flow.business} ${flow.direction}`;
