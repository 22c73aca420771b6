import type { LoadedConfig } from '../../config/load.js';
import type { Emit } from '../../contract/events.js';
import { Fault } from '../../contract/fault.js';
import type { Scope } from '../../runtime/scope.js';
import type { GatewayOptions } from '../parts/options.js';
import { SignerDesk } from './signer-desk.js';

/** The signer of the configuration, disposed with the scope; null = the configuration names none. Rejects with `signer.*`, `config.*`. */
export async function openSignerDesk(
  loaded: LoadedConfig,
  { openSigner, clock }: GatewayOptions,
  emit: Emit,
  scope: Scope,
): Promise<SignerDesk | null> {
  const { signer, signing } = loaded.config;
  if (signer === null && signing.serve !== null)
    throw new Fault('signer.configuration', { path: 'signing.serve', what: 'there is no signer to lend' });
  if (signer === null) return null;
  if (openSigner === null) throw new Fault('signer.configuration', { path: 'signer', what: 'this host cannot sign' });
  return new SignerDesk(scope.use(await openSigner(loaded, clock, emit)), signer.watchMs, clock, emit);
}
