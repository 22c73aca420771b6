import { existsSync } from 'node:fs';
import path from 'node:path';
import type { LoadedConfig } from '../../config/load.js';
import type { MovedPlace, MovedSecret } from '../../contract/moving.js';

/** Settings whose text is a path, by their last name; those of `businesses.*.boxes` and the two directories beside them. */
const PATHS: ReadonlySet<string> = new Set([
  'ca',
  'cert',
  'certificate',
  'clientLibrary',
  'directory',
  'key',
  'keyRepository',
  'library',
  'path',
  'runtime',
  'scenario',
  'schema',
]);
const BOXES: ReadonlySet<string> = new Set(['root', 'outBox', 'sentBox', 'inBox', 'failBox', 'tempBox']);
/** Of a certificate: a file that is a secret itself. */
const SECRET_FILES: ReadonlySet<string> = new Set(['key', 'keyRepository']);
const REFERENCES = ['keyring', 'env', 'file'] as const;

interface Setting {
  readonly at: readonly string[];
  readonly value: unknown;
}

/** What has to be given anew: entries of the keyring, variables, and files with a secret in them. Pure. */
export function secretsIn({ config }: LoadedConfig): readonly MovedSecret[] {
  return settingsIn(config).flatMap(({ at, value }): readonly MovedSecret[] => {
    const setting = at.join('.');
    if (typeof value === 'string')
      return SECRET_FILES.has(at.at(-1) ?? '') ? [{ setting, kind: 'file', name: value }] : [];
    const kind = REFERENCES.find((one) => isReference(value, one));
    return kind === undefined ? [] : [{ setting, kind, name: String((value as Record<string, unknown>)[kind]) }];
  });
}

/** Files and directories that the configuration names, without boxes and secrets. */
export function placesIn({ config }: LoadedConfig): readonly MovedPlace[] {
  return settingsIn(config)
    .filter(({ at, value }) => typeof value === 'string' && isPlace(at))
    .map(({ at, value }) => ({ setting: at.join('.'), path: String(value) }));
}

/** Those that are not on this machine. */
export function missingPlaces(loaded: LoadedConfig): readonly MovedPlace[] {
  return placesIn(loaded).filter((place) => !existsSync(path.resolve(loaded.directory, place.path)));
}

/** The two directories, and each box that is set by itself: what another machine may have elsewhere. */
export function directorySettings({ config }: LoadedConfig): readonly MovedPlace[] {
  const boxes = settingsIn(config).filter(
    ({ at, value }) => typeof value === 'string' && at[0] === 'businesses' && at[2] === 'boxes' && isBox(at),
  );
  return [
    { setting: 'dataDir', path: config.dataDir },
    { setting: 'boxesDir', path: config.boxesDir },
    ...boxes.map(({ at, value }) => ({ setting: at.join('.'), path: String(value) })),
  ];
}

const isBox = (at: readonly string[]): boolean => BOXES.has(at.at(-1) ?? '');

function isPlace(at: readonly string[]): boolean {
  const name = at.at(-1) ?? '';
  if (SECRET_FILES.has(name) || at[0] === 'dashboard') return false;
  // `schemas: { DEC: dec.xsd }`: there the name is that of the business.
  return PATHS.has(name) || (at[0] === 'schemas' && at.length === 2);
}

function isReference(value: unknown, kind: string): boolean {
  return isRecord(value) && Object.keys(value).length === 1 && typeof value[kind] === 'string';
}

/** Every value with its path, those that hold others too. */
function settingsIn(value: unknown, at: readonly string[] = []): readonly Setting[] {
  const inner = Array.isArray(value)
    ? value.flatMap((one, index) => settingsIn(one, [...at, String(index)]))
    : isRecord(value)
      ? Object.entries(value).flatMap(([name, one]) => settingsIn(one, [...at, name]))
      : [];
  return [{ at, value }, ...inner];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
