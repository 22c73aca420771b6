import { type LoadedConfig, type LoadResult, readConfig } from '../../config/load.js';
import type { TestStepRecord } from '../../contract/commands.js';
import { Fault } from '../../contract/fault.js';
import type { VerifyReport } from '../../contract/verify.js';
import type { Clock } from '../../ports/clock.js';
import type { InspectSigner } from '../../ports/doctor.js';
import { type ConfiguredBusiness, configuredBusinesses } from '../settings/configured-businesses.js';
import { type Directories, directoriesOf } from '../settings/directories.js';

/** What the checks look at, and by whose means: those of a running agent, or of a command alone. */
export interface DoctorWorld {
  /** Absolute path of the configuration. */
  readonly file: string;
  /** The file as it is now; a Fault where it cannot be read. */
  readonly reading: LoadResult | Fault;
  /** What is looked at: what the agent runs by, else what the file says; null where neither is there. */
  readonly loaded: LoadedConfig | null;
  readonly clock: Clock;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Of the agent that looks; null = none runs, or it could not be asked, which `agentFault` tells. */
  readonly agent: { readonly pid: number; readonly version: string } | null;
  readonly agentFault: Fault | null;
  /** Step by step; may reject before the first step, e.g. for a secret that is missing. */
  readonly testBroker: (loaded: LoadedConfig, signal: AbortSignal) => Promise<readonly TestStepRecord[]>;
  readonly readBrokerClock: (loaded: LoadedConfig, signal: AbortSignal) => Promise<number | null>;
  /** Of the ledger's files; a larger ledger is not read, since reading keeps everything else waiting. */
  readonly ledgerReadBytesMax: number;
  readonly inspectSigner: InspectSigner;
  /** A quick proof of the ledger against the boxes; null where there is no ledger yet. */
  readonly verify: (loaded: LoadedConfig, signal: AbortSignal) => Promise<VerifyReport | null>;
  /** Does a program of this name run on this machine? Null = it cannot be told. */
  readonly isProgramRunning: (name: string) => Promise<boolean | null>;
}

/** The file as it is now, in the form in which the checks look at it. */
export function readingOf(file: string): DoctorWorld['reading'] {
  try {
    return readConfig(file);
  } catch (reason) {
    return Fault.from(reason, 'config.invalid', { file });
  }
}

/** One business and where its boxes are. */
export interface BusinessPlace extends ConfiguredBusiness {
  readonly directories: Directories;
}

export function placesIn(loaded: LoadedConfig): readonly BusinessPlace[] {
  return configuredBusinesses(loaded).map((each) => ({
    ...each,
    directories: directoriesOf(loaded, each.definition, each.business),
  }));
}

export const BOX_NAMES = ['outBox', 'tempBox', 'sentBox', 'failBox', 'inBox'] as const;
export type BoxName = (typeof BOX_NAMES)[number];

/** A business that only receives has an InBox alone. */
export function boxesOf({
  definition,
  directories,
}: BusinessPlace): readonly { readonly box: BoxName; readonly at: string }[] {
  return BOX_NAMES.filter((box) => box === 'inBox' || !definition.isReceiveOnly).map((box) => ({
    box,
    at: directories[box],
  }));
}

/** How the boxes are called for people. */
export const boxTitle = (box: BoxName): string => `${box.charAt(0).toUpperCase()}${box.slice(1)}`;
