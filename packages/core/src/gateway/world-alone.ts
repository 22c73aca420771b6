import { existsSync } from 'node:fs';
import path from 'node:path';
import type { LoadedConfig } from '../config/load.js';
import type { DoctorFinding } from '../contract/doctor.js';
import { Fault } from '../contract/fault.js';
import type { Clock } from '../ports/clock.js';
import { isProgramRunning } from '../runtime/host/index.js';
import { ledgerOf } from './care/ledger-place.js';
import { testConnectionOf } from './commands/test-connection.js';
import { type DoctorWorld, readingOf } from './doctor/world.js';
import { openOffline } from './offline.js';
import { openTransport } from './parts/open-transport.js';

/** How the engine's host looks at the signer of a configuration. */
export type InspectConfiguredSigner = (loaded: LoadedConfig, signal: AbortSignal) => Promise<readonly DoctorFinding[]>;

interface Alone {
  readonly file: string;
  readonly clock: Clock;
  readonly environment: DoctorWorld['environment'];
  readonly inspectSigner: InspectConfiguredSigner;
  /** Why the agent could not be asked, although one may run; null = none runs. */
  readonly agentFault: Fault | null;
}

/** Half a gigabyte is read in seconds. */
const LEDGER_READ_BYTES_MAX = 512 * 1024 * 1024;

/** While no agent runs: everything is looked at from this process, with a configuration that may be missing or broken. */
export function worldAlone({ file, clock, environment, inspectSigner, agentFault }: Alone): DoctorWorld {
  const absolute = path.resolve(file);
  const reading = readingOf(absolute);
  const loaded = reading instanceof Fault || reading.outcome === 'invalid' ? null : reading.loaded;
  return {
    file: absolute,
    reading,
    loaded,
    clock,
    environment,
    agent: null,
    agentFault,
    testBroker: (given, signal) => testConnectionOf(given, clock, () => undefined, signal),
    readBrokerClock: async (given, signal) => (await openTransport(given, 'client', clock)).transport.readClock(signal),
    ledgerReadBytesMax: LEDGER_READ_BYTES_MAX,
    inspectSigner: async (signal) => (loaded === null ? [] : inspectSigner(loaded, signal)),
    verify: async (given, signal) => {
      if (!existsSync(ledgerOf(given))) return null;
      await using offline = await openOffline(given, clock, signal);
      return await offline.verify({ full: false, repair: false }, signal, () => undefined);
    },
    isProgramRunning,
  };
}
