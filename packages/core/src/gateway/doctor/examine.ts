import { ADDRESSES, type PlatformAddress } from '../../contract/addresses.js';
import { DOCTOR_CHECKS, type DoctorReport, type DoctorSection } from '../../contract/doctor.js';
import { checkAddresses } from '../../doctor/check-addresses.js';
import { checkClock } from '../../doctor/check-clock.js';
import { checkNode } from '../../doctor/check-node.js';
import { runChecks } from '../../doctor/run-checks.js';
import type { DoctorCheck } from '../../ports/doctor.js';
import { tryBoxes } from './box-trials.js';
import { checkAgent } from './check-agent.js';
import { checkBoxes, checkVolumes } from './check-boxes.js';
import { checkBroker } from './check-broker.js';
import { checkCertificates } from './check-certificates.js';
import { checkConfiguration } from './check-configuration.js';
import { checkDisk } from './check-disk.js';
import { checkLedgerOf } from './check-ledger.js';
import { checkOwner } from './check-owner.js';
import { checkSigner } from './check-signer.js';
import { clockSources } from './clock-sources.js';
import { type DoctorWorld, placesIn } from './world.js';

/** A broker's steps may each take their own time; 5 s is for one address. */
const CHECK_LIMIT_MS = 30_000;

/**
 * Everything from the machine to the platform, in the order of DOCTOR_CHECKS. What is in reach of this machine comes first: names that
 * do not resolve keep the threads busy that files are written by.
 */
export async function examineInstallation(world: DoctorWorld, signal: AbortSignal): Promise<DoctorReport> {
  const trials = once(() => (world.loaded === null ? [] : tryBoxes(placesIn(world.loaded), world.clock)));
  const near: readonly DoctorCheck[] = [
    checkNode(),
    checkConfiguration(world),
    checkAgent(world),
    checkDisk(world),
    checkBoxes(world, trials),
    checkVolumes(world, trials),
    checkOwner(world),
    checkBroker(world),
    checkCertificates(world),
    checkSigner(world),
    checkLedgerOf(world),
  ];
  const { environment, clock, loaded } = world;
  const proxy = loaded?.config.network.proxy ?? null;
  const far = (): readonly DoctorCheck[] => [
    checkClock(clockSources(world, trials)),
    checkAddresses({ addresses: addressesOf(world), proxy, environment }),
  ];
  const sections = await runChecks(near, CHECK_LIMIT_MS, clock, signal);
  const all = [...sections, ...(await runChecks(far(), CHECK_LIMIT_MS, clock, signal))];
  return {
    environment: loaded?.config.environment ?? null,
    clientId: loaded?.config.clientId ?? null,
    file: world.file,
    isByAgent: world.agent !== null,
    isHealthy: all.every(({ outcome }) => outcome !== 'failed'),
    sections: Object.keys(DOCTOR_CHECKS).flatMap((name): readonly DoctorSection[] =>
      all.filter(({ check }) => check === name),
    ),
  };
}

/** The manual's and the user's own. */
function addressesOf({ loaded }: DoctorWorld): readonly PlatformAddress[] {
  const own = loaded?.config.network.addresses ?? [];
  return [
    ...ADDRESSES[loaded?.config.environment ?? 'production'],
    ...own.map((address): PlatformAddress => ({ ...address, source: 'own' })),
  ];
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
