import { randomUUID } from 'node:crypto';
import { Fault } from '@swic/core/contract';
import type { Clock } from '@swic/core/ports';
import { type AttemptMarker, createPinFiles, type PinFiles, type PinState } from './pin-state.js';

/** The card refused a PIN, or something that a PIN went along with and may have refused it for the PIN's sake. */
export interface WrongPin {
  readonly kind: 'wrong';
  readonly isCertain: boolean;
  readonly cardId: string | null;
  readonly code: number | null;
  readonly words: string | null;
}

/** What an attempt came to: the card took the PIN, refused it, or the PIN never reached the card. */
export type AttemptOutcome =
  | { readonly kind: 'right' }
  | WrongPin
  | { readonly kind: 'not-tried'; readonly fault: Fault };

/**
 * A card locks after few wrong PINs, so at most one is spent without an operator's word, over restarts and crashes too.
 * Before an attempt a marker is made durable; a marker that outlives its attempt means that the outcome is unknown, and
 * then nothing more is tried either.
 */
export interface PinBudget {
  state(): Promise<PinState>;
  /** Rejects with `signer.held` without running the attempt when none is left, `signer.busy` when another process tries. */
  spend(attempt: () => Promise<AttemptOutcome>): Promise<void>;
  /** A PIN that was right before was refused now. */
  hold(outcome: WrongPin): Promise<Fault>;
  /** The operator's word: one more attempt may be made. */
  release(): Promise<void>;
}

/** An attempt takes seconds; a marker older than this is left over even if its process number lives again. */
const ATTEMPT_MS_MAX = 120_000;

/**
 * Attempts of this process, so that its own marker is never taken for one left over, however late a reader looks at it.
 * A process makes a handful of attempts in its life: an operator is behind each but the first.
 */
const OWN_ATTEMPTS = new Set<string>();

export function createPinBudget(path: string, clock: Clock): PinBudget {
  const files = createPinFiles(path);
  const currentState = (): Promise<PinState> => settledState(files, clock);
  return {
    state: currentState,
    hold: (outcome) => holdWrong(outcome, files, clock),
    async spend(attempt) {
      const state = await currentState();
      if (state.kind === 'held') throw heldFault(state);
      await spendMarked(attempt, files, clock);
    },
    async release() {
      await files.write({ kind: 'clear' });
      await files.unmark();
    },
  };
}

async function spendMarked(attempt: () => Promise<AttemptOutcome>, files: PinFiles, clock: Clock): Promise<void> {
  const marker = { pid: process.pid, atMs: clock.nowMs(), nonce: randomUUID() };
  OWN_ATTEMPTS.add(marker.nonce);
  if (!(await files.mark(marker))) throw new Fault('signer.busy', { problem: 'pin-attempt' });
  // Another process may have spent its attempt between our look and our marker; with the marker ours, no other process can.
  const state = await files.read();
  if (state.kind === 'held') {
    await files.unmark();
    throw heldFault(state);
  }
  // A crash from here on leaves the marker, which the next start reads as "unknown".
  const outcome = await outcomeOf(attempt, files, clock);
  const fault = outcome.kind === 'wrong' ? await holdWrong(outcome, files, clock) : null;
  await files.unmark();
  if (fault !== null) throw fault;
  if (outcome.kind === 'not-tried') throw outcome.fault;
}

async function holdWrong({ isCertain, cardId, code, words }: WrongPin, files: PinFiles, clock: Clock): Promise<Fault> {
  const state = {
    kind: 'held',
    reason: isCertain ? 'wrong' : 'unknown',
    atMs: clock.nowMs(),
    cardId,
    code,
    words,
  } as const;
  await files.write(state);
  return isCertain ? new Fault('signer.pin-wrong', { cardId, code }, words) : heldFault(state);
}

/** The state as an operator's fault: why nothing is tried. */
export function heldFault(state: Extract<PinState, { kind: 'held' }>): Fault {
  const { reason, atMs, cardId, code, words } = state;
  return new Fault(
    'signer.held',
    { problem: reason === 'wrong' ? 'pin-wrong' : 'pin-unknown', atMs, cardId, code },
    words,
  );
}

async function outcomeOf(
  attempt: () => Promise<AttemptOutcome>,
  files: PinFiles,
  clock: Clock,
): Promise<AttemptOutcome> {
  try {
    return await attempt();
  } catch (reason) {
    // The library died or hung over the PIN: it may have counted as wrong.
    await holdAsUnknown(files, clock);
    throw reason;
  }
}

/** The state on disk, and what a marker makes of it: ours, another process's, or left over by one that died. */
async function settledState(files: PinFiles, clock: Clock): Promise<PinState> {
  const state = await files.read();
  if (state.kind === 'held') return state;
  const marker = await files.readMarker();
  if (marker === null || !isLeftOver(marker, clock)) return state;
  // Its process may have ended because it was done: then the marker is gone by now, and what it came to is on disk.
  const again = await files.readMarker();
  return again?.nonce === marker.nonce ? holdAsUnknown(files, clock) : files.read();
}

function isLeftOver(marker: AttemptMarker, clock: Clock): boolean {
  if (OWN_ATTEMPTS.has(marker.nonce)) return false;
  const isOthers = marker.pid !== process.pid && isAlive(marker.pid);
  return !isOthers || clock.nowMs() - marker.atMs >= ATTEMPT_MS_MAX;
}

async function holdAsUnknown(files: PinFiles, clock: Clock): Promise<PinState> {
  const state: PinState = {
    kind: 'held',
    reason: 'unknown',
    atMs: clock.nowMs(),
    cardId: null,
    code: null,
    words: null,
  };
  await files.write(state);
  await files.unmark();
  return state;
}

function isAlive(pid: number): boolean {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (reason) {
    // EPERM: it lives, under another user.
    return reason instanceof Error && 'code' in reason && reason.code === 'EPERM';
  }
}
