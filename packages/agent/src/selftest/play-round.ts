import { endedEarly, startChild } from './child-agent.js';
import { accountOf, finish, type Played } from './finish-batch.js';
import { playFullDisk } from './play-full-disk.js';
import type { PlayedRound, Round, RoundResult } from './report.js';
import { dropBatch, type Stage } from './stage.js';
import { waitUntil } from './wait-until.js';

/** From the start of an agent to the step that it is ordered to: a cold disk and a loaded machine included. */
const KILL_MS = 60_000;
/** Plays one round from its documents to its account. Rejects with `operation.aborted`, and where an agent does not run at all. */
export async function playRound(stage: Stage, round: Round, number: number, signal: AbortSignal): Promise<RoundResult> {
  switch (round.kind) {
    case 'plain':
      return playPlain(stage, number, round.documents, signal);
    case 'kill':
      return playKill(stage, round, number, signal);
    case 'cut':
      return playCut(stage, number, round.documents, signal);
    case 'whole':
      return playWhole(stage, signal);
    case 'full-disk':
      return playFullDisk(stage, number, round.documents, signal);
  }
}

async function playPlain(stage: Stage, number: number, documents: number, signal: AbortSignal): Promise<RoundResult> {
  const batch = dropBatch(stage, stage.place, number, documents);
  const recoveredMs = await finish(stage, stage.place, batch, signal);
  return accountAndNote(stage, { batch, disturbances: 0, recoveredMs }, signal);
}

async function playKill(
  stage: Stage,
  { step, side, documents }: Extract<Round, { readonly kind: 'kill' }>,
  number: number,
  signal: AbortSignal,
): Promise<RoundResult> {
  const { place, clock } = stage;
  const batch = dropBatch(stage, place, number, documents);
  const [port, method, nth] = step;
  let wasKilled = false;
  {
    await using child = startChild(place, { port, method, nth, side }, clock);
    await waitUntil(() => child.hasEnded(), { clock, limitMs: KILL_MS }, signal);
    wasKilled = child.wasKilled();
    if (!wasKilled && child.hasEnded()) throw endedEarly(child.said());
  }
  const recoveredMs = await finish(stage, place, batch, signal);
  const account = await accountAndNote(stage, { batch, disturbances: 1, recoveredMs }, signal);
  // It did not come to its step: what it did says nothing about it, unless that is wrong.
  return wasKilled || account.lost.length + account.doubled.length > 0
    ? account
    : { outcome: 'not-run', reason: 'not-reached' };
}

/** At the first message that arrives, in the middle, and at the last one, whose receipt is on its way then. */
async function playCut(stage: Stage, number: number, documents: number, signal: AbortSignal): Promise<RoundResult> {
  const { proxy, place, clock } = stage;
  if (proxy === null) return { outcome: 'not-run', reason: 'no-connection' };
  const at = [...new Set([1, Math.ceil(documents / 2), documents])];
  let cutMs = clock.tickMs();
  for (const count of at)
    stage.onArrivals(count, () => {
      cutMs = clock.tickMs();
      proxy.cut();
    });
  const batch = dropBatch(stage, place, number, documents);
  await finish(stage, place, batch, signal);
  const recoveredMs = clock.tickMs() - cutMs;
  return accountAndNote(stage, { batch, disturbances: at.length, recoveredMs }, signal);
}

async function accountAndNote(stage: Stage, played: Played, signal: AbortSignal): Promise<PlayedRound> {
  const account = await accountOf(stage, stage.place, played, signal);
  stage.done.push({ batch: played.batch, disturbances: played.disturbances });
  return account;
}

async function playWhole(stage: Stage, signal: AbortSignal): Promise<RoundResult> {
  const { done, place } = stage;
  const [first] = done;
  // Of all the rounds before it none could be played here.
  if (first === undefined) return { outcome: 'not-run', reason: 'no-connection' };
  const batch = { ...first.batch, expected: done.flatMap((one) => one.batch.expected) };
  const disturbances = done.reduce((sum, one) => sum + one.disturbances, 0);
  return accountOf(stage, place, { batch, disturbances, recoveredMs: 0 }, signal);
}
