import type { BusinessKey } from '../domain/document.js';
import type { FaultRecord } from './fault.js';

/** What happens to the places that the agent works with: retention, the clock, the ledger, the disk. */
export type UpkeepEvent =
  /** The log file cannot be written; work goes on, and the next line tries again. */
  | { readonly type: 'log.failed'; readonly path: string; readonly fault: FaultRecord }
  | { readonly type: 'log.resumed'; readonly path: string; readonly droppedLines: number }
  /** A ledger of an earlier format was brought to this program's at this start; `backup` is what it was before. */
  | { readonly type: 'ledger.upgraded'; readonly from: number; readonly to: number; readonly backup: string }
  | {
      readonly type: 'retention.cleaned';
      readonly business: BusinessKey;
      readonly files: number;
      readonly olderThanMs: number;
    }
  /** Further ahead or behind than can be explained: nothing is removed by age until it is `trusted` again. */
  | {
      readonly type: 'clock.doubted';
      readonly nowMs: number;
      readonly believedMs: number;
      readonly fault: FaultRecord;
    }
  | { readonly type: 'clock.trusted'; readonly nowMs: number }
  | { readonly type: 'ledger.pruned'; readonly documents: number }
  | {
      /** Durable records are missing; said at each start until a repair. */
      readonly type: 'ledger.damaged';
      readonly fault: FaultRecord;
    }
  | { readonly type: 'ledger.gone'; readonly fault: FaultRecord }
  | { readonly type: 'ledger.back'; readonly goneMs: number }
  | {
      readonly type: 'ledger.recovered';
      readonly documents: number;
      readonly receipts: number;
      readonly durationMs: number;
    }
  | { readonly type: 'disk.space'; readonly path: string; readonly freeBytes: number; readonly isLow: boolean };
