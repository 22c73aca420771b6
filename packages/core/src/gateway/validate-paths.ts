import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { type LoadedConfig, loadConfig } from '../config/load.js';
import { businessSchema } from '../config/schema.js';
import { Fault, type FaultRecord } from '../contract/fault.js';
import { OTHERS } from '../domain/businesses/others.js';
import { BUSINESSES, findBusiness } from '../domain/businesses/registry.js';
import { type BusinessKey, businessKey } from '../domain/document.js';
import type { Candidate } from '../ports/boxes.js';
import type { InspectResult, Jobs, Problem } from '../ports/jobs.js';
import { type ConfiguredBusiness, configuredBusinesses } from './configured-businesses.js';
import { identityOf } from './find-twin.js';
import { openJobs } from './open-jobs.js';

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
  /** Key or folder; null = each file's own: by the directory it lies in, else by its content. */
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
  const businesses = everyBusiness(loaded);
  const wanted = options.business === null ? null : keyOf(options.business);
  const files = options.paths.flatMap(walk);
  await using jobs = await openJobs(loaded, businesses, () => undefined);
  const results: ValidatedFile[] = [];
  for (let at = 0; at < files.length; at += CHUNK) {
    results.push(...(await validateChunk(jobs, files.slice(at, at + CHUNK), wanted, signal)));
    options.onProgress(results.length, files.length);
  }
  return results;
}

function everyBusiness(loaded: LoadedConfig | null): readonly ConfiguredBusiness[] {
  const own = loaded === null ? [] : configuredBusinesses(loaded);
  const rest = BUSINESSES.filter(
    ({ key }) => key !== OTHERS.key && !own.some(({ definition }) => definition.key === key),
  );
  return [...own, ...rest.map((definition) => ({ definition, business: businessSchema.parse({}) }))];
}

function keyOf(name: string): BusinessKey {
  const definition = findBusiness(name);
  if (definition === null) throw new Fault('command.usage', { business: name, what: 'unknown business' });
  return definition.key;
}

function walk(target: string): readonly string[] {
  if (!existsSync(target)) throw new Fault('command.not-found', { path: target });
  if (!statSync(target).isDirectory()) return [target];
  const entries = readdirSync(target, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile() && /\.(?:xml|zip)$/i.test(entry.name));
  return files.map((entry) => path.join(entry.parentPath, entry.name)).sort();
}

async function validateChunk(
  jobs: Jobs,
  files: readonly string[],
  wanted: BusinessKey | null,
  signal: AbortSignal,
): Promise<readonly ValidatedFile[]> {
  const first = await inspectAs(
    jobs,
    files.map((file) => ({ file, business: wanted ?? directoryBusiness(file) ?? businessKey('DEC') })),
    signal,
  );
  if (wanted !== null) return first;
  // A file that does not belong where it was taken to belong is tried as what its root says.
  const again = first.map((result, index) => ({ result, index, business: otherBusiness(result) }));
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

/** The business whose folder or key a directory above the file is named after. */
function directoryBusiness(file: string): BusinessKey | null {
  for (const name of path.resolve(file).split(path.sep).reverse().slice(1)) {
    const definition = findBusiness(name);
    if (definition !== null && definition.key !== OTHERS.key) return definition.key;
  }
  return null;
}

/** For a root that the tried business does not take: the first that does, by the roots in the registry. */
function otherBusiness(result: ValidatedFile & { readonly root?: string }): BusinessKey | null {
  if (result.fault?.code !== 'document.wrong-root' || result.root === undefined) return null;
  const taker = BUSINESSES.find(({ roots }) => roots.some((rule) => rule.name === result.root));
  return taker === undefined || taker.key === result.business ? null : taker.key;
}

interface Asked {
  readonly file: string;
  readonly business: BusinessKey;
}

async function inspectAs(
  jobs: Jobs,
  asked: readonly Asked[],
  signal: AbortSignal,
): Promise<readonly (ValidatedFile & { readonly root: string })[]> {
  const candidates = asked.map(toCandidate);
  const results = await jobs.inspect(candidates, signal);
  return asked.map(({ file, business }, index) => toValidated(file, business, results[index]));
}

function toCandidate({ file, business }: Asked): Candidate {
  const identity = identityOf(file) ?? { device: '', inode: '', sizeBytes: 0, modifiedNs: '' };
  return { business, name: path.basename(file), path: path.resolve(file), identity, foundMs: 0, settledMs: 0 };
}

function toValidated(
  file: string,
  business: BusinessKey,
  result: InspectResult | undefined,
): ValidatedFile & { readonly root: string } {
  if (result === undefined || result.outcome === 'failed') {
    return { path: file, business, outcome: 'failed', fault: result?.fault ?? null, problems: [], root: '' };
  }
  const { problems, root } = result.inspection;
  return {
    path: file,
    business,
    outcome: result.outcome,
    fault: result.outcome === 'accepted' ? null : result.fault,
    problems,
    root,
  };
}
