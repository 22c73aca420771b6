import { Fault, type FaultRecord } from '../contract/fault.js';
import type { Candidate, Look } from '../ports/boxes.js';
import type { InspectResult } from '../ports/jobs.js';
import { createFailure } from '../runtime/failure.js';
import type { Permit } from '../runtime/limiter.js';
import { Scope } from '../runtime/scope.js';
import { awaitSession } from './await-session.js';
import { untilDone } from './journal.js';
import type { SendRoom } from './room.js';
import { type CheckedFile, sendDocument } from './send-document.js';

/** Candidates asked for in one look. More only costs memory: the directory is read again when these are through. */
const LOOK_MAX = 1_000;
/** Documents handed to the workers together: from ten on hand-over no longer dominates (measured), and batches stay small. */
const BATCH_MAX = 64;
/** Waits before a file that could not be taken is looked at again. */
const PUT_OFF_MS = { incomplete: 500, failed: 1_000, duplicate: 10_000 } as const;
/** Before what waits is counted without taking it, and between two such counts at the least. */
const COUNT_AFTER_MS = 100;
const COUNT_GAP_MS = 1_000;
const HOUR_MS = 3_600_000;

interface Taken {
  readonly candidate: Candidate;
  readonly permit: Permit;
}

/**
 * One business's send flow, until `intake` aborts: look, check, send; the directory is the truth and the bell only shortens
 * the wait. Documents in flight go on until `abort` aborts; the promise resolves when none is left, and rejects with the first
 * fault of fate `halt`.
 */
export async function runSendFlow(room: SendRoom, intake: AbortSignal, abort: AbortSignal): Promise<void> {
  const failure = createFailure();
  await using scope = new Scope(abort, failure.raise);
  const stop = AbortSignal.any([intake, failure.signal]);
  while (!stop.aborted) {
    try {
      await round(room, scope, stop);
    } catch (reason) {
      failure.raise(reason);
    }
  }
  await scope.settled();
  failure.rethrow();
}

async function round(room: SendRoom, scope: Scope, intake: AbortSignal): Promise<void> {
  // Nothing is claimed while there is no session: documents wait in OutBox, where everybody can see them.
  await countingUntil(room, untilReady(room, intake), intake);
  const { settled, nextLookMs } = await look(room, LOOK_MAX, intake);
  if (settled.length > 0) return dispatch(room, settled, scope, intake);
  const { scanIntervalMs } = room.policy();
  await room.bell.wait(Math.min(scanIntervalMs, nextLookMs ?? scanIntervalMs), intake);
}

/** Until the gate is open and there is a session, both. */
async function untilReady(room: SendRoom, intake: AbortSignal): Promise<void> {
  for (;;) {
    await awaitSession(room, () => [room.gate], intake);
    if (room.gate.isOpen) break;
    await room.gate.pass(intake);
  }
  if (intake.aborted) throw new Fault('operation.aborted');
}

/** What waits in OutBox is counted meanwhile, whatever keeps the flow from taking it: that needs neither a session nor a start. */
async function countingUntil(room: SendRoom, ready: Promise<void>, intake: AbortSignal): Promise<void> {
  const stop = new AbortController();
  const counting = AbortSignal.any([intake, stop.signal]);
  const counted = count(room, counting).catch((reason: unknown) => {
    if (Fault.from(reason, 'internal.unexpected').code !== 'operation.aborted') throw reason;
  });
  try {
    await Promise.race([ready, counted.then(() => ready)]);
  } finally {
    stop.abort();
    await counted;
  }
}

async function count(room: SendRoom, signal: AbortSignal): Promise<void> {
  // A flow that is ready at once looks by itself.
  await room.clock.sleep(COUNT_AFTER_MS, signal);
  while (!signal.aborted) {
    await look(room, 0, signal);
    await room.bell.wait(Math.max(COUNT_GAP_MS, room.policy().scanIntervalMs), signal);
  }
}

/** Looks at the OutBox and tells what waits there; takes at most `limit`. */
async function look(room: SendRoom, limit: number, intake: AbortSignal): Promise<Look> {
  const startedMs = room.clock.tickMs();
  const found = await untilDone(room, (signal) => room.outBox.look(limit, signal), intake);
  const { settled, waiting, isAtLeast, oldestMs, passedOver } = found;
  const durationMs = Math.round(room.clock.tickMs() - startedMs);
  const { inFlight } = room.limiter;
  room.emit({
    type: 'outbox.looked',
    business: room.business,
    settled: settled.length,
    inFlight,
    waiting,
    isAtLeast,
    oldestMs,
    passedOver,
    durationMs,
  });
  for (const { name, reason } of found.news) room.emit({ type: 'file.ignored', business: room.business, name, reason });
  return found;
}

/** Hands out settled files as permits become free; what is not handed out when the gate closes goes back to the OutBox's view. */
async function dispatch(
  room: SendRoom,
  settled: readonly Candidate[],
  scope: Scope,
  intake: AbortSignal,
): Promise<void> {
  let at = 0;
  try {
    while (at < settled.length && room.gate.isOpen && !intake.aborted) {
      const batch = await takePermits(room, settled.slice(at, at + BATCH_MAX), intake);
      at += batch.length;
      scope.spawn((abort) => sendBatch(room, batch, abort));
    }
  } finally {
    for (const left of settled.slice(at)) room.outBox.putOff(left, 'waiting-its-turn', 0);
  }
}

/** Waits for one permit, then takes as many more as are free now. */
async function takePermits(
  room: SendRoom,
  candidates: readonly Candidate[],
  intake: AbortSignal,
): Promise<readonly Taken[]> {
  const taken: Taken[] = [];
  try {
    for (const candidate of candidates) {
      const { sizeBytes } = candidate.identity;
      const permit =
        taken.length === 0 ? await room.limiter.acquire(sizeBytes, intake) : room.limiter.tryAcquire(sizeBytes);
      if (permit === null) break;
      taken.push({ candidate, permit });
    }
  } catch (reason) {
    for (const { permit } of taken) permit.release();
    throw reason;
  }
  return taken;
}

async function sendBatch(room: SendRoom, batch: readonly Taken[], abort: AbortSignal): Promise<void> {
  try {
    const results = await room.jobs.inspect(
      batch.map((taken) => taken.candidate),
      abort,
    );
    await Promise.all(
      batch.map(({ candidate, permit }, index) =>
        sendOne(room, candidate, results[index], abort).finally(permit.release),
      ),
    );
  } finally {
    for (const { permit } of batch) permit.release();
    // With nothing left in flight a look tells at once whether there is more, instead of at the next interval.
    if (room.limiter.inFlight === 0) room.bell.ring();
  }
}

async function sendOne(
  room: SendRoom,
  candidate: Candidate,
  result: InspectResult | undefined,
  abort: AbortSignal,
): Promise<void> {
  const file = result === undefined ? null : toChecked(room, candidate, result);
  if (file === null || (await isHeldBack(room, file))) return;
  const close = room.duplicates.remember(file.inspection.sha256, candidate.name, room.clock.nowMs());
  try {
    await sendDocument(room, file, abort);
    room.outBox.forget(candidate);
  } catch (reason) {
    const fault = Fault.from(reason, 'internal.unexpected');
    if (fault.fate !== 'retry' && fault.fate !== 'hold') throw fault;
    // The claim answers so: vanished, changed, locked; or nobody can sign now, and the file is back in OutBox.
    putOff(room, candidate, fault);
    // Not this file alone, perhaps: a box that is away holds the flow until it is back.
    if (fault.code.startsWith('disk.')) await untilDone(room, () => room.boxes.check(), abort);
  } finally {
    close();
  }
}

/** The same content was sent before: said, and with `hold` the file stays in OutBox. A resend by an operator's word is meant. */
async function isHeldBack(room: SendRoom, { candidate, inspection, fault }: CheckedFile): Promise<boolean> {
  const { onDuplicate, duplicateHours } = room.policy();
  if (onDuplicate === 'off' || fault !== null || room.isResend(candidate.name)) return false;
  const twin = await room.duplicates.find(inspection.sha256, room.clock.nowMs() - duplicateHours * HOUR_MS);
  if (twin === null) return false;
  const { business } = room;
  const { name } = candidate;
  if (room.duplicates.isNews(inspection.sha256, name))
    room.emit({ type: 'document.repeated', business, name, twin: twin.name, twinMs: twin.atMs, policy: onDuplicate });
  if (onDuplicate === 'warn') return false;
  putOff(room, candidate, new Fault('document.duplicate', { name, twin: twin.name }));
  return true;
}

/** What the checks say becomes: send it, reject it, or look again later (null). */
function toChecked(room: SendRoom, candidate: Candidate, result: InspectResult): CheckedFile | null {
  switch (result.outcome) {
    case 'accepted':
      return { candidate, inspection: result.inspection, fault: null };
    case 'rejected':
      return { candidate, inspection: result.inspection, fault: Fault.fromRecord(result.fault) };
    case 'failed':
      putOff(room, candidate, Fault.fromRecord(result.fault));
      return null;
    case 'incomplete': {
      const { fault, inspection } = result;
      if (room.outBox.stillForMs(candidate) >= room.policy().incompleteGraceMs)
        return { candidate, inspection, fault: givenUp(fault) };
      putOff(room, candidate, new Fault('document.incomplete', fault.detail, fault.reason));
      return null;
    }
  }
}

/** Its writer has had its time: what keeps it from being whole is the reason now, where that has a name of its own. */
function givenUp({ code, fate, detail, reason }: FaultRecord): Fault {
  return new Fault(fate === 'reject' ? code : 'document.truncated', detail, reason);
}

function putOff(room: SendRoom, candidate: Candidate, fault: Fault): void {
  if (fault.code === 'document.vanished') return room.outBox.forget(candidate);
  const isYoung = fault.code === 'document.incomplete' || fault.code === 'document.changed';
  const kind = fault.code === 'document.duplicate' ? 'duplicate' : isYoung ? 'incomplete' : 'failed';
  const delayMs = PUT_OFF_MS[kind];
  room.outBox.putOff(candidate, fault.code, delayMs);
  room.emit({ type: 'document.put-off', business: room.business, name: candidate.name, fault: fault.toRecord() });
}
