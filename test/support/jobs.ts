import { lstatSync } from 'node:fs';
import path from 'node:path';
import { BUSINESSES, findBusiness } from '../../packages/core/src/domain/businesses/registry.js';
import { businessKey } from '../../packages/core/src/domain/document.js';
import { ruleLevels } from '../../packages/core/src/domain/rules/rule-names.js';
import type { Candidate, FileIdentity } from '../../packages/core/src/ports/boxes.js';
import type { WorkerSettings } from '../../packages/core/src/workers/settings.js';
import type { InspectProfile } from '../../packages/core/src/xml/inspect-profile.js';
import { DEFAULT_LIMITS } from '../../packages/core/src/xml/limits.js';

/** What a business asks by itself. Throws where the registry has no such business. */
export function profileOf(key: string, changes: Partial<InspectProfile> = {}): InspectProfile {
  const definition = findBusiness(key);
  if (definition === null) throw new TypeError(`no business ${key}`);
  return {
    definition,
    levels: ruleLevels(key),
    lengthUnit: 'characters',
    signing: definition.signing,
    schemas: [],
    zipSends: 'zip',
    zipMatch: 'reject',
    ...changes,
  };
}

/** All businesses with their defaults; `changes` for those named. */
export function workerSettings(changes: Readonly<Record<string, Partial<InspectProfile>>> = {}): WorkerSettings {
  const profiles = BUSINESSES.map(({ key }) => profileOf(key, changes[key] ?? {}));
  return { profiles, businesses: BUSINESSES, limits: DEFAULT_LIMITS };
}

export function identityOf(file: string): FileIdentity {
  const { dev, ino, size, mtimeNs } = lstatSync(file, { bigint: true });
  return { device: String(dev), inode: String(ino), sizeBytes: Number(size), modifiedNs: String(mtimeNs) };
}

/** A file as a look at its OutBox would find it. */
export function candidateOf(file: string, business = 'DEC'): Candidate {
  return {
    business: businessKey(business),
    name: path.basename(file),
    path: file,
    identity: identityOf(file),
    foundMs: 0,
    settledMs: 0,
  };
}
