import type { DrillSide, DrillStep, Finding, VerifyBreak } from '@swic/core';

/** One disturbance, or none. */
export type Disturbance =
  | { readonly kind: 'plain' }
  | { readonly kind: 'kill'; readonly step: DrillStep; readonly side: DrillSide }
  | { readonly kind: 'cut' }
  /** Everything so far once more: a late receipt or message of an earlier round belongs to no other one. */
  | { readonly kind: 'whole' }
  | { readonly kind: 'full-disk' };

/** With the documents that are under way at it. */
export type Round = Disturbance & { readonly documents: number };

/**
 * Why a round says nothing: the first three are of this machine or transport, and say nothing against it; the others leave something
 * unproven.
 */
export type NotRun = 'no-connection' | 'not-linux' | 'no-rights' | 'limit' | 'not-reached';

/** What a round proved. */
export interface PlayedRound {
  readonly outcome: 'played';
  readonly documents: number;
  readonly disturbances: number;
  readonly lost: readonly Finding[];
  readonly doubled: readonly Finding[];
  readonly unfinished: readonly Finding[];
  /** Of `swic verify`, over everything so far. */
  readonly breaks: readonly VerifyBreak[];
  readonly marked: number;
  /** From the start after the kill, or from the disturbance, until all is filed and answered. */
  readonly recoveredMs: number;
}

export type RoundResult = PlayedRound | { readonly outcome: 'not-run'; readonly reason: NotRun };

export interface RoundReport {
  readonly round: Round;
  readonly result: RoundResult;
}

/** As it is printed with `--json` and kept. */
export interface SelftestReport {
  readonly version: 1;
  /** Epoch ms of its start. */
  readonly atMs: number;
  readonly durationMs: number;
  readonly swic: string;
  readonly node: string;
  readonly over: Over;
  /** Of the broker, for people; carries no secret. Null = there was none. */
  readonly address: string | null;
  /** Of its own: gone at its end, but at IBM MQ, where they are empty. */
  readonly queues: readonly string[];
  readonly chaos: boolean;
  readonly outcome: 'passed' | 'failed' | 'incomplete';
  readonly rounds: readonly RoundReport[];
  /** Where its files were left to be looked at; null = they are removed. */
  readonly directory: string | null;
}

export type Over = 'embedded' | 'rabbitmq' | 'ibmmq';

/** `plain`, `boxes.claim`, `cut`: rounds of the same name are one row of the table. */
export function nameOf(round: Disturbance): string {
  return round.kind === 'kill' ? `${round.step[0]}.${round.step[1]}` : round.kind;
}

const HARMLESS: readonly NotRun[] = ['no-connection', 'not-linux', 'no-rights'];

/** Lost, doubled or stuck anywhere: failed. What could not be proven for lack of time, or was not reached: incomplete. */
export function outcomeOf(rounds: readonly RoundReport[]): SelftestReport['outcome'] {
  if (rounds.some(({ result }) => result.outcome === 'played' && !isSound(result))) return 'failed';
  const isOpen = rounds.some(({ result }) => result.outcome === 'not-run' && !HARMLESS.includes(result.reason));
  return isOpen ? 'incomplete' : 'passed';
}

function isSound({ lost, doubled, unfinished, breaks }: PlayedRound): boolean {
  return lost.length + doubled.length + unfinished.length + breaks.length === 0;
}
