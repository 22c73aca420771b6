import type { HostFaultCode } from '../protocol/host-messages.js';
import { PeerFault, type WireFault } from '../protocol/peer.js';

/** A failure of the bridge as the client shall see it. The reason is the loader's own text, never data of a call. */
export function hostFault(code: HostFaultCode, detail: WireFault['detail'], reason: unknown): PeerFault {
  return new PeerFault({ code, detail, reason: reason instanceof Error ? reason.message : null });
}
