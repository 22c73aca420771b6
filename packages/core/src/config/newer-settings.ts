import type { z } from 'zod';
import { isLaterVersion, SWIC_VERSION } from '../contract/version.js';
import type { ConfigProblem, Locate } from './config-problem.js';
import type { NearSettings } from './known-settings.js';

/** `minVersion` of a configuration. */
export const VERSION_SHAPE = /^\d+\.\d+\.\d+$/;

/** Sections that decide what is sent, where to and signed by whom: a setting in them must not be passed over. */
const SENDING = new Set(['clientId', 'transport', 'envelope', 'businesses', 'rules', 'signer', 'signing', 'schemas']);

/** Within so many steps it is a slip of the pen; farther away it is another setting of the same name. */
const STEPS_OF_SLIP = 2;

type Path = readonly PropertyKey[];

/** The version that a file asks for; null where it asks for none, or not in the way it is asked for. */
export function minVersionOf(settings: unknown): string | null {
  const asked: unknown = isRecord(settings) ? settings['minVersion'] : null;
  return typeof asked === 'string' && VERSION_SHAPE.test(asked) ? asked : null;
}

/** Null = this program may read the file. */
export function tooOld(minVersion: string | null, locate: Locate): ConfigProblem | null {
  if (minVersion === null || !isLaterVersion(minVersion, SWIC_VERSION)) return null;
  return {
    ...locate(['minVersion']),
    code: 'newer',
    path: 'minVersion',
    zh: `该配置需要 swic ${minVersion} 或更新版本，现为 ${SWIC_VERSION}`,
    en: `this configuration needs swic ${minVersion} or later; this is ${SWIC_VERSION}`,
  };
}

/**
 * The settings that a later version may have written, where they are all that is wrong: no one of this version has almost the same
 * name or would decide what is sent where it belongs, and none of them is where that is decided. Null = something else is wrong (decision 0063).
 */
export function settingsOfLater(issues: readonly z.core.$ZodIssue[], near: NearSettings): readonly Path[] | null {
  const unknown: Path[] = [];
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') return null;
    unknown.push(...issue.keys.map((key) => [...issue.path, key]));
  }
  return unknown.every((at) => isOfLater(at, near)) ? unknown : null;
}

function isOfLater(at: Path, near: NearSettings): boolean {
  if (SENDING.has(String(at[0])) || String(at.at(-1)).includes('：')) return false;
  return near(at).every(({ path, steps }) => steps > STEPS_OF_SLIP && !SENDING.has(path.split('.')[0] ?? ''));
}

/** A copy without them. */
export function without(settings: unknown, paths: readonly Path[]): unknown {
  const copy: unknown = structuredClone(settings);
  for (const path of paths) {
    const parent = path
      .slice(0, -1)
      .reduce<unknown>((value, step) => (isRecord(value) ? value[String(step)] : null), copy);
    if (isRecord(parent)) delete parent[String(path.at(-1))];
  }
  return copy;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
