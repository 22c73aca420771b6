import { Fault } from '../../contract/fault.js';
import type { DocumentId, Verdict } from '../../domain/document.js';
import type { ReceiptId } from '../../domain/receipt.js';
import type { Deferred } from '../../runtime/deferred.js';
import { callLater } from '../../runtime/timer.js';

/** What settles a document whose outcome is unknown. */
export type Settlement =
  | { readonly decision: 'sent'; readonly by: 'receipt'; readonly receipt: ReceiptId }
  | { readonly decision: 'resend'; readonly by: 'policy' }
  | {
      readonly decision: Verdict['as'];
      readonly by: 'operator';
      readonly verdict: Verdict;
      /** Settled once the word is durable, or cannot be made so. */
      readonly kept: Pick<Deferred<void>, 'resolve' | 'reject'>;
    };

/**
 * Where documents of unknown outcome wait. The policy's time-out, an arriving receipt or an operator settles each of them
 * once; what comes second finds no wait.
 */
export class UnknownDesk {
  readonly #waiting = new Map<DocumentId, (settlement: Settlement) => void>();

  has(id: DocumentId): boolean {
    return this.#waiting.has(id);
  }

  /** Resolves with the settlement; after `waitMs` with a resend by policy, or never by itself when `waitMs` is null. */
  async wait(id: DocumentId, waitMs: number | null, signal: AbortSignal): Promise<Settlement> {
    let callOff: () => void = () => undefined;
    let abort: () => void = () => undefined;
    try {
      return await new Promise<Settlement>((resolve, reject) => {
        abort = () => reject(new Fault('operation.aborted'));
        if (signal.aborted) return abort();
        signal.addEventListener('abort', abort, { once: true });
        this.#waiting.set(id, resolve);
        if (waitMs !== null) callOff = callLater(waitMs, () => resolve({ decision: 'resend', by: 'policy' }));
      });
    } finally {
      callOff();
      signal.removeEventListener('abort', abort);
      this.#waiting.delete(id);
    }
  }

  /** True when the document was waiting and is settled by this. */
  settle(id: DocumentId, settlement: Settlement): boolean {
    const resolve = this.#waiting.get(id);
    if (resolve === undefined) return false;
    this.#waiting.delete(id);
    resolve(settlement);
    return true;
  }
}
