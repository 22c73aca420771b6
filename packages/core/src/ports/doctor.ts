import type { DoctorCheckName, DoctorFinding } from '../contract/doctor.js';

/** One thing that is looked at before anything can work. */
export interface DoctorCheck {
  readonly name: DoctorCheckName;
  /**
   * Looks, and changes nothing that stays: what it has to write it removes. At least one finding. May reject or take too long; both
   * become a failed finding. Stops when the signal aborts.
   */
  look(signal: AbortSignal): Promise<readonly DoctorFinding[]>;
}

/** How the signer is looked at where no agent has it: the engine does not know the card. Findings of the check `signer`. */
export type InspectSigner = (signal: AbortSignal) => Promise<readonly DoctorFinding[]>;
