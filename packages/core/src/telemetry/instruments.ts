import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** Seconds; a confirm takes a millisecond on a good day, a document that waits out a broken network hours. */
const SEND_BUCKETS = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30];
const TOTAL_BUCKETS = [0.05, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 10, 30, 60, 300, 3_600];
/** A send result takes seconds, customs takes days. */
const RECEIPT_BUCKETS = [1, 2, 5, 10, 30, 60, 300, 600, 1_800, 3_600, 14_400, 43_200, 86_400, 259_200];
const LOOK_BUCKETS = [0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5];

/** Every number swic publishes. Names are public: they follow Prometheus' conventions and are not renamed. */
export interface Instruments {
  readonly gatewayUp: Gauge<'version'>;
  readonly gatewayStart: Gauge;
  readonly gatewayPaused: Gauge;
  readonly configChanges: Counter<'outcome'>;
  readonly flowRunning: Gauge<'business' | 'direction'>;
  readonly flowHeld: Gauge<'business' | 'direction'>;
  readonly transportOpen: Gauge<'direction'>;
  readonly transportBlocked: Gauge;
  readonly transportRetries: Counter;
  readonly transportUnconfirmed: Gauge;
  readonly transportNotConsuming: Gauge;
  readonly transportOthers: Gauge;
  readonly outboxIgnored: Gauge<'business'>;
  readonly outboxWaiting: Gauge<'business'>;
  readonly outboxOldest: Gauge<'business'>;
  readonly outboxLooks: Histogram<'business'>;
  readonly documents: Counter<'business' | 'outcome'>;
  readonly documentsNow: Gauge<'business' | 'state'>;
  readonly documentsConcerning: Gauge<'business' | 'state'>;
  readonly documentsOverdue: Gauge<'business'>;
  readonly verifyBreaks: Gauge;
  readonly verifyRepaired: Counter;
  readonly documentBytes: Counter<'business'>;
  readonly sendSeconds: Histogram<'business'>;
  readonly confirmSeconds: Histogram<'business'>;
  readonly totalSeconds: Histogram<'business'>;
  readonly receiptSeconds: Histogram<'business' | 'kind'>;
  readonly recovered: Counter<'decision'>;
  readonly receipts: Counter<'business' | 'kind' | 'success'>;
  readonly receiptOutcomes: Counter<'outcome'>;
  readonly faults: Counter<'code'>;
  readonly signerReady: Gauge;
  readonly signerExpiry: Gauge;
  readonly signerStrangers: Counter;
  readonly signSeconds: Histogram<'business'>;
  readonly workersReplaced: Counter;
  readonly retentionFiles: Counter<'business'>;
  readonly ledgerPruned: Counter;
  readonly diskFree: Gauge<'path'>;
  readonly logFailed: Gauge;
  readonly logDropped: Counter;
  readonly readerFailures: Gauge<'reader'>;
  readonly alertsTold: Counter<'level'>;
  readonly alertsDelivered: Counter<'channel'>;
  readonly alertsFailed: Counter<'channel'>;
  readonly alertsDropped: Counter<'channel'>;
  readonly alertsOpen: Gauge<'level'>;
  readonly alertsQueued: Gauge<'channel'>;
  readonly maintenance: Gauge;
}

type CounterOf = <L extends string>(name: string, help: string, ...labelNames: L[]) => Counter<L>;
type GaugeOf = <L extends string>(name: string, help: string, ...labelNames: L[]) => Gauge<L>;
/** Of a business, and by more where they are named. */
type HistogramOf = <L extends string = never>(
  name: string,
  help: string,
  buckets: number[],
  ...more: L[]
) => Histogram<L | 'business'>;

export function createInstruments(registry: Registry): Instruments {
  const registers = [registry];
  const counter: CounterOf = (name, help, ...labelNames) => new Counter({ name, help, labelNames, registers });
  const gauge: GaugeOf = (name, help, ...labelNames) => new Gauge({ name, help, labelNames, registers });
  const histogram: HistogramOf = (name, help, buckets, ...more) =>
    new Histogram({ name, help, buckets, labelNames: ['business', ...more], registers });
  return {
    gatewayUp: gauge('swic_up', '1 while the agent runs', 'version'),
    gatewayStart: gauge('swic_start_time_seconds', 'When the agent started'),
    gatewayPaused: gauge('swic_paused', '1 while an operator pauses all flows'),
    configChanges: counter('swic_config_changes_total', 'Changes of the configuration file', 'outcome'),
    flowRunning: gauge('swic_flow_running', '1 while a flow is started, held or not', 'business', 'direction'),
    flowHeld: gauge('swic_flow_held', '1 while a flow waits for the world to get better', 'business', 'direction'),
    ...transportInstruments(counter, gauge),
    outboxIgnored: gauge('swic_outbox_ignored', 'Entries of OutBox that no business takes', 'business'),
    outboxWaiting: gauge('swic_outbox_waiting', 'Files in OutBox that are not taken yet', 'business'),
    outboxOldest: gauge('swic_outbox_oldest_seconds', 'Age of the file that waits longest', 'business'),
    outboxLooks: histogram('swic_outbox_look_seconds', 'Duration of a look at an OutBox', LOOK_BUCKETS),
    documents: counter('swic_documents_total', 'Documents by what happened to them', 'business', 'outcome'),
    documentsNow: gauge('swic_documents_now', 'Documents by stage or state with customs, now', 'business', 'state'),
    documentsConcerning: gauge(
      'swic_documents_concerning',
      'Documents that wait for a person, now',
      'business',
      'state',
    ),
    documentsOverdue: gauge('swic_documents_overdue', 'Documents whose answer is late', 'business'),
    verifyBreaks: gauge('swic_verify_breaks', 'Documents that are not in exactly one place, by the latest verify'),
    verifyRepaired: counter('swic_verify_repaired_total', 'Files that verify moved back to their place'),
    documentBytes: counter('swic_document_bytes_total', 'Bytes of the documents that the broker confirmed', 'business'),
    ...durations(histogram),
    recovered: counter('swic_recovered_total', 'Documents settled at a start, by decision', 'decision'),
    receipts: counter('swic_receipts_total', 'Receipts deposited into an InBox', 'business', 'kind', 'success'),
    receiptOutcomes: counter('swic_receipt_outcomes_total', 'Deliveries that were not simply deposited', 'outcome'),
    faults: counter('swic_faults_total', 'Faults by code', 'code'),
    signerReady: gauge('swic_signer_ready', '1 while the card or signing device is ready'),
    signerExpiry: gauge(
      'swic_signer_certificate_expiry_timestamp_seconds',
      'When the certificate of the signer ends; 0 = not known',
    ),
    signerStrangers: counter('swic_signer_strangers_total', 'Machines that asked for a signature and may not'),
    workersReplaced: counter('swic_workers_replaced_total', 'Workers that died or hung'),
    retentionFiles: counter('swic_retention_files_total', 'Files removed from SentBox by retention', 'business'),
    ledgerPruned: counter('swic_ledger_pruned_total', 'Documents the ledger forgot by age'),
    logFailed: gauge('swic_log_failed', '1 while the log file cannot be written'),
    logDropped: counter('swic_log_dropped_lines_total', 'Lines that are missing in the log file'),
    readerFailures: gauge('swic_reader_failures', 'Events that a reader could not take, at 1, 10, 100 ...', 'reader'),
    ...alertInstruments(counter, gauge),
    maintenance: gauge('swic_maintenance_windows', 'Planned times of maintenance that are open now'),
    diskFree: gauge('swic_disk_free_bytes', 'Free space of the data disk', 'path'),
  };
}

function transportInstruments(
  counter: CounterOf,
  gauge: GaugeOf,
): Pick<Instruments, Extract<keyof Instruments, `transport${string}`>> {
  return {
    transportOpen: gauge('swic_transport_open', '1 while there is a session with the broker', 'direction'),
    transportBlocked: gauge('swic_transport_blocked', '1 while the broker blocks publishing'),
    transportRetries: counter('swic_transport_retries_total', 'Attempts to connect that failed'),
    transportUnconfirmed: gauge('swic_transport_unconfirmed', 'Messages that wait unusually long for the confirm'),
    transportNotConsuming: gauge(
      'swic_transport_not_consuming',
      '1 while there is a session and the receive queue is not consumed',
    ),
    transportOthers: gauge('swic_transport_other_consumers', 'Consumers of the receive queue that are not ours'),
  };
}

function durations(histogram: HistogramOf): Pick<Instruments, Extract<keyof Instruments, `${string}Seconds`>> {
  return {
    sendSeconds: histogram('swic_document_send_seconds', 'From the durable intent to the confirm', SEND_BUCKETS),
    confirmSeconds: histogram(
      'swic_document_confirm_seconds',
      'From a file that is complete in OutBox to the confirm',
      TOTAL_BUCKETS,
    ),
    receiptSeconds: histogram(
      'swic_receipt_wait_seconds',
      'From the confirm of a document to a receipt of it',
      RECEIPT_BUCKETS,
      'kind',
    ),
    totalSeconds: histogram('swic_document_total_seconds', 'From the first sight in OutBox to SentBox', TOTAL_BUCKETS),
    signSeconds: histogram('swic_document_sign_seconds', 'From asking for a signature to having it', SEND_BUCKETS),
  };
}

function alertInstruments(
  counter: CounterOf,
  gauge: GaugeOf,
): Pick<Instruments, Extract<keyof Instruments, `alerts${string}`>> {
  return {
    alertsTold: counter('swic_alerts_told_total', 'Messages of alerts by their most urgent level', 'level'),
    alertsDelivered: counter('swic_alerts_delivered_total', 'Messages that a channel has taken', 'channel'),
    alertsFailed: counter('swic_alerts_failed_total', 'Attempts to deliver a message that failed', 'channel'),
    alertsDropped: counter('swic_alerts_dropped_total', 'Messages that were given up', 'channel'),
    alertsOpen: gauge('swic_alerts_open', 'Troubles that there are now', 'level'),
    alertsQueued: gauge('swic_alerts_queued', 'Messages that wait for a channel', 'channel'),
  };
}
