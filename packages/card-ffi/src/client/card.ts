import { Fault } from '@swic/core/contract';
import type { Clock } from '@swic/core/ports';
import {
  type AnyStep,
  type CallFailure,
  fromWireFailure,
  fromWireSteps,
  type Step,
  type StepOutputs,
  step,
  toBase64,
  toWireStep,
} from '../bindings/convert.js';
import type { SpcInputs, SpcName, SpcOutputs } from '../bindings/functions.js';
import type { Profile } from '../profiles/profile.js';
import { codeFault } from '../return-codes.js';
import { type CardHost, type CardHostFacts, type CardHostOptions, openCardHost } from './card-host.js';

export interface CardUse<S extends readonly AnyStep[]> {
  /** Octets of the PIN; null = no VerifyPIN. */
  readonly pin: Uint8Array | null;
  /** The card id this use is meant for, as the card gave it; null = any card. */
  readonly expectedCard: Uint8Array | null;
  /** false = no Init and Clear around the steps. */
  readonly isBracketed: boolean;
  readonly steps: S;
}

export interface CardUseResult<S extends readonly AnyStep[]> {
  /** VerifyPIN's code; null = it did not run. */
  readonly pinCode: number | null;
  readonly outputs: StepOutputs<S>;
  /** The return code of each step; null = it did not run. */
  readonly codes: readonly (number | null)[];
  /** How many of the steps ran without the failure. */
  readonly stepsDone: number;
  readonly failure: CallFailure | null;
}

/** The vendor's library, typed and supervised. One use at a time; callers may call at will. */
export interface Card extends AsyncDisposable {
  readonly profile: Profile;
  /** Init, VerifyPIN when a PIN is given, the steps, Clear. A return code is a result here, not an error. */
  use<const S extends readonly AnyStep[]>(work: CardUse<S>, signal: AbortSignal): Promise<CardUseResult<S>>;
  /** One function between Init and Clear, without a PIN. Rejects with the fault of its return code. */
  call<N extends SpcName>(name: N, inputs: SpcInputs<N>, signal: AbortSignal): Promise<SpcOutputs<N>>;
  facts(): CardHostFacts;
}

export interface CardOptions extends CardHostOptions {
  /** How long Init, VerifyPIN and Clear may take together. */
  readonly bracketLimitMs: number;
  /** How long one step may take on top of that. A slow card signs in about 250 ms. */
  readonly stepLimitMs: number;
}

export function openCard(options: CardOptions, clock: Clock): Card {
  const host: CardHost = openCardHost(options, clock);
  const { profile } = options;
  const use = async <const S extends readonly AnyStep[]>(
    work: CardUse<S>,
    signal: AbortSignal,
  ): Promise<CardUseResult<S>> => {
    const params = {
      bracket: work.isBracketed ? ('device' as const) : null,
      expectedCard: work.expectedCard === null ? null : toBase64(work.expectedCard),
      pin: work.pin === null ? null : toBase64(work.pin),
      steps: work.steps.map(toWireStep),
    };
    const result = await host.use(params, options.bracketLimitMs + options.stepLimitMs * work.steps.length, signal);
    return {
      pinCode: result.pinCode,
      outputs: fromWireSteps(work.steps, result.steps, profile.textEncoding),
      codes: work.steps.map((_, index) => result.steps[index]?.code ?? null),
      stepsDone: result.steps.filter((one) => one.outputs !== null).length,
      failure: result.failure === null ? null : fromWireFailure(result.failure, profile.textEncoding),
    };
  };
  return {
    profile,
    use,
    call: async <N extends SpcName>(name: N, inputs: SpcInputs<N>, signal: AbortSignal): Promise<SpcOutputs<N>> => {
      const one: Step<N> = step(name, inputs);
      const steps = [one as unknown as AnyStep] as const;
      const { outputs, failure } = await use({ pin: null, expectedCard: null, isBracketed: true, steps }, signal);
      if (failure !== null) throw failureFault(failure, profile);
      return outputs[0] as SpcOutputs<N>;
    },
    facts: () => host.facts(),
    [Symbol.asyncDispose]: () => host[Symbol.asyncDispose](),
  };
}

/** The failure of a use as a fault: by its return code, or by why the call could not be made. */
export function failureFault(failure: CallFailure, profile: Profile): Fault {
  if (failure.code !== null) return codeFault(failure.name, failure.code, failure.words, profile);
  const code = failure.kind === 'card-changed' ? 'signer.absent' : 'signer.configuration';
  return new Fault(code, { problem: failure.kind, function: failure.name });
}
