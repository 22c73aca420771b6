import type { StandingName } from '../domain/concern.js';
import type { BusinessKey } from '../domain/document.js';

/** What is told of a file whose content, or whose declaration with another content, was sent before. */
export type SentBeforeEvent =
  | {
      readonly type: 'document.repeated';
      readonly business: BusinessKey;
      readonly name: string;
      /** The file that had the same content, and when it was taken. */
      readonly twin: string;
      readonly twinMs: number;
      readonly policy: 'warn' | 'hold';
    }
  | {
      readonly type: 'document.amends';
      readonly business: BusinessKey;
      readonly name: string;
      /** The latest file of the same declaration, when it was taken (epoch ms), and where it is now. */
      readonly earlier: string;
      readonly earlierMs: number;
      readonly state: StandingName;
      readonly policy: 'warn' | 'hold';
    }
  | {
      readonly type: 'document.amendment-settled';
      readonly business: BusinessKey;
      readonly name: string;
      readonly as: 'send' | 'withdraw';
      /** As the system knows them. */
      readonly who: string;
    };
