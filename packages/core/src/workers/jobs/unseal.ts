import type { ClassifyHints } from '../../domain/receipts/classify.js';
import { HEADS_MAX } from '../../domain/receipts/heads.js';
import { NOTHING_KNOWN } from '../../domain/receipts/nothing-known.js';
import type { DocumentOutline } from '../../domain/receipts/outline.js';
import type { Unsealed, UnsealedHead } from '../../domain/receipts/unsealed.js';
import { type OpenedEnvelope, openEnvelope } from '../../envelope/open-envelope.js';
import type { PackedUnsealed, UnsealAnswer, UnsealRequest } from '../job-map.js';
import type { WorkerContext } from '../worker-context.js';

/**
 * Opens and understands received bodies. Total: any bytes give an answer. Each receipt is put where its body lay, which it is never
 * longer than: the same buffer goes back, and none has to be made for some hundreds of receipts.
 */
export function unsealBatch({ buffers: [bodies], lengths }: UnsealRequest, context: WorkerContext): UnsealAnswer {
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
  const { messageType: _, ...found } = context.classify(outline, hints);
  const heads = headsOf(outline, hints, context);
  return { envelope: facts, receipt, unreadable: null, heads, ...found };
}

const REST_UNREAD = `报文内回执超过 ${String(HEADS_MAX)} 条，其余未逐条解读 / More than ${String(HEADS_MAX)} receipts in one message: the rest is not looked into`;

/** None where not one of them is known: then the whole is as little known, and one is enough to say so. */
function headsOf(
  outline: DocumentOutline,
  hints: ClassifyHints,
  { splitHeads, classify, hintOf }: WorkerContext,
): readonly UnsealedHead[] {
  const heads = splitHeads(outline).map(({ outline: part, isJoined, isRest }): UnsealedHead => {
    if (isRest) return { ...NOTHING_KNOWN, root: part.root, isJoined, unreadable: REST_UNREAD };
    const { messageType, ...found } = classify(part, hints);
    // Each response of the platform names the type of the message that it answers.
    const hinted = found.kind === 'platform-response' ? hintOf(null, messageType) : null;
    return { isJoined, unreadable: null, ...found, businesses: hinted === null ? found.businesses : [hinted] };
  });
  return heads.some(({ kind }) => kind !== 'unknown') ? heads : [];
}

function unknown({ facts, receipt, outline, unreadable }: OpenedEnvelope): Unsealed {
  return { ...NOTHING_KNOWN, heads: [], envelope: facts, receipt, root: outline?.root ?? '', unreadable };
}
