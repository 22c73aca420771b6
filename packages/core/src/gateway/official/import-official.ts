import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseConfig } from '../../config/load.js';
import type { TemplateChoices } from '../../config/template.js';
import { Fault } from '../../contract/fault.js';
import { systemClock } from '../../runtime/system-clock.js';
import { configuredBusinesses } from '../configured-businesses.js';
import { directoriesOf } from '../directories.js';
import { reserveOutBox } from '../lease.js';
import { findOfficialSettings } from './find-settings.js';
import { type ObservedTotals, type Observer, observeOfficial } from './observe.js';
import { type OfficialSettings, readOfficialSettings } from './read-settings.js';
import { type ImportNote, toConfig } from './to-config.js';

export type { ObservedTotals, Observer, OfficialDid, WouldDo } from './observe.js';
export type { ImportNote } from './to-config.js';

export interface ImportChoices extends Pick<TemplateChoices, 'clientId' | 'locale' | 'transport'> {
  /** Null = where the official client keeps it. */
  readonly settings: string | null;
  /** Where swic.yaml is written. */
  readonly directory: string;
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
  const { source, settings } = read(choices.settings);
  const file = path.resolve(choices.directory, 'swic.yaml');
  if (existsSync(file)) throw new Fault('config.exists', { file });
  const { text, notes } = toConfig(settings, choices);
  const result = parseConfig(text, file);
  if (result.outcome === 'invalid') throw new Fault('config.invalid', { file, first: result.problems[0]?.en ?? '' });
  const { loaded } = result;
  const businesses = configuredBusinesses(loaded).map(({ definition, business }) => ({
    key: definition.key,
    outBox: definition.isReceiveOnly ? null : directoriesOf(loaded, definition, business).outBox,
  }));
  const owner = path.resolve(loaded.directory, loaded.config.dataDir);
  for (const { outBox } of businesses) if (outBox !== null) reserveOutBox(outBox, owner, systemClock);
  mkdirSync(path.dirname(file), { recursive: true });
  // 'wx': of two that start at once, one is told.
  writeFileSync(file, text, { flag: 'wx' });
  return { settings: source, file, businesses, notes };
}

/** Runs beside the official client and tells what swic would have done, until the signal aborts; touches nothing. */
export function observe(settings: string | null, observer: Observer, signal: AbortSignal): Promise<ObservedTotals> {
  return observeOfficial(read(settings).settings, observer, systemClock, signal);
}

function read(given: string | null): { readonly source: string; readonly settings: OfficialSettings } {
  const source = given ?? findOfficialSettings(process.env);
  return { source, settings: readOfficialSettings(source) };
}
