import path from 'node:path';
import type { LoadedConfig } from '../config/load.js';
import type { Emit } from '../contract/events.js';
import { BUSINESSES } from '../domain/businesses/registry.js';
import { ruleLevels } from '../domain/rules/rule-names.js';
import type { Jobs } from '../ports/jobs.js';
import { openPiscinaJobs } from '../workers/piscina-runner.js';
import { DEFAULT_DEADLINE_MS, type WorkerSettings } from '../workers/settings.js';
import type { InspectProfile } from '../xml/inspect-profile.js';
import { DEFAULT_LIMITS } from '../xml/limits.js';
import type { ConfiguredBusiness } from './configured-businesses.js';

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
    limits: { ...DEFAULT_LIMITS, documentBytesMax },
  };
}

function profileOf(loaded: LoadedConfig | null, { definition, business }: ConfiguredBusiness): InspectProfile {
  const { schema, rules, lengthUnit, send, zipMatch, sign } = business;
  return {
    definition,
    levels: ruleLevels(definition.key, rules),
    lengthUnit,
    signing: sign ?? definition.signing,
    schemas:
      schema === null ? [] : [{ root: null, namespace: null, path: path.resolve(loaded?.directory ?? '.', schema) }],
    zipSends: send.zipSends,
    zipMatch,
  };
}
