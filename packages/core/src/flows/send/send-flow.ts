import { Fault } from '../../contract/fault.js';
import type { Candidate } from '../../ports/boxes.js';
import { createFailure } from '../../runtime/failure.js';
import type { Permit } from '../../runtime/limiter.js';
import { Scope } from '../../runtime/scope.js';
import { awaitSession } from '../await-session.js';
import { untilDone } from '../journal.js';
import { withOutcomes } from './batch.js';
import { judge } from './check.js';
import type { CheckedFile } from './claim.js';
import type { Intake } from './intake.js';
import { countingUntil, look } from './look.js';
import { OnLine } from './on-line.js';
import { SendLine } from './send-line.js';
import type { Sending } from './sender.js';

/** Candidates asked for in one look. More only costs memory: the directory is read again when these are through. */
const LOOK_MAX = 1_000;
/** Documents handed to the workers together: from ten on hand-over no longer dominates (measured), and batches stay small. */
const BATCH_MAX = 64;

interface Taken {
  readonly candidate: Candidate;
  readonly permit: Permit;
}

/**
 * One business's send flow, until `taking` aborts: look, check, send; the directory is the truth and the bell only shortens
 * the wait. Documents in flight go on until `abort` aborts; the promise resolves when none is left, and rejects with the first
 * fault of fate `halt`.
 */
export async function runSendFlow(intake: Intake, taking: AbortSignal, abort: AbortSignal): Promise<void> {
  const failure = createFailure();
  await using scope = new Scope(abort, failure.raise);
  const stop = AbortSignal.any([taking, failure.signal]);
  const onto = { intake, line: new SendLine(intake.sending, scope.signal), scope };
  while (!stop.aborted) {
    try {
      await round(onto, stop);
    } catch (reason) {
      failure.raise(reason);
    }
  }
  await scope.settled();
  failure.rethrow();
}

/** How the settled files of one look get onto the line. */
interface Onto {
  readonly intake: Intake;
  readonly line: SendLine;
  readonly scope: Scope;
}

async function round(onto: Onto, taking: AbortSignal): Promise<void> {
  const { intake } = onto;
  // Nothing is claimed while there is no session: documents wait in OutBox, where a person can see them.
  await countingUntil(intake, untilReady(intake.sending, taking), taking);
  const { settled, nextLookMs } = await look(intake, LOOK_MAX, taking);
  if (settled.length > 0) return dispatch(onto, settled, taking);
  const { scanIntervalMs } = intake.sending.sender.policy();
  await intake.bell.wait(Math.min(scanIntervalMs, nextLookMs ?? scanIntervalMs), taking);
}

/** Until the gate is open and there is a session, both. */
async function untilReady({ sender, journal: { gate } }: Sending, taking: AbortSignal): Promise<void> {
  for (;;) {
    await awaitSession(sender, () => [gate], taking);
    if (gate.isOpen) break;
    await gate.pass(taking);
  }
  if (taking.aborted) throw new Fault('operation.aborted');
}

/** Hands out settled files as permits become free; what is not handed out when the gate closes goes back to the OutBox's view. */
async function dispatch(
  { intake, line, scope }: Onto,
  settled: readonly Candidate[],
  taking: AbortSignal,
): Promise<void> {
  let at = 0;
  try {
    while (at < settled.length && intake.sending.journal.gate.isOpen && !taking.aborted) {
      const batch = await takePermits(intake, settled.slice(at, at + BATCH_MAX), taking);
      at += batch.length;
      scope.spawn((abort) => sendBatch(intake, line, batch, abort));
    }
  } finally {
    for (const left of settled.slice(at)) intake.sending.sender.outBox.putOff(left, 'waiting-its-turn', 0);
  }
}

/** Waits for one permit, then takes as many more as are free now. */
async function takePermits(
  intake: Intake,
  candidates: readonly Candidate[],
  taking: AbortSignal,
): Promise<readonly Taken[]> {
  const taken: Taken[] = [];
  try {
    for (const candidate of candidates) {
      const { sizeBytes } = candidate.identity;
      const permit =
        taken.length === 0 ? await intake.limiter.acquire(sizeBytes, taking) : intake.limiter.tryAcquire(sizeBytes);
      if (permit === null) break;
      taken.push({ candidate, permit });
    }
  } catch (reason) {
    for (const { permit } of taken) permit.release();
    throw reason;
  }
  return taken;
}

async function sendBatch(intake: Intake, line: SendLine, batch: readonly Taken[], abort: AbortSignal): Promise<void> {
  try {
    const candidates = batch.map(({ candidate }) => candidate);
    const results = await intake.jobs.inspect(candidates, abort);
    const onLine = new OnLine(intake, abort);
    const files: CheckedFile[] = [];
    for (const [{ candidate, permit }, result] of withOutcomes(batch, results)) {
      // One after the other: what is on its way already is news for those behind it. The ledger may have to be waited for.
      const file = await untilDone(intake.sending.journal, async () => judge(intake, candidate, result), abort);
      if (file === null) permit.release();
      else files.push(onLine.enter(file, permit));
    }
    await line.send(files, onLine.ended);
    await onLine.settled();
  } finally {
    for (const { permit } of batch) permit.release();
    // With nothing left in flight a look tells at once whether there is more, instead of at the next interval.
    if (intake.limiter.inFlight === 0) intake.bell.ring();
  }
}
