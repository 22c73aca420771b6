import type { LoadedConfig } from '../../config/load.js';
import type { DoctorReport } from '../../contract/doctor.js';
import type { Fault } from '../../contract/fault.js';
import type { Snapshot } from '../../contract/snapshot.js';
import type { Clock } from '../../ports/clock.js';
import type { Transport } from '../../ports/transport.js';
import { isProgramRunning } from '../../runtime/host/index.js';
import { signerFindings } from '../doctor/check-signer.js';
import { examineInstallation } from '../doctor/examine.js';
import { readingOf } from '../doctor/world.js';
import type { SignerDesk } from '../signing/signer-desk.js';
import { testConnection } from './test-connection.js';
import { verify } from './verify/verify.js';
import type { VerifyWorld } from './verify/world.js';

/** What of the running gateway is looked at, and looks. */
interface AgentWorld {
  readonly loaded: () => LoadedConfig;
  readonly clock: Clock;
  readonly transport: Transport;
  readonly signer: SignerDesk | null;
  readonly snapshot: () => Snapshot;
}

interface DoctorMeans {
  readonly verifyWorld: () => VerifyWorld;
  /** What the documents that wait have found of their route. */
  readonly noRoute: () => Fault | null;
}

/** By a running agent: with its rights, its secrets, its signer and its ledger. The file is read anew, since it may differ by now. */
export function doctorByAgent(world: AgentWorld, means: DoctorMeans, signal: AbortSignal): Promise<DoctorReport> {
  const loaded = world.loaded();
  const { file } = loaded;
  const { clock, transport, signer } = world;
  return examineInstallation(
    {
      file,
      reading: readingOf(file),
      loaded,
      clock,
      environment: process.env,
      agent: { pid: process.pid, version: world.snapshot().agent.version },
      agentFault: null,
      testBroker: (_, inner) => testConnection(transport, means.noRoute(), () => undefined, inner),
      readBrokerClock: (_, inner) => transport.readClock(inner),
      // Reading its files keeps the event loop from everything else.
      ledgerReadBytesMax: 0,
      inspectSigner: async (inner) => (signer === null ? [] : signerFindings(await signer.look(inner), clock.nowMs())),
      verify: (_, inner) => verify(means.verifyWorld(), { full: false, repair: false }, inner),
      isProgramRunning,
    },
    signal,
  );
}
