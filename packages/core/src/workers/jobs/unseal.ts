import type { ReceiptClass } from '../../domain/receipts/classify.js';
import { NOTHING_KNOWN } from '../../domain/receipts/nothing-known.js';
import type { Unsealed } from '../../domain/receipts/unsealed.js';
import { type OpenedEnvelope, openEnvelope } from '../../envelope/open-envelope.js';
import type { PackedUnsealed, UnsealAnswer, UnsealRequest } from '../job-map.js';
import type { WorkerContext } from '../worker-context.js';

/**
 * Opens and understands received bodies. Total: any bytes give an answer. Each receipt is put where its body lay, which it is never
 * longer than: the same buffer goes back, and none has to be made for some hundreds of receipts.
 */
export function unsealBatch({ bodies, lengths }: UnsealRequest, context: WorkerContext): UnsealAnswer {
  let offset = 0;
  const results = lengths.map((length): PackedUnsealed => {
    const body = new Uint8Array(bodies, offset, length);
    const { receipt, ...rest } = unsealOne(body, context);
    if (receipt !== body) body.set(receipt);
    const slice = { buffer: 0, offset, length: receipt.length };
    offset += length;
    return { ...rest, receipt: slice };
  });
  return { results, buffers: [bodies] };
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

function classOf({ messageType: _, ...found }: ReceiptClass): Omit<Unsealed, 'envelope' | 'receipt' | 'unreadable'> {
  return found;
}

function unknown({ facts, receipt, outline, unreadable }: OpenedEnvelope): Unsealed {
  return { ...NOTHING_KNOWN, envelope: facts, receipt, root: outline?.root ?? '', unreadable };
}
