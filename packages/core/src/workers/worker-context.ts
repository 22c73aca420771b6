import { findBusinessByEnvelope } from '../domain/businesses/registry.js';
import type { BusinessKey } from '../domain/document.js';
import { type Classifier, createClassifier } from '../domain/receipts/classify.js';
import { createHeadSplitter, type HeadSplitter } from '../domain/receipts/heads.js';
import type { InspectTools } from '../xml/inspect.js';
import { type CompiledProfile, compileProfile } from '../xml/inspect-profile.js';
import { SchemaCache } from '../xml/schema.js';
import type { WorkerSettings } from './settings.js';

/** What one thread keeps ready between tasks. */
export interface WorkerContext extends Disposable {
  readonly profileOf: (business: BusinessKey) => CompiledProfile | null;
  readonly tools: InspectTools;
  readonly classify: Classifier;
  readonly splitHeads: HeadSplitter;
  /** The business that an envelope's sender and message type point to. */
  readonly hintOf: (senderId: string | null, messageType: string | null) => BusinessKey | null;
}

/** Senders and types are few; hostile ones must not fill the memory. */
const HINTS_REMEMBERED_MAX = 512;

export function createWorkerContext(settings: WorkerSettings): WorkerContext {
  const { profiles, businesses, limits } = settings;
  const byBusiness = new Map(profiles.map((profile) => [profile.definition.key, profile]));
  const compiled = new Map<BusinessKey, CompiledProfile>();
  const schemas = new SchemaCache();
  return {
    profileOf: (business) => {
      const profile = byBusiness.get(business);
      if (profile === undefined) return null;
      const known = compiled.get(business) ?? compileProfile(profile);
      compiled.set(business, known);
      return known;
    },
    tools: { limits, schemas, judgement: null },
    classify: createClassifier(businesses),
    splitHeads: createHeadSplitter(businesses),
    hintOf: rememberHints(
      (senderId, messageType) => findBusinessByEnvelope(senderId, messageType, businesses)?.key ?? null,
    ),
    [Symbol.dispose]: () => schemas[Symbol.dispose](),
  };
}

function rememberHints(find: WorkerContext['hintOf']): WorkerContext['hintOf'] {
  const known = new Map<string, BusinessKey | null>();
  return (senderId, messageType) => {
    const key = `${senderId ?? ''} ${messageType ?? ''}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    if (known.size >= HINTS_REMEMBERED_MAX) known.clear();
    const hint = find(senderId, messageType);
    known.set(key, hint);
    return hint;
  };
}
