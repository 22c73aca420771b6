import type { AnsweredBusiness } from './commands/overdue.js';
import type { ConfiguredBusiness } from './configured-businesses.js';

/** What a business says about when its documents should be answered. */
export function answeredBusiness({ definition, business }: ConfiguredBusiness): AnsweredBusiness {
  return {
    key: definition.key,
    resultWithinMs: business.receive.resultWithinMs,
    isAnswerKnown: definition.sendResults.length > 0,
  };
}
