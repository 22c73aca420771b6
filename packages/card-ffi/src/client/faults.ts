import { Fault, type FaultCode } from '@swic/core/contract';
import { FrameError } from '../protocol/frames.js';
import type { HostFaultCode } from '../protocol/host-messages.js';
import { PeerFault, PeerGone } from '../protocol/peer.js';

const FROM_HOST = {
  protocol: 'signer.broken',
  'not-open': 'signer.broken',
  'library-missing': 'signer.configuration',
  'library-foreign': 'signer.configuration',
  'library-unloadable': 'signer.configuration',
  profile: 'signer.configuration',
  call: 'signer.configuration',
} as const satisfies Record<HostFaultCode, FaultCode>;

/** What the bridge threw, as a fault. The one place that knows the bridge's errors. */
export function bridgeFault(reason: unknown): Fault {
  if (reason instanceof Fault) return reason;
  if (reason instanceof PeerGone) return new Fault('signer.broken', { problem: 'host-ended' }, reason);
  if (reason instanceof PeerFault) {
    const { code, detail, reason: words } = reason.fault;
    const known = Object.hasOwn(FROM_HOST, code) ? FROM_HOST[code as HostFaultCode] : 'signer.broken';
    return new Fault(known, { ...detail, problem: code }, words);
  }
  // AbortSignal's own reason: a DOMException of this name, by its specification.
  if (reason instanceof Error && reason.name === 'AbortError') return new Fault('operation.aborted', {}, reason);
  if (reason instanceof FrameError) return new Fault('signer.refused', { problem: 'too-large' }, reason);
  return new Fault('signer.broken', { problem: 'bridge' }, reason);
}
