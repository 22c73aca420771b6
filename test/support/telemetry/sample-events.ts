import type { EventType, SwicEvent } from '../../../packages/core/src/contract/events.js';
import type { FaultRecord } from '../../../packages/core/src/contract/fault.js';
import type { BusinessKey, DocumentId } from '../../../packages/core/src/domain/document.js';
import type { ReceiptId } from '../../../packages/core/src/domain/receipt.js';

const business = 'DEC' as BusinessKey;
const document = '2026112310000000000001' as DocumentId;
const receipt = '2026112310000050000001' as ReceiptId;
const facts = { document, business, name: '报关单 1.xml' };
const flow = { business, direction: 'send' } as const;

export const FAULT: FaultRecord = {
  code: 'transport.closed',
  fate: 'hold',
  detail: { host: 'mq.example' },
  reason: 'socket closed',
};

/** One event of each type; a new type without its sample does not compile. */
export const SAMPLES: { readonly [T in EventType]: Extract<SwicEvent, { readonly type: T }> } = {
  'gateway.started': {
    type: 'gateway.started',
    version: '0.1.0',
    pid: 7,
    environment: 'production',
    clientId: 'DXPESW0000000001',
  },
  'gateway.stopping': { type: 'gateway.stopping', reason: 'SIGTERM' },
  'gateway.stopped': { type: 'gateway.stopped', openDocuments: 2 },
  'gateway.paused': { type: 'gateway.paused' },
  'gateway.resumed': { type: 'gateway.resumed' },
  'config.changed': { type: 'config.changed', applied: ['businesses.DEC'], restartNeeded: ['transport.host'] },
  'config.rejected': {
    type: 'config.rejected',
    fault: { code: 'config.invalid', fate: 'halt', detail: { line: 3 }, reason: null },
  },
  'metrics.unavailable': {
    type: 'metrics.unavailable',
    fault: { code: 'config.invalid', fate: 'halt', detail: { line: 3 }, reason: null },
  },
  'watch.unavailable': { type: 'watch.unavailable', path: '/swic/swic.yaml', fault: FAULT },
  'gateway.failed': { type: 'gateway.failed', fault: FAULT },
  'data.closed': { type: 'data.closed', path: '/swic/data', mode: '777' },
  'log.failed': { type: 'log.failed', path: '/swic/data/logs/swic-20261123.log', fault: FAULT },
  'log.resumed': { type: 'log.resumed', path: '/swic/data/logs/swic-20261123.log', droppedLines: 3 },
  'reader.failed': { type: 'reader.failed', reader: 'metrics', count: 10, fault: FAULT },
  'flow.started': { type: 'flow.started', flow },
  'flow.stopped': { type: 'flow.stopped', flow },
  'flow.held': { type: 'flow.held', flow, fault: FAULT },
  'flow.resumed': { type: 'flow.resumed', flow, heldMs: 2_500 },
  'transport.opening': { type: 'transport.opening', kind: 'rabbitmq', attempt: 2 },
  'transport.opened': { type: 'transport.opened', kind: 'rabbitmq', durationMs: 12.4 },
  'transport.blocked': { type: 'transport.blocked', reason: 'low on memory' },
  'transport.unblocked': { type: 'transport.unblocked', blockedMs: 180_000 },
  'transport.ended': { type: 'transport.ended', fault: FAULT },
  'transport.retrying': { type: 'transport.retrying', delayMs: 800, attempt: 3, fault: FAULT },
  'outbox.looked': {
    type: 'outbox.looked',
    business,
    settled: 3,
    inFlight: 2,
    waiting: 1_200,
    isAtLeast: true,
    oldestMs: 1_795_399_200_000,
    durationMs: 4,
  },
  'box.missing': {
    type: 'box.missing',
    business,
    path: '/boxes/DEC/OutBox',
    fault: { code: 'disk.missing', fate: 'hold', detail: {}, reason: null },
  },
  'box.back': { type: 'box.back', business, path: '/boxes/DEC/OutBox' },
  'document.claimed': { type: 'document.claimed', ...facts, sizeBytes: 4_096, foundMs: 1, settledMs: 2, origin: null },
  'document.put-off': {
    type: 'document.put-off',
    business,
    name: 'a.xml',
    fault: { code: 'document.incomplete', fate: 'retry', detail: {}, reason: null },
  },
  'document.sealed': {
    type: 'document.sealed',
    ...facts,
    messageId: 'M1',
    attempt: 2,
    keys: [{ name: 'clientSeqNo', value: 'C1' }],
  },
  'document.signed': {
    type: 'document.signed',
    ...facts,
    certificateNumber: 'N',
    algorithm: 'rsa-sha1',
    durationMs: 240,
  },
  'document.retried': { type: 'document.retried', ...facts, attempt: 2, fault: FAULT },
  'document.sent': { type: 'document.sent', ...facts, durationMs: 3, sizeBytes: 4_096 },
  'document.filed': { type: 'document.filed', ...facts, path: '20261123/报关单 1_20261123100000000.xml', totalMs: 612 },
  'document.rejected': {
    type: 'document.rejected',
    ...facts,
    path: '报关单 1_20261123100000000.xml',
    explanation: 'Failed_报关单 1.xml',
    fault: { code: 'document.not-well-formed', fate: 'reject', detail: { line: 7, column: 12 }, reason: null },
    problems: 1,
  },
  'document.repeated': {
    type: 'document.repeated',
    business,
    name: 'b.xml',
    twin: 'a.xml',
    twinMs: 1,
    policy: 'hold',
  },
  'document.warned': { type: 'document.warned', ...facts, problems: 2, first: 'dec.trade-code' },
  'document.unknown': { type: 'document.unknown', ...facts, policy: 'resend', fault: FAULT },
  'document.undecided': { type: 'document.undecided', ...facts, receipt },
  'document.settled': { type: 'document.settled', ...facts, as: 'sent', by: 'receipt', who: null, receipt },
  'document.altered': { type: 'document.altered', ...facts, isSent: true, sha256: 'ab'.repeat(32) },
  'document.withdrawn': { type: 'document.withdrawn', ...facts, path: '报关单 1.xml' },
  'document.recovered': { type: 'document.recovered', ...facts, decision: 'treat-as-unknown', stage: 'sealed' },
  'document.foreign': { type: 'document.foreign', document, business, name: 'a.xml', owner: '/srv/other/data' },
  'document.lost': { type: 'document.lost', document, business, name: 'a.xml', where: 'TempBox' },
  'receipt.deposited': {
    type: 'receipt.deposited',
    receipt,
    business,
    kind: 'send-result',
    fileName: 'Successed_a.xml',
    document,
    code: '0',
    isSuccess: true,
  },
  'receipt.waiting': { type: 'receipt.waiting', receipt, business, kind: 'send-result', document },
  'receipt.duplicate': { type: 'receipt.duplicate', receipt, business, fileName: 'Successed_a.xml' },
  'receipt.unreadable': { type: 'receipt.unreadable', receipt, fileName: 'unreadable.bin', reason: 'no XML at all' },
  'receipt.linked': { type: 'receipt.linked', receipt, document, by: 'seqNo' },
  'signer.changed': {
    type: 'signer.changed',
    signer: {
      kind: 'card',
      state: 'absent',
      cardId: 'C',
      certificateNumber: 'N',
      owner: 'O',
      algorithm: 'rsa-sha1',
      validUntilMs: 5,
      faultCode: 'signer.absent',
    },
    fault: { code: 'signer.absent', fate: 'hold', detail: {}, reason: null },
  },
  'signer.expiring': { type: 'signer.expiring', certificateNumber: 'N', daysLeft: 29, validUntilMs: 5 },
  'signer.stranger': { type: 'signer.stranger', address: '192.0.2.7', fingerprint: null },
  'signer.missing': { type: 'signer.missing', business, signing: 'dec-sign' },
  'worker.replaced': {
    type: 'worker.replaced',
    fault: { code: 'worker.died', fate: 'retry', detail: {}, reason: null },
  },
  'retention.cleaned': { type: 'retention.cleaned', business, files: 12, olderThanMs: 1 },
  'ledger.pruned': { type: 'ledger.pruned', documents: 12_345 },
  'ledger.damaged': { type: 'ledger.damaged', fault: { ...FAULT, code: 'ledger.damaged', detail: { gaps: 1 } } },
  'ledger.gone': { type: 'ledger.gone', fault: { ...FAULT, code: 'ledger.gone', detail: { what: 'missing' } } },
  'ledger.back': { type: 'ledger.back', goneMs: 4_000 },
  'ledger.recovered': { type: 'ledger.recovered', documents: 3, receipts: 1, durationMs: 40 },
  'disk.space': { type: 'disk.space', path: '/data', freeBytes: 512_000_000, isLow: true },
};

export const ALL_SAMPLES: readonly SwicEvent[] = Object.values(SAMPLES);
