import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Clock, Fault, loadDrill, runDrillPlatform, type TellProgress } from '@swic/core';
import { SWIC_VERSION } from '@swic/core/version';
import type { Ground } from './ground.js';
import { planRounds } from './plan.js';
import { playRound } from './play-round.js';
import { type Over, outcomeOf, type Round, type RoundReport, type RoundResult, type SelftestReport } from './report.js';
import type { Drill, Stage } from './stage.js';
import { makeWorkplace } from './workplace.js';

export interface SelftestChoices {
  readonly over: Over;
  readonly chaos: boolean;
  readonly documents: number;
  readonly limitMs: number;
}

export interface SelftestWorld {
  readonly ground: Ground;
  readonly clock: Clock;
  readonly tell: TellProgress;
  /** Hears once what is going to be done. */
  readonly begin: (rounds: number, documents: number) => void;
}

/** The whole drill. Rejects with `operation.aborted`, and where it cannot be carried out at all. */
export async function runSelftest(
  { ground, clock, tell, begin }: SelftestWorld,
  choices: SelftestChoices,
  signal: AbortSignal,
): Promise<SelftestReport> {
  const atMs = clock.nowMs();
  const startedMs = clock.tickMs();
  const drill = await loadDrill();
  const queues = path.join(ground.directory, 'queues');
  mkdirSync(path.join(ground.directory, 'work'));
  const place = makeWorkplace(path.join(ground.directory, 'work'), { kind: 'embedded', directory: queues });
  const plan = planOf(drill, choices);
  const marks = new Marks();
  const arrivals = new drill.Arrivals(() => marks.count());
  await using platform = startPlatform((inner) => runDrillPlatform(place.loaded, arrivals, inner), signal);
  const total = plan.reduce((sum, { documents }) => sum + documents + 1, 0);
  begin(plan.length, total);
  let before = 0;
  const stage: Stage = {
    drill,
    clock,
    place,
    arrivals,
    proxy: null,
    onArrivals: (count, act) => marks.add(count, act),
    tell: (done) => tell({ done: before + done, total }),
  };
  const rounds: RoundReport[] = [];
  using late = startLimit(clock, choices.limitMs);
  const inner = AbortSignal.any([platform.signal, late.signal]);
  for (const [at, round] of plan.entries()) {
    const result = await unlessLate(() => playRound(stage, round, at + 1, inner), late.signal);
    platform.rethrow();
    rounds.push({ round, result });
    before += round.documents + 1;
  }
  const outcome = outcomeOf(rounds);
  if (outcome === 'failed') ground.keep();
  return {
    version: 1,
    atMs,
    durationMs: Math.round(clock.tickMs() - startedMs),
    swic: SWIC_VERSION,
    node: process.version,
    over: choices.over,
    address: null,
    chaos: choices.chaos,
    outcome,
    rounds,
    directory: outcome === 'failed' ? ground.directory : null,
  };
}

function planOf(drill: Drill, { chaos, documents }: SelftestChoices): readonly Round[] {
  return planRounds({
    chaos,
    documents,
    steps: drill.DRILL_STEPS,
    sides: drill.DRILL_SIDES,
    documentsMin: drill.STEP_DOCUMENTS_MIN,
  });
}

async function unlessLate(play: () => Promise<RoundResult>, late: AbortSignal): Promise<RoundResult> {
  const notRun: RoundResult = { outcome: 'not-run', reason: 'limit' };
  if (late.aborted) return notRun;
  try {
    return await play();
  } catch (reason) {
    if (late.aborted && Fault.from(reason, 'internal.unexpected').code === 'operation.aborted') return notRun;
    throw reason;
  }
}

/** What is to be done when so many messages more have arrived. */
class Marks {
  #seen = 0;
  readonly #open: { readonly at: number; readonly act: () => void }[] = [];

  add(count: number, act: () => void): void {
    this.#open.push({ at: this.#seen + count, act });
  }

  count(): void {
    this.#seen += 1;
    for (const due of this.#open.filter(({ at }) => at === this.#seen)) due.act();
  }
}

interface Limit extends Disposable {
  readonly signal: AbortSignal;
}

function startLimit(clock: Clock, limitMs: number): Limit {
  const late = new AbortController();
  const ended = new AbortController();
  clock.sleep(limitMs, ended.signal).then(
    () => late.abort(),
    () => undefined,
  );
  return { signal: late.signal, [Symbol.dispose]: () => ended.abort() };
}

interface Platform extends AsyncDisposable {
  /** Aborts when the drill is aborted, and when the platform fails. */
  readonly signal: AbortSignal;
  rethrow(): void;
}

function startPlatform(run: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Platform {
  const ending = new AbortController();
  const failing = new AbortController();
  let failure: Fault | null = null;
  const running = run(AbortSignal.any([signal, ending.signal])).catch((reason: unknown) => {
    failure = Fault.from(reason, 'internal.unexpected');
    failing.abort();
  });
  return {
    signal: AbortSignal.any([signal, failing.signal]),
    rethrow: () => {
      if (failure !== null) throw failure;
    },
    async [Symbol.asyncDispose]() {
      ending.abort();
      await running;
    },
  };
}
