import { Fault } from '../../contract/fault.js';
import type { CommandHandlers } from '../control/conversation.js';
import type { SignerDesk } from '../signing/signer-desk.js';

/** What commands may ask of the agent's signer. Faults carry the card's words and never the PIN. */
export function signerHandlers(desk: SignerDesk | null): Pick<CommandHandlers, 'signer' | 'verifyPin' | 'sign'> {
  const present = (): SignerDesk => {
    if (desk === null) throw new Fault('signer.configuration', { path: 'signer', what: 'there is none' });
    return desk;
  };
  return {
    signer: async (_, signal) => (desk === null ? null : desk.look(signal)),
    verifyPin: ({ pin }, signal) => present().verifyPin(pin, signal),
    sign: async ({ bytes }, signal) => {
      const result = await present().sign({ bytes: Buffer.from(bytes, 'base64'), purpose: 'command' }, signal);
      const base64 = (octets: Uint8Array): string => Buffer.from(octets).toString('base64');
      return {
        signature: base64(result.signature),
        certificateNumber: result.certificateNumber,
        certificate: result.certificate === null ? null : base64(result.certificate),
        algorithm: result.algorithm,
      };
    },
  };
}
