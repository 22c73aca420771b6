import { type ChildAgent, endedEarly, startChild } from './child-agent.js';
import type { PlayedRound } from './report.js';
import { type Batch, doneOf, readRecords, type Stage } from './stage.js';
import { waitUntil } from './wait-until.js';
import type { Workplace } from './workplace.js';

/** For all documents of a round, and a share for each. */
const RECOVERY_MS = 120_000;
const RECOVERY_EACH_MS = 100;

/** Runs an agent until all of the batch is filed and answered, and stops it. Returns how long that took, without the stop. */
export async function finish(stage: Stage, place: Workplace, batch: Batch, signal: AbortSignal): Promise<number> {
  const startedMs = stage.clock.tickMs();
  await using child = startChild(place, null, stage.clock);
  // What the kill left may be done already: it has recovered when it answers.
  await (await child.connect(signal))[Symbol.asyncDispose]();
  await untilDone(stage, place, { batch, child }, signal);
  const tookMs = stage.clock.tickMs() - startedMs;
  await child.stop(signal);
  return tookMs;
}

/** Or until there is no hope: then the account says what is missing. */
export async function untilDone(
  { clock, tell }: Stage,
  place: Workplace,
  { batch, child }: { readonly batch: Batch; readonly child: ChildAgent },
  signal: AbortSignal,
): Promise<void> {
  const all = batch.expected.length;
  const isDone = (): boolean => {
    const boxes = place.look();
    const done = doneOf(batch, boxes);
    tell(done);
    return (done === all && boxes.outBox.length + boxes.tempBox.length === 0) || child.hasEnded();
  };
  await waitUntil(isDone, { clock, limitMs: RECOVERY_MS + all * RECOVERY_EACH_MS }, signal);
  if (child.hasEnded()) throw endedEarly(child.said());
}

export interface Played extends Pick<PlayedRound, 'disturbances' | 'recoveredMs'> {
  readonly batch: Batch;
}

export async function accountOf(
  stage: Stage,
  place: Workplace,
  { batch, disturbances, recoveredMs }: Played,
  signal: AbortSignal,
): Promise<PlayedRound> {
  const { ledger, breaks } = await readRecords(stage, place, batch, signal);
  const names = new Set(batch.expected.map(({ name }) => `${name}.xml`));
  // A second sending of an earlier round may arrive late: the account of the whole has it.
  const earlier = new Set(ledger.flatMap(({ name, messageId }) => (names.has(name) ? [] : [messageId])));
  const arrivals = stage.arrivals.all.slice(batch.arrivalsBefore).filter(({ messageId }) => !earlier.has(messageId));
  const { documents, lost, doubled, unfinished, marked } = stage.drill.accountFor(batch.expected, {
    boxes: place.look(),
    ledger,
    arrivals,
    disturbances,
  });
  return { outcome: 'played', documents, disturbances, lost, doubled, unfinished, breaks, marked, recoveredMs };
}
