import { Fault } from '../contract/fault.js';
import type { Clock } from '../ports/clock.js';
import type { TestStep } from '../ports/transport.js';

/** What a step found out; a thrown Fault makes it a failed step. */
export interface StepResult {
  readonly outcome: 'ok' | 'skipped';
  readonly note: string | null;
}

export interface StepRunner {
  /** Later steps build on this one: when it fails they are reported as skipped and not tried. */
  require(name: string, work: () => Promise<StepResult>): Promise<void>;
  /** The step itself. */
  run(name: string, work: () => Promise<StepResult>): Promise<void>;
}

export const stepOk = (note: string | null = null): StepResult => ({ outcome: 'ok', note });
export const stepSkipped = (note: string): StepResult => ({ outcome: 'skipped', note });

/** The frame of a connection test, the same for every adapter: each step is timed, reported in order, and never rejects. */
export function createStepRunner(clock: Clock, onStep: (step: TestStep) => void): StepRunner {
  let isStopped = false;

  const run = async (name: string, work: () => Promise<StepResult>): Promise<boolean> => {
    if (isStopped) {
      onStep({ name, outcome: 'skipped', durationMs: 0, fault: null, note: 'not reached' });
      return true;
    }
    const startMs = clock.tickMs();
    const durationMs = (): number => Math.round(clock.tickMs() - startMs);
    try {
      const { outcome, note } = await work();
      onStep({ name, outcome, durationMs: durationMs(), fault: null, note });
      return true;
    } catch (reason) {
      onStep({
        name,
        outcome: 'failed',
        durationMs: durationMs(),
        fault: Fault.from(reason, 'internal.unexpected'),
        note: null,
      });
      return false;
    }
  };

  return {
    async require(name, work) {
      if (!(await run(name, work))) isStopped = true;
    },
    async run(name, work) {
      await run(name, work);
    },
  };
}
