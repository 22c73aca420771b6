import type { ConfiguredBusiness } from '../settings/configured-businesses.js';
import type { AnsweredBusiness } from './overdue.js';

/** What a business says about when its documents should be answered. */
export function answeredBusiness({ definition, business }: ConfiguredBusiness): AnsweredBusiness {
  return {
    key: definition.key,
    resultWithinMs: business.receive.resultWithinMs,
    isAnswerKnown: definition.sendResults.length > 0,
  };
}
