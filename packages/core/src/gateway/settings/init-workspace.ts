import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type ConfigEdit, editConfigText } from '../../config/edit.js';
import { type LoadedConfig, parseConfig } from '../../config/load.js';
import { problemsFault } from '../../config/problems.js';
import { formatTemplate, type TemplateChoices } from '../../config/template.js';
import { Fault } from '../../contract/fault.js';
import { findBusiness } from '../../domain/businesses/registry.js';
import { configuredBusinesses } from './configured-businesses.js';
import { type Directories, directoriesOf } from './directories.js';

export interface InitChoices extends Omit<TemplateChoices, 'businesses'> {
  readonly directory: string;
  /** Keys or folder names, in any casing. */
  readonly businesses: readonly string[];
  /** Settings beside the template's, e.g. the host of the broker. */
  readonly edits: readonly ConfigEdit[];
}

export interface Initialized {
  readonly file: string;
  readonly boxes: readonly { readonly key: string; readonly directories: Directories }[];
}

/**
 * Writes a commented swic.yaml and makes the boxes. Rejects with `config.exists` when the file is there: it is never
 * overwritten; with `command.usage` for a business that is not known.
 */
export function initWorkspace(choices: InitChoices): Initialized {
  const { text, loaded } = composeWorkspace(choices);
  const { file } = loaded;
  if (existsSync(file)) throw new Fault('config.exists', { file });
  const boxes = configuredBusinesses(loaded).map(({ definition, business }) => ({
    key: definition.key,
    directories: directoriesOf(loaded, definition, business),
  }));
  for (const { directories } of boxes)
    for (const directory of Object.values(directories)) mkdirSync(directory, { recursive: true });
  mkdirSync(path.dirname(file), { recursive: true });
  // 'wx': of two that start at once, one is told.
  writeFileSync(file, text, { flag: 'wx' });
  return { file, boxes };
}

/** The same configuration, written nowhere: to test its connection first. Rejects with `command.usage` and `config.invalid`. */
export function composeWorkspace(choices: InitChoices): { readonly text: string; readonly loaded: LoadedConfig } {
  const file = path.resolve(choices.directory, 'swic.yaml');
  const businesses = choices.businesses.map((name) => {
    const definition = findBusiness(name);
    if (definition === null) throw new Fault('command.usage', { business: name, what: 'unknown business' });
    return definition;
  });
  const text = editConfigText(formatTemplate({ ...choices, businesses }), choices.edits);
  const result = parseConfig(text, file);
  if (result.outcome === 'invalid') throw problemsFault(file, result.problems);
  return { text, loaded: result.loaded };
}
