import { FAULTS, type FaultCode } from './fault-table.js';
import type { Fate } from './faults/row.js';

export type { Fate } from './faults/row.js';

/** Facts about one occurrence; shown to the operator and logged, so never a secret and never file content. */
export type FaultDetail = Readonly<Record<string, string | number | boolean | null>>;

/** A fault as data: what crosses a thread, a process or the control socket. */
export interface FaultRecord {
  readonly code: FaultCode;
  readonly fate: Fate;
  readonly detail: FaultDetail;
  /** The text of the foreign error underneath, for the log only; nothing decides by it. */
  readonly reason: string | null;
}

/** A hold that was planned: it is shown, and no trouble. */
export function isPlanned({ code }: Pick<FaultRecord, 'code'>): boolean {
  return code === 'maintenance.planned';
}

/** The one error class of swic. Everything else that is thrown is a defect. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: FaultCode;
  readonly fate: Fate;
  readonly detail: FaultDetail;
  readonly reason: string | null;

  constructor(code: FaultCode, detail: FaultDetail = {}, cause: unknown = null) {
    const reason = reasonOf(cause);
    super(reason === null ? `${code}: ${FAULTS[code].en.meaning}` : `${code}: ${reason}`, { cause });
    this.code = code;
    this.fate = FAULTS[code].fate;
    this.detail = detail;
    this.reason = reason;
  }

  /** Already a Fault? Then it is returned as it is, so that the innermost translation wins. */
  static from(reason: unknown, code: FaultCode, detail: FaultDetail = {}): Fault {
    const first = firstOf(reason);
    return first instanceof Fault ? first : new Fault(code, detail, first);
  }

  toRecord(): FaultRecord {
    return { code: this.code, fate: this.fate, detail: this.detail, reason: this.reason };
  }

  static fromRecord(record: FaultRecord): Fault {
    return new Fault(record.code, record.detail, record.reason);
  }
}

/** A disposal that fails as well hides what failed first; that is what counts. */
function firstOf(reason: unknown): unknown {
  const isPair = reason instanceof Error && reason.name === 'SuppressedError' && 'suppressed' in reason;
  return isPair ? firstOf(reason.suppressed) : reason;
}

function reasonOf(cause: unknown): string | null {
  if (cause === null || cause === undefined) return null;
  if (cause instanceof Fault) return cause.message;
  if (cause instanceof Error) return cause.message;
  if (typeof cause === 'string') return cause;
  if (typeof cause === 'object' && 'message' in cause && typeof cause.message === 'string') return cause.message;
  return String(cause);
}
