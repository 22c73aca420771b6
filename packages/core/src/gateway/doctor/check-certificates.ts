import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { LoadedConfig } from '../../config/load.js';
import type { TransportConfig } from '../../config/transport-schema.js';
import type { DoctorFinding } from '../../contract/doctor.js';
import { Fault } from '../../contract/fault.js';
import { certificatesOf, expiryFinding, readPeerCertificate, unseenFinding } from '../../doctor/certificate.js';
import type { Endpoint } from '../../doctor/dial.js';
import { findingsOf } from '../../doctor/findings.js';
import type { DoctorCheck } from '../../ports/doctor.js';
import { brokerEndpoints } from '../../transports/registry.js';
import { certificateFiles } from '../settings/certificate-files.js';
import { NO_CONFIGURATION } from './check-boxes.js';
import type { DoctorWorld } from './world.js';

const { skipped, fault, warning } = findingsOf('certificates');

/** How long the certificates of the broker, and those in files of ours, are valid still. */
export function checkCertificates(world: DoctorWorld): DoctorCheck {
  return {
    name: 'certificates',
    look: async (signal) => {
      const { loaded } = world;
      if (loaded === null) return [skipped(NO_CONFIGURATION)];
      const peers = await peerFindings(loaded, world, signal);
      const found = [...peers, ...filesOf(loaded).flatMap((file) => fileFindings(loaded, file, world))];
      return found.length > 0 ? found : [skipped({ zh: '没有使用 TLS', en: 'TLS is not used' })];
    },
  };
}

async function peerFindings(
  { config }: LoadedConfig,
  { clock }: DoctorWorld,
  signal: AbortSignal,
): Promise<readonly DoctorFinding[]> {
  const { transport } = config;
  if (!usesTls(transport)) return [];
  const servername =
    transport.kind === 'rabbitmq' && typeof transport.tls === 'object' ? transport.tls.servername : null;
  const look = async (endpoint: Endpoint): Promise<DoctorFinding> => {
    const about = `${endpoint.host}:${endpoint.port}`;
    // A certificate of ours would be a secret on the way to a server that may be another: the server shows its own first.
    const certificate = await readPeerCertificate(endpoint, servername, signal);
    return certificate === null ? unseenFinding(about) : expiryFinding(certificate, about, clock);
  };
  return Promise.all((await brokerEndpoints(transport)).map(look));
}

function usesTls(transport: TransportConfig): boolean {
  if (transport.kind === 'rabbitmq') return transport.tls !== false;
  return transport.kind === 'ibmmq' && transport.tls !== null;
}

/** In the order of the way: to the broker, who signs, who borrows the card. */
function filesOf(loaded: LoadedConfig): readonly string[] {
  const { tls, signer } = certificateFiles(loaded);
  return [...tls, ...signer];
}

function fileFindings({ directory }: LoadedConfig, file: string, { clock }: DoctorWorld): readonly DoctorFinding[] {
  try {
    const certificates = certificatesOf(readFileSync(path.resolve(directory, file), 'latin1'));
    if (certificates.length > 0) return certificates.map((certificate) => expiryFinding(certificate, file, clock));
    return [
      warning(
        { zh: '文件中没有 PEM 证书', en: 'there is no PEM certificate in it' },
        { zh: '转换为 PEM：-----BEGIN CERTIFICATE-----', en: 'Convert it to PEM: -----BEGIN CERTIFICATE-----' },
        file,
      ),
    ];
  } catch (reason) {
    return [fault(Fault.from(reason, 'config.invalid', { file }), file)];
  }
}
