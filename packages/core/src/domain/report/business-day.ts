import { type StandingName, standingOf } from '../concern.js';
import type { DocumentId, DocumentRecord } from '../document.js';
import type { HeldTime } from './held-times.js';

/** A business on a day: its documents by when they were claimed, as they are now; its receipts by when they came. */
export interface BusinessDay {
  readonly business: string;
  readonly claimed: number;
  /** The broker has them. */
  readonly sent: number;
  /** Refused by our checks or by the broker. */
  readonly rejected: number;
  /** Refused by the platform. */
  readonly refused: number;
  /** Returned or deleted by customs. */
  readonly returned: number;
  /** Of unknown outcome. */
  readonly unknown: number;
  readonly receipts: number;
  /** Sent, and the answer is late now. */
  readonly overdue: number;
  /** The longest time from a complete file to the confirm; null = none was confirmed. */
  readonly slowest: { readonly document: DocumentId; readonly durationMs: number } | null;
  /** How long its flows were held while an agent ran; the longest first. Not of documents: of the flows on that day. */
  readonly held: readonly HeldTime[];
}

export function emptyDay(business: string): BusinessDay {
  const none = { claimed: 0, sent: 0, rejected: 0, refused: 0, returned: 0, unknown: 0, receipts: 0, overdue: 0 };
  return { business, ...none, slowest: null, held: [] };
}

type Count = Extract<keyof BusinessDay, 'rejected' | 'refused' | 'returned' | 'unknown'>;

const COUNTED_AS: { readonly [S in StandingName]?: Count } = {
  rejected: 'rejected',
  refused: 'refused',
  returned: 'returned',
  deleted: 'returned',
  unknown: 'unknown',
};

/** The day with one document more. Pure. */
export function withDocument(day: BusinessDay, document: DocumentRecord): BusinessDay {
  const count = COUNTED_AS[standingOf(document)];
  const isSent = document.stage === 'sent' || document.stage === 'filed';
  const more: BusinessDay = {
    ...day,
    claimed: day.claimed + 1,
    sent: day.sent + (isSent ? 1 : 0),
    slowest: slower(day.slowest, document),
  };
  return count === undefined ? more : { ...more, [count]: day[count] + 1 };
}

function slower(before: BusinessDay['slowest'], { id, times }: DocumentRecord): BusinessDay['slowest'] {
  const { confirmed, settled, claimed } = times;
  if (confirmed === null) return before;
  const durationMs = Math.max(0, confirmed - (settled ?? claimed));
  return before !== null && before.durationMs >= durationMs ? before : { document: id, durationMs };
}
