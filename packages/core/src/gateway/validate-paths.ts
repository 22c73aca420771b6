import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { filesUnder } from '../boxes/files-under.js';
import { identityOf } from '../boxes/twin.js';
import { loadConfig } from '../config/load.js';
import { businessSchema } from '../config/schema.js';
import { Fault, type FaultRecord } from '../contract/fault.js';
import { takenExtensions } from '../domain/businesses/attachments.js';
import type { BusinessDefinition } from '../domain/businesses/definition.js';
import { OTHERS } from '../domain/businesses/others.js';
import { acceptsRoot, BUSINESSES, findBusiness } from '../domain/businesses/registry.js';
import { type BusinessKey, businessKey } from '../domain/document.js';
import { hasExtension, isIgnoredName } from '../domain/naming.js';
import type { Problem } from '../domain/problem.js';
import { createNameTest } from '../domain/receipts/paths.js';
import type { Candidate } from '../ports/boxes.js';
import type { InspectResult, Jobs } from '../ports/jobs.js';
import { openJobs } from './parts/open-jobs.js';
import { createPlaceReader, type PlaceReader } from './settings/business-of-place.js';
import { type ConfiguredBusiness, configuredBusinesses } from './settings/configured-businesses.js';

/** What the checks say about one file. */
export interface ValidatedFile {
  readonly path: string;
  /** As which business it was checked; null when none takes it. */
  readonly business: string | null;
  readonly outcome: 'accepted' | 'incomplete' | 'rejected' | 'failed';
  readonly fault: FaultRecord | null;
  readonly problems: readonly Problem[];
}

export interface ValidateOptions {
  /** Files, and directories that are walked. */
  readonly paths: readonly string[];
  /** Key or folder; null = each file's own: by the box or directory it is in, else by its content. */
  readonly business: string | null;
  readonly onProgress: (done: number, total: number) => void;
}

/** Files checked together: enough for all threads, little enough that the progress moves. */
const CHUNK = 256;

/** A dry run of the checks: nothing is claimed, moved or sent. The configuration counts when there is one. */
export async function validatePaths(
  configFile: string,
  options: ValidateOptions,
  signal: AbortSignal,
): Promise<readonly ValidatedFile[]> {
  const loaded = existsSync(configFile) ? loadConfig(configFile) : null;
  const own = loaded === null ? [] : configuredBusinesses(loaded);
  const businesses = withAllOthers(own);
  const definitions = businesses.map(({ definition }) => definition);
  const wanted = options.business === null ? null : keyOf(options.business, definitions);
  const placeOf = createPlaceReader(loaded, own, definitions);
  const files = options.paths.flatMap((target) => walk(target, definitions, placeOf));
  await using jobs = await openJobs(loaded, businesses, () => undefined);
  const results: ValidatedFile[] = [];
  for (let at = 0; at < files.length; at += CHUNK) {
    const chunk = files.slice(at, at + CHUNK);
    results.push(...(await validateChunk({ jobs, definitions, wanted, placeOf }, chunk, signal)));
    options.onProgress(results.length, files.length);
  }
  return results;
}

function withAllOthers(own: readonly ConfiguredBusiness[]): readonly ConfiguredBusiness[] {
  const rest = BUSINESSES.filter(
    ({ key }) => key !== OTHERS.key && !own.some(({ definition }) => definition.key === key),
  );
  return [...own, ...rest.map((definition) => ({ definition, business: businessSchema.parse({}) }))];
}

function keyOf(name: string, definitions: readonly BusinessDefinition[]): BusinessKey {
  const definition = findBusiness(name, definitions);
  if (definition === null) throw new Fault('command.usage', { business: name, what: 'unknown business' });
  return definition.key;
}

/** A file that is named is checked whatever it is; of a directory what a business would take from it. */
function walk(target: string, definitions: readonly BusinessDefinition[], placeOf: PlaceReader): readonly string[] {
  if (!existsSync(target)) throw new Fault('command.not-found', { path: target });
  if (!statSync(target).isDirectory()) return [target];
  return [...filesUnder(target)]
    .filter((file) => !isIgnoredName(path.basename(file)) && isTaken(file, definitions, placeOf))
    .sort();
}

function isTaken(file: string, definitions: readonly BusinessDefinition[], placeOf: PlaceReader): boolean {
  const place = placeOf(file);
  const definition = definitions.find(({ key }) => key === place?.key);
  return definition === undefined ? hasExtension(path.basename(file), DOCUMENTS) : takes(definition, file);
}

const DOCUMENTS = ['.xml', '.zip'];

/** What files are checked against. */
interface Validation {
  readonly jobs: Jobs;
  readonly definitions: readonly BusinessDefinition[];
  /** Null = each file's own. */
  readonly wanted: BusinessKey | null;
  readonly placeOf: PlaceReader;
}

async function validateChunk(
  { jobs, definitions, wanted, placeOf }: Validation,
  files: readonly string[],
  signal: AbortSignal,
): Promise<readonly ValidatedFile[]> {
  const asked = files.map((file) => ({
    file,
    business: wanted ?? placeOf(file)?.key ?? likelyBusiness(file, definitions),
  }));
  const inspected = await inspectAs(jobs, asked, signal);
  const first = inspected.map((result) => notTaken(result, definitions) ?? result);
  if (wanted !== null) return first;
  // A file that does not belong where it was taken to belong is tried as what its root says; in a box it is what the box is for.
  const again = first.map((result, index) => ({
    result,
    index,
    business: placeOf(result.path)?.isBox === true ? null : otherBusiness(result, definitions),
  }));
  const moved = again.filter(({ business }) => business !== null);
  const second = await inspectAs(
    jobs,
    moved.map(({ result, business }) => ({ file: result.path, business: business ?? businessKey('DEC') })),
    signal,
  );
  const results = [...first];
  moved.forEach(({ index }, at) => {
    const better = second[at];
    if (better !== undefined) results[index] = better;
  });
  return results;
}

/** As a declaration, or as the first business that takes such a file. */
function likelyBusiness(file: string, definitions: readonly BusinessDefinition[]): BusinessKey {
  const usual = businessKey('DEC');
  const takers = definitions.filter((definition) => takes(definition, file)).map(({ key }) => key);
  const taker = takers.includes(usual) ? usual : takers[0];
  return taker ?? usual;
}

function takes(definition: BusinessDefinition, file: string): boolean {
  return hasExtension(path.basename(file), takenExtensions(definition));
}

/**
 * For a root that the tried business does not take: the one that does. Sister businesses share a root, and a manifest's namespace
 * tells which it is for: it carries the message type, whose second digit is the mode (domain: 1.3).
 */
function otherBusiness(
  { fault, root, namespace, business }: Inspected,
  definitions: readonly BusinessDefinition[],
): BusinessKey | null {
  if (fault?.code !== 'document.wrong-root') return null;
  const takers = definitions.filter(({ roots, isOpaque }) => roots.length > 0 && !isOpaque);
  const named = takers.filter((taker) => acceptsRoot(taker, root, namespace));
  const words = namespace.split(':');
  const taker = named.find(({ receiptTypes }) => words.some(createNameTest(receiptTypes))) ?? named[0];
  return taker === undefined || taker.key === business ? null : taker.key;
}

/** What would stay in OutBox for ever: no check of its content matters. Null = the business takes such a file. */
function notTaken(result: Inspected, definitions: readonly BusinessDefinition[]): Inspected | null {
  const definition = definitions.find(({ key }) => key === result.business);
  if (definition === undefined || takes(definition, result.path)) return null;
  const known = takenExtensions(definition).join(' ');
  const fault = new Fault('document.not-taken', { name: path.basename(result.path), business: result.business, known });
  return { ...result, outcome: 'rejected', fault: fault.toRecord(), problems: [] };
}

interface Inspected extends ValidatedFile {
  readonly root: string;
  readonly namespace: string;
}

interface Asked {
  readonly file: string;
  readonly business: BusinessKey;
}

async function inspectAs(jobs: Jobs, asked: readonly Asked[], signal: AbortSignal): Promise<readonly Inspected[]> {
  const candidates = asked.map(toCandidate);
  const results = await jobs.inspect(candidates, signal);
  return asked.map(({ file, business }, index) => toValidated(file, business, results[index]));
}

function toCandidate({ file, business }: Asked): Candidate {
  const identity = identityOf(file) ?? { device: '', inode: '', sizeBytes: 0, modifiedNs: '' };
  return { business, name: path.basename(file), path: path.resolve(file), identity, foundMs: 0, settledMs: 0 };
}

function toValidated(file: string, business: BusinessKey, result: InspectResult | undefined): Inspected {
  if (result === undefined || result.outcome === 'failed') {
    return {
      path: file,
      business,
      outcome: 'failed',
      fault: result?.fault ?? null,
      problems: [],
      root: '',
      namespace: '',
    };
  }
  const { problems, root, namespace } = result.inspection;
  return {
    path: file,
    business,
    outcome: result.outcome,
    fault: result.outcome === 'accepted' ? null : result.fault,
    problems,
    root,
    namespace,
  };
}
