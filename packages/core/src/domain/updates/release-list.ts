import type { Release, ReleaseFile } from '../../contract/updates.js';
import { isLaterVersion } from '../../contract/version.js';

/** Of the JSON; raised where an older program could no longer read it. */
export const LIST_FORMAT = 1;

const VERSION = /^\d{1,6}\.\d{1,6}\.\d{1,6}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const SHA256 = /^[0-9a-f]{64}$/;
/** A name is shown to a person and never a way into another directory. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,199}$/;
const KIND = /^[a-z][a-z0-9-]{0,39}$/;

/**
 * The releases of a list; null where it is none. Members that are not known are passed over, so that a later version may add some.
 * Pure.
 */
export function parseReleaseList(text: string): readonly Release[] | null {
  const list = parsed(text);
  if (!isRecord(list) || list['format'] !== LIST_FORMAT || !Array.isArray(list['releases'])) return null;
  const releases = list['releases'].map(toRelease);
  return releases.every((release) => release !== null) ? releases : null;
}

/** The one with the highest version; null of none. Pure. */
export function latestOf(releases: readonly Release[]): Release | null {
  return releases.reduce<Release | null>(
    (latest, one) => (latest === null || isLaterVersion(one.version, latest.version) ? one : latest),
    null,
  );
}

function toRelease(value: unknown): Release | null {
  if (!isRecord(value)) return null;
  const { version, date, files } = value;
  if (!isText(version, VERSION) || !isText(date, DAY) || !Array.isArray(files)) return null;
  const all = files.map(toFile);
  return all.every((file) => file !== null) ? { version, date, files: all } : null;
}

function toFile(value: unknown): ReleaseFile | null {
  if (!isRecord(value)) return null;
  const { kind, name, sha256, bytes } = value;
  if (!isText(kind, KIND) || !isText(name, NAME) || !isText(sha256, SHA256)) return null;
  return typeof bytes === 'number' && Number.isSafeInteger(bytes) && bytes >= 0 ? { kind, name, sha256, bytes } : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: not a list.
    return null;
  }
}

const isText = (value: unknown, shape: RegExp): value is string => typeof value === 'string' && shape.test(value);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
