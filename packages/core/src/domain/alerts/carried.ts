import type { Snapshot } from '../../contract/snapshot.js';
import type { BookEntry } from './book.js';
import { type AlertSight, explained, observe } from './observe.js';
import type { AlertPolicy } from './policy.js';
import type { AlertRule } from './rules.js';
import type { Trouble } from './trouble.js';

const MINUTE_MS = 60_000;
/** So long after a start the snapshot may not have all that is wrong: what was wrong before is not over since it is not seen. */
export const SETTLE_MS = 10_000;
/** Lateness is counted for the first time a minute after the start, and seldom where that takes long. */
const OVERDUE_MS = 150_000;

/**
 * Every trouble that there is now, also what is known of before and not yet looked at in this run, or not there for as long as its rule
 * asks: "over" is told for what is seen to be over. Pure.
 */
export function observeWith(entries: readonly BookEntry[], sight: AlertSight, policy: AlertPolicy): readonly Trouble[] {
  const observed = observe(sight, policy);
  const seen = new Set(observed.map(({ key }) => key));
  const carried = entries
    .filter(({ endedMs, trouble }) => endedMs === null && !seen.has(trouble.key) && isOpen(trouble, sight, policy))
    .map(({ trouble }) => explained(trouble, sight));
  return [...observed, ...carried];
}

function isOpen(trouble: Trouble, sight: AlertSight, policy: AlertPolicy): boolean {
  const { runMs } = sight;
  const { rule, places } = trouble;
  const { isEnabled, limit } = policy.ruleOf(rule, places.length === 1 ? (places[0] ?? null) : null);
  if (!isEnabled) return false;
  return runMs < SETTLE_MS || (STILL_THERE[rule]?.(trouble, sight, limit) ?? false);
}

type StillThere = (trouble: Trouble, sight: AlertSight, limit: number) => boolean;

/** After the first seconds: of all other rules the snapshot says it at once. */
const STILL_THERE: { readonly [R in AlertRule]?: StillThere } = {
  'flow-held': ({ fault }, { snapshot }) => isHeldBy(fault?.code ?? 'none', snapshot),
  'file-waiting': ({ places }, { snapshot, runMs }, limit) => runMs < limit * MINUTE_MS && isWaiting(places, snapshot),
  'answers-overdue': (_, { runMs }) => runMs < OVERDUE_MS,
  'verify-broken': (_, { snapshot }) => snapshot.verified === null,
  'disk-trouble': (_, { snapshot }) => snapshot.disk === null,
};

/** The flows of an agent that has just started are held since then, and so are those of a broker that came back for a second. */
function isHeldBy(code: string, { businesses, transport }: Snapshot): boolean {
  const isOfTransport = code.startsWith('transport.') && [transport.send, transport.receive].some(isOpening);
  const flows = businesses.flatMap(({ send, receive }) => [send, receive]);
  return isOfTransport || flows.some((flow) => flow?.state === 'held' && (flow.fault?.code ?? 'none') === code);
}

/** The first attempt after a start may take as long as a dead host lets it wait. */
const isOpening = ({ state }: Snapshot['transport']['send']): boolean => state === 'opening';

/** A file waits in this run since it was seen in it. */
function isWaiting(places: readonly string[], { businesses }: Snapshot): boolean {
  return businesses.some(({ key, oldestWaitingMs }) => places.includes(key) && oldestWaitingMs !== null);
}
