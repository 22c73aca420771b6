import type { ConfiguredBusiness } from '../settings/configured-businesses.js';
import type { AnsweredBusiness } from './overdue.js';

/** What a business says about when its documents should be answered. */
export function answeredBusiness({ definition, business }: ConfiguredBusiness): AnsweredBusiness {
  return {
    key: definition.key,
    resultWithinMs: business.receive.resultWithinMs,
    // Of cross-border e-commerce the answers are receipts that name what they answer.
    isAnswerKnown: definition.sendResults.length > 0 || definition.receipts.some(({ answers }) => answers.length > 0),
  };
}
