import type { BusinessKey } from '../domain/document.js';
import type { FaultRecord } from './fault.js';

/** Which way documents move, seen from the firm: `send` out of OutBox, `receive` into InBox. */
export type Direction = 'send' | 'receive';

/** What the operator starts and stops. */
export interface FlowName {
  readonly business: BusinessKey;
  readonly direction: Direction;
}

/** The flows that a command starts or stops. */
export interface FlowParams {
  /** A business key, or `*` for all. */
  readonly business: string;
  /** null = both directions. */
  readonly direction: Direction | null;
  /** Who gives the word. A client that does not say runs as the user of the agent: the socket is for that one alone. */
  readonly by?: string;
}

/** What happens to a flow. */
export type FlowEvent =
  /** `by` = the person who started it; null = with the agent. */
  /** `fault` = what holds it from the start, since before that; null = nothing. */
  | {
      readonly type: 'flow.started';
      readonly flow: FlowName;
      readonly by: string | null;
      readonly fault: FaultRecord | null;
    }
  /** By a person, now; or in an earlier run (`sinceMs`), and it is still stopped. `by` null = not known. */
  | {
      readonly type: 'flow.stopped';
      readonly flow: FlowName;
      readonly sinceMs: number | null;
      readonly by: string | null;
    }
  | { readonly type: 'flow.held'; readonly flow: FlowName; readonly fault: FaultRecord }
  | { readonly type: 'flow.resumed'; readonly flow: FlowName; readonly heldMs: number };
