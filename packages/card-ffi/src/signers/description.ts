import type { Fault, FaultCode } from '@swic/core/contract';
import type { SignerDescription, SignerKind } from '@swic/core/ports';
import type { CardIdentity } from './card-identity.js';

/** What a signer knows of itself, in the port's words. A fault decides the state; without one it is ready. */
export function describeSigner(
  kind: SignerKind,
  identity: CardIdentity | null,
  fault: Fault | null,
): SignerDescription {
  return {
    kind,
    state: stateOf(fault),
    cardId: identity?.cardId ?? null,
    certificateNumber: identity?.certificateNumber ?? null,
    owner: identity?.owner ?? null,
    algorithm: identity?.algorithm ?? null,
    validUntilMs: identity?.validUntilMs ?? null,
    faultCode: fault?.code ?? null,
  };
}

const STATES: Partial<Record<FaultCode, SignerDescription['state']>> = {
  'signer.busy': 'ready',
  'signer.absent': 'absent',
  'signer.held': 'held',
  'signer.pin-wrong': 'held',
};

function stateOf(fault: Fault | null): SignerDescription['state'] {
  return fault === null ? 'ready' : (STATES[fault.code] ?? 'broken');
}
