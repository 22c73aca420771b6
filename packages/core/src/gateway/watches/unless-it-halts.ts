import { Fault } from '../../contract/fault.js';

/**
 * One step of work that goes on beside the flows. What holds or is tried again is told by the flows, and must not end the agent over
 * the same: the next step comes in its own time. Rejects with every other fault.
 */
export async function unlessItHalts(step: () => Promise<unknown>): Promise<void> {
  try {
    await step();
  } catch (reason) {
    const fault = Fault.from(reason, 'internal.unexpected');
    if (fault.fate !== 'hold' && fault.fate !== 'retry') throw fault;
  }
}
