import { DirectoryInBox } from '../../boxes/depositor.js';
import type { LoadedConfig } from '../../config/load.js';
import { Fault } from '../../contract/fault.js';
import type { FlowGate } from '../../flows/flow-gate.js';
import type { ReceiveDesk } from '../../flows/receive/receiver.js';
import type { InBox } from '../../ports/boxes.js';
import type { Shared } from '../parts/shared.js';
import type { ConfiguredBusiness } from '../settings/configured-businesses.js';
import { directoriesOf } from '../settings/directories.js';
import { gateOf } from './business-unit.js';

/** A business whose boxes cannot be opened now. It is held, and its receipts have a place. */
export interface AwayUnit {
  readonly configured: ConfiguredBusiness;
  readonly isSending: boolean;
  readonly desk: ReceiveDesk;
  /** Both of its flows. */
  readonly gates: readonly FlowGate[];
  /** The boxes are back. */
  end(): void;
}

export function holdAway(
  shared: Shared,
  loaded: LoadedConfig,
  configured: ConfiguredBusiness,
  { fault, signal }: { readonly fault: Fault; readonly signal: AbortSignal },
): AwayUnit {
  const { definition, business } = configured;
  const isSending = !definition.isReceiveOnly && business.send.enabled;
  const send = gateOf(shared, definition.key, 'send', isSending);
  const receive = gateOf(shared, definition.key, 'receive', business.receive.enabled);
  const inBox = shared.decorate('inBox', openInBox(shared, loaded, configured, signal));
  return {
    configured,
    isSending: send.state !== 'stopped',
    desk: { business: definition.key, inBox, gate: receive },
    gates: [send, receive],
    end: (definition.isReceiveOnly ? receive : send).hold(fault),
  };
}

function openInBox(
  { clock }: Shared,
  loaded: LoadedConfig,
  { definition, business }: ConfiguredBusiness,
  signal: AbortSignal,
): InBox {
  try {
    return new DirectoryInBox(directoriesOf(loaded, definition, business).inBox, clock, signal);
  } catch (reason) {
    // Not even its place is known; what comes for it waits in the ledger.
    const fault = Fault.from(reason, 'disk.missing');
    return { deposit: () => Promise.reject(fault), flush: () => Promise.reject(fault) };
  }
}
