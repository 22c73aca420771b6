import type { DrillSide } from './steps.js';

/** At which step a process is to end itself. */
export interface KillOrder {
  /** As `Decorate` of the gateway names it. */
  readonly port: string;
  readonly method: string;
  readonly side: DrillSide;
  /** Which of its calls, or which member of the batches that it is given; 1 is the first. */
  readonly nth: number;
}

/**
 * For the gateway's `decorate`: calls `die` at one step of one port, as a power switch would. Inside of a batch those before it are done,
 * and perhaps this one, and the rest never is. `die` must not return.
 */
export function killAt(
  { port, method, side, nth }: KillOrder,
  die: () => never,
): <Port extends object>(name: string, target: Port) => Port {
  let calls = 0;
  const called = (object: object, value: (...words: unknown[]) => unknown, words: unknown[]): unknown => {
    const members = words.findIndex((word) => Array.isArray(word) && method !== 'write');
    const batch = members < 0 ? [null] : (words[members] as readonly unknown[]);
    const before = calls;
    calls += batch.length;
    if (calls < nth || before >= nth) return value.apply(object, words);
    const done = nth - before - (side === 'before' ? 1 : 0);
    if (done === 0) die();
    if (members >= 0) words[members] = batch.slice(0, done);
    return settled(value.apply(object, words)).then(die);
  };
  return (name, target) => {
    if (name !== port) return target;
    return new Proxy(target, {
      get(object, property) {
        const value: unknown = Reflect.get(object, property, object);
        if (typeof value !== 'function') return value;
        const bound = value as (...words: unknown[]) => unknown;
        return property === method ? (...words: unknown[]) => called(object, bound, words) : bound.bind(object);
      },
    });
  };
}

function settled(result: unknown): Promise<unknown> {
  return Array.isArray(result) ? Promise.all(result) : Promise.resolve(result);
}
