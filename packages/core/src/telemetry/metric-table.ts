import type { EventType, FlowName } from '../contract/events.js';
import { isPlanned } from '../contract/fault.js';
import type { EventOf } from './log-rows/row.js';
import { ALERT_METRIC_ROWS } from './metric-rows/alert.js';
import { MAINTENANCE_METRIC_ROWS } from './metric-rows/maintenance.js';
import type { MetricRow } from './metric-rows/row.js';

export type MetricRows = { readonly [T in EventType]: MetricRow<EventOf<T>> | null };

const flowLabels = (flow: FlowName): { business: string; direction: string } => ({
  business: flow.business,
  direction: flow.direction,
});

type OutcomeEvent = Extract<
  EventType,
  `document.${'claimed' | 'retried' | 'sent' | 'filed' | 'rejected' | 'unknown' | 'altered' | 'withdrawn' | 'lost'}`
>;

/** An event that only adds one to the documents of its outcome; the outcome is the event's own word. */
const counted: MetricRow<EventOf<OutcomeEvent>> = {
  metrics: ['swic_documents_total'],
  update: ({ documents }, event) =>
    documents.inc({ business: event.business, outcome: event.type.slice('document.'.length) }),
};

/** A type without its row does not compile; null says that no number follows from it. Faults are counted for all of them. */
export const METRIC_TABLE: MetricRows = {
  'gateway.started': {
    metrics: ['swic_up', 'swic_start_time_seconds'],
    update: ({ gatewayUp, gatewayStart }, event, atMs) => {
      gatewayUp.set({ version: event.version }, 1);
      gatewayStart.set(Math.round(atMs / 1_000));
    },
  },
  'gateway.stopping': null,
  'gateway.stopped': { metrics: ['swic_up'], update: ({ gatewayUp }) => gatewayUp.reset() },
  'gateway.paused': { metrics: ['swic_paused'], update: ({ gatewayPaused }) => gatewayPaused.set(1) },
  'gateway.resumed': { metrics: ['swic_paused'], update: ({ gatewayPaused }) => gatewayPaused.set(0) },
  'config.changed': {
    metrics: ['swic_config_changes_total'],
    update: ({ configChanges }) => configChanges.inc({ outcome: 'applied' }),
  },
  'config.rejected': {
    metrics: ['swic_config_changes_total'],
    update: ({ configChanges }) => configChanges.inc({ outcome: 'rejected' }),
  },
  'metrics.unavailable': null,
  'web.unavailable': null,
  'web.entered': null,
  'web.refused': null,
  'web.acted': null,
  'watch.unavailable': null,
  'gateway.failed': null,
  'ledger.upgraded': null,
  'data.closed': null,
  'log.failed': {
    metrics: ['swic_log_failed'],
    update: ({ logFailed }) => logFailed.set(1),
  },
  'log.resumed': {
    metrics: ['swic_log_failed', 'swic_log_dropped_lines_total'],
    update: ({ logFailed, logDropped }, { droppedLines }) => {
      logFailed.set(0);
      logDropped.inc(droppedLines);
    },
  },
  'reader.failed': {
    metrics: ['swic_reader_failures'],
    update: ({ readerFailures }, { reader, count }) => readerFailures.set({ reader }, count),
  },
  'flow.started': {
    metrics: ['swic_flow_running', 'swic_flow_held'],
    update: ({ flowRunning, flowHeld }, event) => {
      flowRunning.set(flowLabels(event.flow), 1);
      flowHeld.set(flowLabels(event.flow), event.fault === null ? 0 : 1);
    },
  },
  'flow.stopped': {
    metrics: ['swic_flow_running', 'swic_flow_held'],
    update: ({ flowRunning, flowHeld }, event) => {
      flowRunning.set(flowLabels(event.flow), 0);
      flowHeld.set(flowLabels(event.flow), 0);
    },
  },
  'flow.held': {
    metrics: ['swic_flow_held'],
    update: ({ flowHeld }, { flow, fault }) => flowHeld.set(flowLabels(flow), isPlanned(fault) ? 0 : 1),
  },
  'flow.resumed': {
    metrics: ['swic_flow_held'],
    update: ({ flowHeld }, event) => flowHeld.set(flowLabels(event.flow), 0),
  },
  'transport.opening': null,
  'transport.opened': {
    metrics: ['swic_transport_open'],
    update: ({ transportOpen }, { direction }) => transportOpen.set({ direction }, 1),
  },
  'transport.blocked': {
    metrics: ['swic_transport_blocked'],
    update: ({ transportBlocked }) => transportBlocked.set(1),
  },
  'transport.unblocked': {
    metrics: ['swic_transport_blocked'],
    update: ({ transportBlocked }) => transportBlocked.set(0),
  },
  'transport.ended': {
    metrics: ['swic_transport_open', 'swic_transport_blocked'],
    update: ({ transportOpen, transportBlocked }, { direction }) => {
      transportOpen.set({ direction }, 0);
      if (direction === 'send') transportBlocked.set(0);
    },
  },
  'transport.plain': null,
  'transport.unconfirmed': {
    metrics: ['swic_transport_unconfirmed'],
    update: ({ transportUnconfirmed }, { messages }) => transportUnconfirmed.set(messages),
  },
  'transport.confirmed': {
    metrics: ['swic_transport_unconfirmed'],
    update: ({ transportUnconfirmed }) => transportUnconfirmed.set(0),
  },
  'transport.not-consuming': {
    metrics: ['swic_transport_not_consuming'],
    update: ({ transportNotConsuming }) => transportNotConsuming.set(1),
  },
  'transport.consuming': {
    metrics: ['swic_transport_not_consuming'],
    update: ({ transportNotConsuming }) => transportNotConsuming.set(0),
  },
  'transport.shared': {
    metrics: ['swic_transport_other_consumers'],
    update: ({ transportOthers }, { others }) => transportOthers.set(others),
  },
  'transport.retrying': {
    metrics: ['swic_transport_retries_total'],
    update: ({ transportRetries }) => transportRetries.inc(),
  },
  'outbox.looked': {
    metrics: ['swic_outbox_waiting', 'swic_outbox_ignored', 'swic_outbox_oldest_seconds', 'swic_outbox_look_seconds'],
    update: ({ outboxWaiting, outboxIgnored, outboxOldest, outboxLooks }, event, atMs) => {
      outboxIgnored.set({ business: event.business }, event.passedOver);
      outboxWaiting.set({ business: event.business }, event.waiting);
      outboxOldest.set(
        { business: event.business },
        event.oldestMs === null ? 0 : Math.max(0, atMs - event.oldestMs) / 1_000,
      );
      outboxLooks.observe({ business: event.business }, event.durationMs / 1_000);
    },
  },
  'box.missing': null,
  'box.back': null,
  'file.ignored': null,
  'document.claimed': counted,
  'document.put-off': null,
  'document.sealed': null,
  'document.signed': {
    metrics: ['swic_document_sign_seconds'],
    update: ({ signSeconds }, { business, durationMs }) => signSeconds.observe({ business }, durationMs / 1_000),
  },
  'document.retried': counted,
  'document.sent': {
    metrics: [
      'swic_documents_total',
      'swic_document_bytes_total',
      'swic_document_send_seconds',
      'swic_document_confirm_seconds',
    ],
    update: (instruments, event, atMs) => {
      counted.update(instruments, event, atMs);
      instruments.documentBytes.inc({ business: event.business }, event.sizeBytes);
      instruments.sendSeconds.observe({ business: event.business }, event.durationMs / 1_000);
      if (event.readyMs !== null)
        instruments.confirmSeconds.observe({ business: event.business }, event.readyMs / 1_000);
    },
  },
  'document.filed': {
    metrics: ['swic_documents_total', 'swic_document_total_seconds'],
    update: (instruments, event, atMs) => {
      counted.update(instruments, event, atMs);
      instruments.totalSeconds.observe({ business: event.business }, event.totalMs / 1_000);
    },
  },
  'document.rejected': counted,
  'document.repeated': null,
  'document.amends': null,
  'document.amendment-settled': null,
  'document.warned': null,
  'document.unknown': counted,
  'document.settled': null,
  'document.handled': null,
  'documents.counted': {
    metrics: ['swic_documents_now', 'swic_documents_concerning'],
    update: ({ documentsNow, documentsConcerning }, { business, now }) => {
      for (const { standing, documents, concerning } of now) {
        documentsNow.set({ business, state: standing }, documents);
        documentsConcerning.set({ business, state: standing }, concerning);
      }
    },
  },
  'documents.overdue': {
    metrics: ['swic_documents_overdue'],
    update: ({ documentsOverdue }, { business, documents }) => documentsOverdue.set({ business }, documents),
  },
  'verify.finished': {
    metrics: ['swic_verify_breaks'],
    update: ({ verifyBreaks }, { breaks }) => verifyBreaks.set(breaks),
  },
  'verify.repaired': {
    metrics: ['swic_verify_repaired_total'],
    update: ({ verifyRepaired }) => verifyRepaired.inc(),
  },
  'document.altered': counted,
  'document.undecided': null,
  'document.withdrawn': counted,
  'document.recovered': {
    metrics: ['swic_recovered_total'],
    update: ({ recovered }, event) => recovered.inc({ decision: event.decision }),
  },
  'document.lost': counted,
  'document.foreign': null,
  'receipt.deposited': {
    metrics: ['swic_receipts_total', 'swic_receipt_wait_seconds'],
    update: ({ receipts, receiptSeconds }, { business, kind, isSuccess, answeredMs }) => {
      receipts.inc({ business, kind, success: isSuccess === null ? 'none' : String(isSuccess) });
      if (answeredMs !== null) receiptSeconds.observe({ business, kind }, answeredMs / 1_000);
    },
  },
  'receipt.waiting': {
    metrics: ['swic_receipt_outcomes_total'],
    update: ({ receiptOutcomes }) => receiptOutcomes.inc({ outcome: 'waiting' }),
  },
  'receipt.duplicate': {
    metrics: ['swic_receipt_outcomes_total'],
    update: ({ receiptOutcomes }) => receiptOutcomes.inc({ outcome: 'duplicate' }),
  },
  'receipt.unreadable': {
    metrics: ['swic_receipt_outcomes_total'],
    update: ({ receiptOutcomes }) => receiptOutcomes.inc({ outcome: 'unreadable' }),
  },
  'receipt.foreign': {
    metrics: ['swic_receipt_outcomes_total'],
    update: ({ receiptOutcomes }) => receiptOutcomes.inc({ outcome: 'foreign' }),
  },
  'receipt.linked': null,
  'signer.changed': {
    metrics: ['swic_signer_ready', 'swic_signer_certificate_expiry_timestamp_seconds'],
    update: ({ signerReady, signerExpiry }, { signer }) => {
      signerReady.set(signer.state === 'ready' ? 1 : 0);
      signerExpiry.set(Math.round((signer.validUntilMs ?? 0) / 1_000));
    },
  },
  'signer.expiring': null,
  'signer.stranger': {
    metrics: ['swic_signer_strangers_total'],
    update: ({ signerStrangers }) => signerStrangers.inc(),
  },
  'signer.missing': null,
  'worker.replaced': {
    metrics: ['swic_workers_replaced_total'],
    update: ({ workersReplaced }) => workersReplaced.inc(),
  },
  'retention.cleaned': {
    metrics: ['swic_retention_files_total'],
    update: ({ retentionFiles }, event) => retentionFiles.inc({ business: event.business }, event.files),
  },
  'clock.doubted': null,
  'clock.trusted': null,
  'ledger.pruned': {
    metrics: ['swic_ledger_pruned_total'],
    update: ({ ledgerPruned }, event) => ledgerPruned.inc(event.documents),
  },
  'book.sealed': null,
  'book.signed': null,
  'ledger.damaged': null,
  'ledger.gone': null,
  'ledger.back': null,
  'ledger.recovered': null,
  ...ALERT_METRIC_ROWS,
  ...MAINTENANCE_METRIC_ROWS,
  'disk.space': {
    metrics: ['swic_disk_free_bytes'],
    update: ({ diskFree }, event) => diskFree.set({ path: event.path }, event.freeBytes),
  },
};

/** The row of an event's type, typed so that it takes this event. */
export function metricRowOf<T extends EventType>(type: T): MetricRow<EventOf<T>> | null {
  return METRIC_TABLE[type];
}
