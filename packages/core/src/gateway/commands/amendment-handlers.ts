import type { Emit } from '../../contract/events.js';
import type { LedgerReader } from '../../ports/ledger.js';
import type { CommandHandlers } from '../control/conversation.js';
import type { BusinessUnit } from '../units/business-unit.js';
import { diff } from './diff.js';
import { settleAmendment } from './settle-amendment.js';

interface AmendmentWorld {
  readonly ledger: LedgerReader;
  readonly units: () => readonly BusinessUnit[];
  readonly emit: Emit;
}

export function amendmentHandlers(world: AmendmentWorld): Pick<CommandHandlers, 'diff' | 'settleAmendment'> {
  const unitOf = (business: string): BusinessUnit | undefined =>
    world.units().find(({ definition }) => definition.key === business);
  return {
    diff: (params) =>
      diff(
        {
          ledger: world.ledger,
          boxesOf: (business) => unitOf(business)?.sending.sender.boxes ?? null,
          definitionOf: (business) => unitOf(business)?.definition ?? null,
        },
        params,
      ),
    settleAmendment: async (params) => settleAmendment(world, params),
  };
}
