import { signModeOf } from '../../config/document-schema.js';
import type { BusinessConfig } from '../../config/schema.js';
import { Fault } from '../../contract/fault.js';
import type { BusinessDefinition, SigningDefault } from '../../domain/businesses/definition.js';
import type { Shared } from '../parts/shared.js';

/**
 * What is really signed for a business: what its configuration says, else what the registry says, as far as there is a signer.
 * A signature that is asked for by name and cannot be made is a wrong configuration and is never left out in silence.
 */
export function effectiveSigning(
  shared: Pick<Shared, 'loaded' | 'signer'>,
  definition: BusinessDefinition,
  business: BusinessConfig,
): SigningDefault {
  const path = `businesses.${definition.key}.sign`;
  const asked = signModeOf(business.sign);
  const wanted = asked ?? definition.signing;
  const { envelope } = shared.loaded.config;
  if (asked !== null && asked !== 'none' && shared.signer === null)
    throw new Fault('signer.configuration', { path, what: 'there is no signer in the configuration' });
  if ((asked === 'envelope' || asked === 'both') && envelope.kind !== 'dxp')
    throw new Fault('signer.configuration', { path, what: 'only the dxp envelope can be signed' });
  return shared.signer === null ? 'none' : wanted;
}

/** Documents that are usually signed and are not: said once, when the business is opened. */
export function announceUnsigned(
  shared: Pick<Shared, 'signer' | 'emit'>,
  definition: BusinessDefinition,
  business: BusinessConfig,
): void {
  if (shared.signer !== null || business.sign !== null || definition.signing === 'none' || definition.isReceiveOnly)
    return;
  shared.emit({ type: 'signer.missing', business: definition.key, signing: definition.signing });
}
