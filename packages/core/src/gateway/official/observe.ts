import { readdirSync } from 'node:fs';
import path from 'node:path';
import { filesUnder } from '../../boxes/files-under.js';
import { identityOf } from '../../boxes/twin.js';
import { businessSchema } from '../../config/schema.js';
import { isAttachment, takenExtensions } from '../../domain/businesses/attachments.js';
import type { BusinessDefinition } from '../../domain/businesses/definition.js';
import { messageTypeOf } from '../../domain/businesses/message-type.js';
import { findBusiness, mergeBusiness } from '../../domain/businesses/registry.js';
import { type BusinessKey, businessKey, type CorrelationKey } from '../../domain/document.js';
import { hasExtension, isIgnoredName } from '../../domain/naming.js';
import type { Problem } from '../../domain/problem.js';
import type { FileIdentity } from '../../ports/boxes.js';
import type { Clock } from '../../ports/clock.js';
import type { InspectResult, Jobs } from '../../ports/jobs.js';
import { openJobs } from '../parts/open-jobs.js';
import type { OfficialForm, OfficialSettings } from './read-settings.js';

/** What swic would have done with a file that the official client is about to take. */
export interface WouldDo {
  readonly business: string;
  readonly file: string;
  readonly verdict: 'send' | 'reject' | 'wait';
  readonly receivers: readonly string[];
  readonly messageType: string;
  readonly keys: readonly CorrelationKey[];
  readonly problems: readonly Problem[];
}

/** What the official client did with it. */
export interface OfficialDid {
  readonly business: string;
  readonly file: string;
  readonly did: 'sent' | 'failed' | 'unknown';
  /** False: the two disagree; null: nothing was found that could be compared. */
  readonly agrees: boolean | null;
}

export interface Observer {
  readonly onWouldDo: (seen: WouldDo) => void;
  readonly onOfficialDid: (seen: OfficialDid) => void;
}

export interface ObservedTotals {
  readonly files: number;
  readonly agreed: number;
  readonly disagreed: number;
  readonly undecided: number;
}

/** One OutBox that is looked at. */
interface Watched {
  readonly definition: BusinessDefinition;
  readonly form: OfficialForm;
  readonly receivers: readonly string[];
  /** Files that lie there, and what would be done; null = not judged yet, since they still change. */
  readonly seen: Map<string, Sighted>;
}

interface Sighted {
  readonly identity: FileIdentity;
  readonly verdict: WouldDo['verdict'] | null;
}

/** The official client looks every 15 s by default, so a file is there long enough to be seen. */
const LOOK_MS = 250;
/** How long a file that is gone from OutBox may take to appear in SentBox or FailBox. */
const FATE_LOOKS = 240;

/**
 * Watches the OutBoxes of the official client until the signal aborts. Reads, and nothing else: no file is claimed, written,
 * renamed or deleted, and no lease is taken.
 */
export async function observeOfficial(
  settings: OfficialSettings,
  observer: Observer,
  clock: Clock,
  signal: AbortSignal,
): Promise<ObservedTotals> {
  const watched = watchedOf(settings);
  const businesses = watched.map(({ definition }) => ({ definition, business: businessSchema.parse({}) }));
  await using jobs = await openJobs(null, businesses, () => undefined);
  const fates = new Fates(observer);
  let files = 0;
  while (!signal.aborted) {
    for (const each of watched) files += await look(each, { jobs, observer, fates });
    fates.look();
    await clock.sleep(LOOK_MS, signal).catch(() => undefined);
  }
  return { files, ...fates.totals() };
}

function watchedOf({ businesses }: OfficialSettings): readonly Watched[] {
  return businesses.flatMap(({ key, systemIds, forms }) =>
    forms
      .filter(({ outBox }) => outBox !== '')
      .map((form, index) => ({
        definition: definitionOf(businessKey(index === 0 ? key : form.formId), form),
        form,
        receivers: systemIds.slice(0, 1),
        seen: new Map<string, Sighted>(),
      })),
  );
}

function definitionOf(key: BusinessKey, { formId }: OfficialForm): BusinessDefinition {
  return mergeBusiness(findBusiness(key), key, formId === '' ? {} : { formIds: [formId] });
}

interface Looking {
  readonly jobs: Jobs;
  readonly observer: Observer;
  readonly fates: Fates;
}

/** One look at one OutBox; resolves with how many files were judged. */
async function look(watched: Watched, { jobs, observer, fates }: Looking): Promise<number> {
  const names = listNames(watched.form.outBox, takenExtensions(watched.definition));
  for (const [name, { verdict }] of watched.seen) {
    if (names.has(name)) continue;
    watched.seen.delete(name);
    if (verdict !== null) fates.await(watched, name, verdict);
  }
  let judged = 0;
  for (const name of names) {
    const file = path.join(watched.form.outBox, name);
    const identity = identityOf(file);
    if (identity === null) continue;
    const before = watched.seen.get(name);
    if (before === undefined || !isSame(before.identity, identity)) {
      watched.seen.set(name, { identity, verdict: null });
      continue;
    }
    if (before.verdict !== null) continue;
    const candidate = { business: watched.definition.key, name, path: file, identity, foundMs: 0, settledMs: 0 };
    // One by one: what is taken from under us is simply gone.
    const [result] = await jobs.inspect([candidate], new AbortController().signal);
    if (result === undefined || result.outcome === 'failed') continue;
    const seen = describe(watched, file, result);
    watched.seen.set(name, { identity, verdict: seen.verdict });
    observer.onWouldDo(seen);
    judged += 1;
  }
  return judged;
}

const VERDICTS = { accepted: 'send', rejected: 'reject', incomplete: 'wait' } as const;

function describe(
  { definition, receivers }: Watched,
  file: string,
  { outcome, inspection }: Exclude<InspectResult, { outcome: 'failed' }>,
): WouldDo {
  const { keys, problems, root, messageType: foundType } = inspection;
  const name = path.basename(file);
  const { systemIds } = definition.attachments;
  const isElsewhere = isAttachment(name, definition) && systemIds.length > 0;
  return {
    business: definition.key,
    file,
    verdict: VERDICTS[outcome],
    receivers: isElsewhere ? systemIds : receivers,
    messageType: messageTypeOf({ name, root, foundType }, definition),
    keys,
    problems,
  };
}

function listNames(directory: string, extensions: readonly string[]): ReadonlySet<string> {
  try {
    return new Set(readdirSync(directory).filter((name) => hasExtension(name, extensions) && !isIgnoredName(name)));
  } catch {
    // Not there, or on a drive that is away: nothing to see until it is back.
    return new Set();
  }
}

function isSame(a: FileIdentity, b: FileIdentity): boolean {
  return a.inode === b.inode && a.sizeBytes === b.sizeBytes && a.modifiedNs === b.modifiedNs;
}

interface Awaited {
  readonly watched: Watched;
  readonly name: string;
  readonly verdict: WouldDo['verdict'];
  looks: number;
}

/** Files that left an OutBox: where the official client put them. */
class Fates {
  readonly #observer: Observer;
  #awaited: Awaited[] = [];
  #agreed = 0;
  #disagreed = 0;
  #undecided = 0;

  constructor(observer: Observer) {
    this.#observer = observer;
  }

  await(watched: Watched, name: string, verdict: WouldDo['verdict']): void {
    this.#awaited.push({ watched, name, verdict, looks: 0 });
  }

  look(): void {
    this.#awaited = this.#awaited.filter((each) => {
      each.looks += 1;
      const did = fateOf(each);
      if (did === 'unknown' && each.looks < FATE_LOOKS) return true;
      this.#tell(each, did);
      return false;
    });
  }

  /** What is still awaited counts as undecided. */
  totals(): Omit<ObservedTotals, 'files'> {
    const undecided = this.#undecided + this.#awaited.length;
    return { agreed: this.#agreed, disagreed: this.#disagreed, undecided };
  }

  #tell({ watched, name, verdict }: Awaited, did: OfficialDid['did']): void {
    const agrees = did === 'unknown' || verdict === 'wait' ? null : (did === 'sent') === (verdict === 'send');
    if (agrees === null) this.#undecided += 1;
    else if (agrees) this.#agreed += 1;
    else this.#disagreed += 1;
    const file = path.join(watched.form.outBox, name);
    this.#observer.onOfficialDid({ business: watched.definition.key, file, did, agrees });
  }
}

/** SentBox has folders by date, FailBox has not; names carry a time stamp behind the base name [manual]. */
function fateOf({ watched, name }: Awaited): OfficialDid['did'] {
  const { sentBox, failBox } = watched.form;
  if (hasFiled(sentBox, name)) return 'sent';
  return hasFiled(failBox, name) ? 'failed' : 'unknown';
}

function hasFiled(box: string, name: string): boolean {
  const dot = name.lastIndexOf('.');
  const base = dot > 0 ? name.slice(0, dot) : name;
  const isItsOwn = (file: string): boolean => {
    const plain = file.startsWith('Failed_') ? file.slice('Failed_'.length) : file;
    return plain === name || (plain.startsWith(`${base}_`) && /^\d{14,26}\.[^.]+$/.test(plain.slice(base.length + 1)));
  };
  try {
    for (const file of filesUnder(box)) if (isItsOwn(path.basename(file))) return true;
    return false;
  } catch {
    // No such box.
    return false;
  }
}
