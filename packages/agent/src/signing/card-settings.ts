import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  BUILT_IN_PROFILES,
  type CardOptions,
  createCardOptions,
  findLibrary,
  type Profile,
  parseProfile,
  runtimeArchitecture,
} from '@swic/card-ffi';
import { Fault, type LoadedConfig, type SignerConfig } from '@swic/core';

export type CardConfig = Pick<
  Extract<SignerConfig, { readonly kind: 'card' }>,
  'profile' | 'library' | 'runtime' | 'environment'
>;

/** The configuration's card as the library wants it. Throws `signer.configuration`: no library, an unknown or broken profile. */
export function cardOptionsOf(config: CardConfig, loaded: LoadedConfig): CardOptions {
  const { options, isLibraryFound } = lookForCard(config, loaded);
  if (!isLibraryFound) throw new Fault('signer.configuration', { problem: 'library-missing', looked: options.library });
  return options;
}

/** The same for the doctor, who says himself what it means that there is no library. */
export function lookForCard(
  config: CardConfig,
  { directory }: LoadedConfig,
): { readonly options: CardOptions; readonly isLibraryFound: boolean } {
  const profile = profileOf(config.profile, directory);
  const runtime = config.runtime === null ? null : path.resolve(directory, config.runtime);
  const configured = config.library === null ? null : path.resolve(directory, config.library);
  const library = findLibrary({ configured, profile, architecture: runtimeArchitecture(runtime) });
  const [usualName = ''] = process.platform === 'win32' ? profile.libraryNames.win32 : profile.libraryNames.linux;
  const { environment } = config;
  return {
    options: createCardOptions({ runtime, library: library ?? configured ?? usualName, profile, environment }),
    isLibraryFound: library !== null && existsSync(library),
  };
}

function profileOf(name: string, directory: string): Profile {
  const builtIn = Object.hasOwn(BUILT_IN_PROFILES, name) ? BUILT_IN_PROFILES[name] : undefined;
  if (builtIn !== undefined) return builtIn;
  const file = path.resolve(directory, name);
  const parsed = parseProfile(readJson(file));
  if (parsed.kind === 'profile') return parsed.profile;
  throw new Fault('signer.configuration', { problem: 'profile', file }, parsed.problems.join('; '));
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (reason) {
    throw new Fault('signer.configuration', { problem: 'profile', file }, reason);
  }
}
