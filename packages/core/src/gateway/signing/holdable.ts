import type { Fault } from '../../contract/fault.js';

/** A gate that closes while no signer can sign: the send flow of a business that needs signatures. */
export interface Holdable {
  /** Holds until the returned function is called. */
  hold(fault: Fault): () => void;
}
