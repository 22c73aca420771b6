import type { BusinessConfig } from '../config/schema.js';
import { Fault } from '../contract/fault.js';
import type { BusinessDefinition } from '../domain/businesses/definition.js';
import type { SendRoom } from '../flows/room.js';
import { DEFAULT_LIMITS } from '../xml/limits.js';
import { contentToSend } from '../xml/zip.js';
import type { Shared } from './shared.js';

/** Wraps documents for one business. Receivers are checked here, at the start, so a missing one shows before any document. */
export function createSealer(
  shared: Shared,
  definition: BusinessDefinition,
  business: BusinessConfig,
): SendRoom['seal'] {
  requireNoSigning(definition, business);
  const envelope = shared.envelopeFor(requireReceivers(shared, definition, business));
  return async (document, content) => {
    // A document that is sent again is read from TempBox whole: what of a ZIP travels is decided here as well.
    const sent = await contentToSend(content, business.send.zipSends, DEFAULT_LIMITS);
    return envelope.seal(document, sent, document.times.sealed ?? document.times.claimed);
  };
}

/** A business that sends needs somebody to send to; several have no receiver that is publicly known. */
function requireReceivers(shared: Shared, definition: BusinessDefinition, business: BusinessConfig): readonly string[] {
  const receivers = business.receivers ?? definition.systemIds.slice(0, 1);
  if (receivers.length > 0 || definition.isReceiveOnly || shared.loaded.config.envelope.kind !== 'dxp')
    return receivers;
  throw new Fault('config.invalid', {
    business: definition.key,
    path: `businesses.${definition.key}.receivers`,
    what: 'required: no receiver is publicly known',
  });
}

/** A signature that is asked for and cannot be made must not be left out in silence: no signer is joined to the flow yet. */
function requireNoSigning(definition: BusinessDefinition, business: BusinessConfig): void {
  if (business.sign === null || business.sign === 'none') return;
  const path = `businesses.${definition.key}.sign`;
  throw new Fault('signer.configuration', { path, what: 'this version does not sign yet: use none' });
}
