import type { ReceiptClass } from '../../domain/receipts/classify.js';
import { NOTHING_KNOWN } from '../../domain/receipts/nothing-known.js';
import { type OpenedEnvelope, openEnvelope } from '../../envelope/open-envelope.js';
import type { Unsealed } from '../../ports/jobs.js';
import type { PackedUnsealed, UnsealAnswer, UnsealRequest } from '../job-map.js';
import type { WorkerContext } from '../worker-context.js';

/** Opens and understands received bodies. Total: any bytes give an answer. */
export function unsealBatch(request: UnsealRequest, context: WorkerContext): UnsealAnswer {
  let at = 0;
  const opened = request.lengths.map((length) => {
    const unsealed = unsealOne(new Uint8Array(request.bodies, at, length), context);
    at += length;
    return unsealed;
  });
  return packReceipts(opened);
}

/** One body: out of its envelopes, then classified. */
export function unsealOne(body: Uint8Array, context: WorkerContext): Unsealed {
  const opened = openEnvelope(body);
  const { facts, receipt, outline, unreadable } = opened;
  if (outline === null || unreadable !== null) return unknown(opened);
  const hints = {
    fileName: facts.fileName,
    businessKeyHint: context.hintOf(facts.senderId, facts.messageType),
    namePrefix: null,
  };
  return { envelope: facts, receipt, unreadable: null, ...classOf(context.classify(outline, hints)) };
}

function classOf(found: ReceiptClass): Omit<Unsealed, 'envelope' | 'receipt' | 'unreadable'> {
  const { kind, isSuccess, root, businesses, keys, code, codeTable, text, businessTimeMs, fileNameKey } = found;
  return { kind, isSuccess, root, businesses, keys, code, codeTable, text, businessTimeMs, fileNameKey };
}

function unknown({ facts, receipt, outline, unreadable }: OpenedEnvelope): Unsealed {
  return { ...NOTHING_KNOWN, envelope: facts, receipt, root: outline?.root ?? '', unreadable };
}

/** All receipts into one buffer: the bodies they were cut from stay behind. */
function packReceipts(opened: readonly Unsealed[]): UnsealAnswer {
  const target = new Uint8Array(opened.reduce((sum, { receipt }) => sum + receipt.length, 0));
  let offset = 0;
  const results = opened.map(({ receipt, ...rest }): PackedUnsealed => {
    target.set(receipt, offset);
    const slice = { buffer: 0, offset, length: receipt.length };
    offset += receipt.length;
    return { ...rest, receipt: slice };
  });
  return { results, buffers: [target.buffer] };
}
