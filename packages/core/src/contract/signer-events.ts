import type { BusinessKey } from '../domain/document.js';
import type { FaultRecord } from './fault.js';
import type { SignerDescription } from './signer-state.js';

/** What happens to the signer: card, service or key; and what is not signed because there is none. */
export type SignerEvent =
  | {
      readonly type: 'signer.changed';
      readonly signer: SignerDescription;
      readonly fault: FaultRecord | null;
    }
  | {
      /** The certificate passed a threshold of EXPIRY_WARNING_DAYS, or its end; said again at each start. */
      readonly type: 'signer.expiring';
      readonly certificateNumber: string | null;
      /** Negative when it has expired. */
      readonly daysLeft: number;
      readonly validUntilMs: number;
    }
  | {
      /** Another machine wanted a signature and is not on the list; fingerprint null = it showed no certificate. */
      readonly type: 'signer.stranger';
      readonly address: string;
      readonly fingerprint: string | null;
    }
  | {
      /** What this business usually has signed is not signed here: there is no signer. Once at each start. */
      readonly type: 'signer.missing';
      readonly business: BusinessKey;
      readonly signing: string;
    };
