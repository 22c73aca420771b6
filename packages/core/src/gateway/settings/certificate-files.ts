import type { LoadedConfig } from '../../config/load.js';

/** Files with certificates that the configuration names: of the way to the broker and of those who borrow our card; of the signer. */
export function certificateFiles({ config }: LoadedConfig): {
  readonly tls: readonly string[];
  readonly signer: readonly string[];
} {
  const { transport, signer, signing } = config;
  const tls = transport.kind === 'rabbitmq' && typeof transport.tls === 'object' ? transport.tls : null;
  const signs = signer?.kind === 'software' || signer?.kind === 'remote' ? signer.certificate : null;
  const isNamed = (file: string | null | undefined): file is string => typeof file === 'string';
  return { tls: [tls?.ca, tls?.cert, signing.serve?.certificate].filter(isNamed), signer: [signs].filter(isNamed) };
}
