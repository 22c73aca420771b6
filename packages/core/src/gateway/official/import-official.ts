import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type ConfigEdit, editConfigText } from '../../config/edit.js';
import { type LoadedConfig, parseConfig } from '../../config/load.js';
import { problemsFault } from '../../config/problems.js';
import type { TemplateChoices } from '../../config/template.js';
import { SUCCESS_PREFIX } from '../../contract/answers.js';
import { Fault } from '../../contract/fault.js';
import { systemClock } from '../../runtime/system-clock.js';
import { reserveOutBox } from '../owner/lease.js';
import { configuredBusinesses } from '../settings/configured-businesses.js';
import { dataDirOf, directoriesOf } from '../settings/directories.js';
import { findSuccessPrefix } from './find-prefix.js';
import { findOfficialSettings, locateOfficialSettings } from './find-settings.js';
import type { ObservedTotals, Observer } from './observe.js';
import { type OfficialSettings, readOfficialSettings } from './read-settings.js';
import { type ImportNote, prefixNote, toConfig } from './to-config.js';

export type { ObservedTotals, Observer, OfficialDid, WouldDo } from './observe.js';
export type { ImportNote } from './to-config.js';

export interface ImportChoices extends Omit<TemplateChoices, 'businesses'> {
  /** Null = where the official client keeps it. */
  readonly settings: string | null;
  /** Where swic.yaml is written. */
  readonly directory: string;
  /** Settings beside those carried over, e.g. the host of the broker. */
  readonly edits: readonly ConfigEdit[];
}

export interface Imported {
  readonly settings: string;
  readonly file: string;
  readonly businesses: readonly { readonly key: string; readonly outBox: string | null }[];
  readonly notes: readonly ImportNote[];
}

/**
 * Writes the swic.yaml that matches the official client's settings, and reserves each OutBox for it, so that no other swic takes
 * it. Nothing of the official client is changed. Rejects with `config.exists` when the file is there, with
 * `instance.outbox-leased` when an OutBox belongs to another configuration already: then nothing is written.
 */
export function importOfficial(choices: ImportChoices): Imported {
  const { source, text, notes, loaded } = composeOfficial(choices);
  const { file } = loaded;
  if (existsSync(file)) throw new Fault('config.exists', { file });
  const businesses = configuredBusinesses(loaded).map(({ definition, business }) => ({
    key: definition.key,
    outBox: definition.isReceiveOnly ? null : directoriesOf(loaded, definition, business).outBox,
  }));
  const owner = dataDirOf(loaded);
  for (const { outBox } of businesses) if (outBox !== null) reserveOutBox(outBox, owner, systemClock);
  mkdirSync(path.dirname(file), { recursive: true });
  // 'wx': of two that start at once, one is told.
  writeFileSync(file, text, { flag: 'wx' });
  return { settings: source, file, businesses, notes };
}

interface Composed {
  readonly source: string;
  readonly text: string;
  readonly notes: readonly ImportNote[];
  readonly loaded: LoadedConfig;
}

/** The same configuration, written nowhere: to test its connection first. Rejects with `config.official-missing` and `config.official-invalid`. */
export function composeOfficial(choices: ImportChoices): Composed {
  const { source, settings } = read(choices.settings);
  const file = path.resolve(choices.directory, 'swic.yaml');
  const { text: carriedOver, notes } = toConfig(settings, choices);
  const inBoxes = settings.businesses.flatMap(({ forms }) => forms.map(({ inBox }) => inBox));
  const found = findSuccessPrefix(inBoxes.filter((inBox) => inBox !== ''));
  const spelling =
    found === null || found.prefix === SUCCESS_PREFIX
      ? []
      : [{ path: ['receipts', 'successPrefix'], value: found.prefix }];
  const text = editConfigText(carriedOver, [...spelling, ...choices.edits]);
  const result = parseConfig(text, file);
  if (result.outcome === 'invalid') throw problemsFault(file, result.problems);
  return { source, text, notes: [...notes, prefixNote(found)], loaded: result.loaded };
}

/** Settings of the official client that can be imported: the file, and the businesses it names. */
export interface OfficialOffer {
  readonly file: string;
  readonly businesses: readonly string[];
}

/** Null where there are no settings, or none that can be read: then there is nothing to offer. */
export function findOfficialOffer(environment: NodeJS.ProcessEnv, directory: string): OfficialOffer | null {
  const file = locateOfficialSettings(environment, directory);
  if (file === null) return null;
  try {
    return { file, businesses: readOfficialSettings(file).businesses.map(({ key }) => key) };
  } catch {
    // `swic import-official` says what is wrong with it; here it must not get in the way.
    return null;
  }
}

/** Runs beside the official client and tells what swic would have done, until the signal aborts; touches nothing. */
export async function observe(
  settings: string | null,
  observer: Observer,
  signal: AbortSignal,
): Promise<ObservedTotals> {
  // It checks files, with all that this takes; to read settings takes little.
  const { observeOfficial } = await import('./observe.js');
  return observeOfficial(read(settings).settings, observer, systemClock, signal);
}

function read(given: string | null): { readonly source: string; readonly settings: OfficialSettings } {
  const source = given ?? findOfficialSettings(process.env, process.cwd());
  return { source, settings: readOfficialSettings(source) };
}
