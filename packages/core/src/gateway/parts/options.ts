import type { LoadedConfig } from '../../config/load.js';
import type { Emit } from '../../contract/events.js';
import type { LedgerUpgrade } from '../../contract/ledger-care.js';
import type { Clock } from '../../ports/clock.js';
import type { OpenedSigner } from '../../ports/signer.js';
import type { Decorate } from './shared.js';

/** What the host of a gateway decides. */
export interface GatewayOptions {
  readonly version: string;
  readonly clock: Clock;
  /**
   * What people see on standard error while it runs:
   * - `lines`     all that the log has
   * - `batch`     the same, and how far it is every ten seconds while much is sent
   * - `progress`  how far it is each second, in the place of a line for each document
   * - `quiet`     neither: a program reads what comes of it
   * - `none`      nothing, e.g. where a dashboard draws
   */
  readonly console: 'lines' | 'batch' | 'progress' | 'quiet' | 'none';
  /**
   * Opens the signer of the configuration, which is not null; called once. null = this host cannot sign, and a configuration
   * that asks for a signer is refused. Injected, because the engine does not know the card.
   */
  readonly openSigner: ((loaded: LoadedConfig, clock: Clock, emit: Emit) => Promise<OpenedSigner>) | null;
  /** Where the files of the page are, which the engine does not know; null = this host has no page. */
  readonly pageDirectory: string | null;
  /** Something around the ports, e.g. a test that kills the process at one of their steps; null = the ports as they are. */
  readonly decorate: Decorate | null;
  /** Hears of a ledger of an earlier format that is brought to this program's, which may take minutes; null = no caller asks. */
  readonly tellUpgrade: ((upgrade: LedgerUpgrade) => void) | null;
}
