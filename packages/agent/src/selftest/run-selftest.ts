import path from 'node:path';
import { type Clock, Fault, loadDrill, openDrillQueues, runDrillPlatform, type TellProgress } from '@swic/core';
import { SWIC_VERSION } from '@swic/core/version';
import { type Broker, type BrokerChoices, openBroker } from './broker.js';
import type { Ground } from './ground.js';
import { planRounds, roundNames } from './plan.js';
import { playRound } from './play-round.js';
import { outcomeOf, type Round, type RoundReport, type RoundResult, type SelftestReport } from './report.js';
import type { Drill, Stage } from './stage.js';
import { makeWorkplace, platformConfig } from './workplace.js';

export interface SelftestChoices extends BrokerChoices {
  readonly chaos: boolean;
  /** With chaos: these rounds alone, by their names; null = all. */
  readonly only: readonly string[] | null;
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
  world: SelftestWorld,
  choices: SelftestChoices,
  signal: AbortSignal,
): Promise<SelftestReport> {
  const { ground, clock } = world;
  const atMs = clock.nowMs();
  const startedMs = clock.tickMs();
  const drill = await loadDrill();
  const plan = planOf(drill, choices);
  await using broker = await openBroker(choices, ground.directory);
  const rounds = await playAll(world, { drill, plan, broker, limitMs: choices.limitMs }, signal);
  const outcome = outcomeOf(rounds);
  if (outcome === 'failed') ground.keep();
  return {
    version: 1,
    atMs,
    durationMs: Math.round(clock.tickMs() - startedMs),
    swic: SWIC_VERSION,
    node: process.version,
    over: choices.over,
    address: broker.address,
    queues: broker.queues,
    chaos: choices.chaos,
    outcome,
    rounds,
    directory: outcome === 'failed' ? ground.directory : null,
  };
}

interface Playing {
  readonly drill: Drill;
  readonly plan: readonly Round[];
  readonly broker: Broker;
  readonly limitMs: number;
}

async function playAll(
  { ground: { directory: ground }, clock, tell, begin }: SelftestWorld,
  { drill, plan, broker, limitMs }: Playing,
  signal: AbortSignal,
): Promise<readonly RoundReport[]> {
  const place = makeWorkplace(path.join(ground, 'work'), broker.agent);
  const loaded = platformConfig(path.join(ground, 'platform'), broker.platform);
  await using _queues = await openDrillQueues(loaded, signal);
  const marks = new Marks();
  const arrivals = new drill.Arrivals(() => marks.count());
  await using platform = startPlatform((inner) => runDrillPlatform(loaded, arrivals, inner), signal);
  using late = startLimit(clock, limitMs);
  const total = plan.reduce((sum, { documents }) => sum + sizeOf(documents), 0);
  begin(plan.length, total);
  let before = 0;
  const stage: Stage = {
    ...{ drill, clock, place, arrivals, ground },
    proxy: broker.proxy,
    transport: broker.agent,
    done: [],
    onArrivals: (count, act) => marks.add(count, act),
    tell: (done) => tell({ done: before + done, total }),
  };
  const rounds: RoundReport[] = [];
  const ending = AbortSignal.any([platform.signal, late.signal]);
  for (const [at, round] of plan.entries()) {
    const result = await unlessLate(() => playRound(stage, round, at + 1, ending), late.signal).catch(
      (reason: unknown) => {
        // What the platform failed for comes before what its end has aborted.
        platform.rethrow();
        throw reason;
      },
    );
    rounds.push({ round, result });
    before += sizeOf(round.documents);
  }
  return rounds;
}

/** With the broken one. */
function sizeOf(documents: number): number {
  return documents === 0 ? 0 : documents + 1;
}

function planOf(drill: Drill, { chaos, only, documents }: SelftestChoices): readonly Round[] {
  const names = roundNames(drill.DRILL_STEPS);
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined || (only !== null && !chaos))
    throw new Fault('command.usage', {
      option: '--only',
      value: unknown ?? '',
      zh: `--only 与 --chaos 一起使用，可为：${names.join('、')}`,
      en: `--only goes with --chaos and is of: ${names.join(', ')}`,
    });
  return planRounds({
    chaos,
    only,
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
