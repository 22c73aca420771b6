import type { FaultRecord } from '@swic/core/contract';

/** `connecting ──▶ live ──▶ lost ──▶ live …`; `never` while no agent was ever reached. */
export interface LinkState {
  readonly kind: 'connecting' | 'live' | 'lost' | 'never';
  readonly attempt: number;
  readonly fault: FaultRecord | null;
}
