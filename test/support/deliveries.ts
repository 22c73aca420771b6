import type { Delivery } from '../../packages/core/src/ports/transport.js';

/** A receipt with this channel and a message id of its own, delivered; its number joins `accepted` when it is. */
export function deliveryOf(code: number, accepted: number[], deliveryCount = 1): Delivery {
  const body = Buffer.from(`<DEC_RESULT><CUS_CIQ_NO>I1</CUS_CIQ_NO><CHANNEL>${code}</CHANNEL></DEC_RESULT>`);
  return {
    message: { id: `M${code}`, type: '', contentType: 'application/xml', headers: {}, sentAtMs: 0, body },
    isRedelivered: false,
    deliveryCount,
    accept: async () => accepted.push(code) > 0,
    release: async () => undefined,
    refuse: async () => undefined,
  };
}
