import { Fault, type FaultRecord } from '@swic/core';
import type { Context } from '../../cli/context.js';
import { faultLines } from '../../cli/say-fault.js';
import { withAgent } from '../reach.js';

/** A business whose documents wait because of the signer. */
export interface HeldBusiness {
  readonly business: string;
  readonly fault: FaultRecord;
}

/** Of the running agent; none where no agent runs. A signer that is ready may all the same fit no document of one business. */
export async function heldBusinesses(context: Context): Promise<readonly HeldBusiness[]> {
  try {
    const { businesses } = await withAgent(context, (client) => client.call('status', null));
    return businesses.flatMap(({ key, send }) => {
      const fault = send?.fault ?? null;
      return fault?.code.startsWith('signer.') === true ? [{ business: key, fault }] : [];
    });
  } catch (reason) {
    if (reason instanceof Fault && reason.code === 'instance.not-running') return [];
    throw reason;
  }
}

export function printHeld(context: Context, held: readonly HeldBusiness[]): void {
  for (const { business, fault } of held)
    for (const [index, line] of faultLines(context, fault).entries())
      context.print(index === 0 ? line.replace(/^swic/, business) : line);
}
