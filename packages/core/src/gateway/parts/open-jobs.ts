import path from 'node:path';
import { signModeOf } from '../../config/document-schema.js';
import type { LoadedConfig } from '../../config/load.js';
import type { BusinessConfig } from '../../config/schema.js';
import type { Emit } from '../../contract/events.js';
import type { BusinessDefinition } from '../../domain/businesses/definition.js';
import { BUSINESSES } from '../../domain/businesses/registry.js';
import { ruleLevels } from '../../domain/rules/rule-names.js';
import { contentBytesMax } from '../../envelope/create-envelope.js';
import type { Jobs } from '../../ports/jobs.js';
import { openPiscinaJobs } from '../../workers/piscina-runner.js';
import { DEFAULT_DEADLINE_MS, type WorkerSettings } from '../../workers/settings.js';
import type { InspectProfile } from '../../xml/inspect-profile.js';
import { DEFAULT_LIMITS } from '../../xml/limits.js';
import type { SchemaRule } from '../../xml/schema.js';
import type { ConfiguredBusiness } from '../settings/configured-businesses.js';
import { MESSAGE_BYTES_MAX } from './open-transport.js';

/** The worker threads, told once what every business asks of its documents. */
export function openJobs(
  loaded: LoadedConfig | null,
  businesses: readonly ConfiguredBusiness[],
  emit: Emit,
): Promise<Jobs> {
  return openPiscinaJobs({
    ...workerSettings(loaded, businesses),
    threads: loaded?.config.limits.workers ?? null,
    deadlineMs: DEFAULT_DEADLINE_MS,
    onReplaced: (fault) => emit({ type: 'worker.replaced', fault }),
    entry: null,
  });
}

export function workerSettings(loaded: LoadedConfig | null, businesses: readonly ConfiguredBusiness[]): WorkerSettings {
  const own = businesses.map(({ definition }) => definition);
  // A receipt may be for a business that is not configured: it is recognised all the same, and kept in Others.
  const rest = BUSINESSES.filter(({ key }) => !own.some((definition) => definition.key === key));
  const documentBytesMax = loaded?.config.limits.documentBytesMax ?? DEFAULT_LIMITS.documentBytesMax;
  return {
    profiles: businesses.map((each) => profileOf(loaded, each)),
    businesses: [...own, ...rest],
    limits: { ...DEFAULT_LIMITS, documentBytesMax, sendableBytesMax: sendableBytesMax(loaded) },
  };
}

function sendableBytesMax(loaded: LoadedConfig | null): number {
  if (loaded === null) return DEFAULT_LIMITS.sendableBytesMax;
  const { transport, envelope } = loaded.config;
  return contentBytesMax(envelope.kind, MESSAGE_BYTES_MAX[transport.kind]);
}

function profileOf(loaded: LoadedConfig | null, { definition, business }: ConfiguredBusiness): InspectProfile {
  const { rules, lengthUnit, send, zipMatch, sign } = business;
  return {
    definition,
    levels: ruleLevels(definition.key, rules),
    lengthUnit,
    signing: signModeOf(sign) ?? definition.signing,
    schemas: loaded === null ? [] : schemasOf(loaded, definition, business),
    zipSends: send.zipSends,
    zipMatch,
  };
}

/** The XSDs of a business: its own setting first, then those of `schemas`, whose keys may be folders, in any casing. */
function schemasOf(
  { config, directory }: LoadedConfig,
  definition: BusinessDefinition,
  { schema }: BusinessConfig,
): readonly SchemaRule[] {
  const own = schema === null ? [] : [{ root: null, namespace: null, path: schema }];
  const listed = Object.entries(config.schemas)
    .filter(([name]) => isNameOf(name, definition))
    .flatMap(([, rules]) => (typeof rules === 'string' ? [{ root: null, namespace: null, path: rules }] : rules));
  // The more a rule says, the sooner it is asked: one for any document must not hide one for a root of its own.
  const rank = ({ root, namespace }: SchemaRule): number => Number(root === null) + Number(namespace === null);
  return [...own, ...listed]
    .map((rule) => ({ ...rule, path: path.resolve(directory, rule.path) }))
    .sort((a, b) => rank(a) - rank(b));
}

function isNameOf(name: string, { key, folder }: BusinessDefinition): boolean {
  return [key, folder].some((known) => known.toUpperCase() === name.toUpperCase());
}
