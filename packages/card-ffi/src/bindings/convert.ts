import type { UseFailure, WireStep, WireStepResult } from '../protocol/host-messages.js';
import { type FunctionShape, SPC_FUNCTIONS, type SpcInputs, type SpcName, type SpcOutputs } from './functions.js';

/** One call of a use, typed by its function. */
export interface Step<N extends SpcName> {
  readonly name: N;
  readonly inputs: SpcInputs<N>;
  /** May fail or be missing without ending the use; its outputs are then null. */
  readonly isOptional: boolean;
}

export type AnyStep = { readonly [N in SpcName]: Step<N> }[SpcName];

/** What a step of a finished use gave; null when it did not run or an optional one failed. */
export type StepOutputs<S extends readonly AnyStep[]> = {
  readonly [K in keyof S]: SpcOutputs<S[K]['name']> | null;
};

/** The call that ended a use early, with the vendor's words as text. */
export interface CallFailure {
  readonly name: SpcName;
  readonly code: number | null;
  readonly kind: UseFailure['kind'];
  readonly words: string | null;
}

export function step<N extends SpcName>(name: N, inputs: SpcInputs<N>): Step<N> {
  return { name, inputs, isOptional: false };
}

export function optionalStep<N extends SpcName>(name: N, inputs: SpcInputs<N>): Step<N> {
  return { name, inputs, isOptional: true };
}

export function toWireStep({ name, inputs, isOptional }: AnyStep): WireStep {
  const wire: Record<string, string | number> = {};
  for (const [key, value] of Object.entries(inputs as Record<string, Uint8Array | number>)) {
    wire[key] = typeof value === 'number' ? value : toBase64(value);
  }
  return { name, inputs: wire, isOptional };
}

/** Results in the steps' order, filled up with null for those that did not run. */
export function fromWireSteps<S extends readonly AnyStep[]>(
  steps: S,
  results: readonly WireStepResult[],
  encoding: string,
): StepOutputs<S> {
  const outputs = steps.map(({ name }, index) => {
    const result = results[index]?.outputs ?? null;
    return result === null ? null : fromWireOutputs(name, result, encoding);
  });
  // The array above has one entry for each step, in order, made from that step's own row of the table.
  return outputs as unknown as StepOutputs<S>;
}

export function fromWireFailure(failure: UseFailure, encoding: string): CallFailure {
  const { name, code, kind, message } = failure;
  return { name, code, kind, words: message === null ? null : decodeText(message, encoding) };
}

export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

function fromWireOutputs(name: SpcName, outputs: Readonly<Record<string, string | number>>, encoding: string): unknown {
  const shape: FunctionShape = SPC_FUNCTIONS[name];
  return Object.fromEntries(
    Object.entries(outputs).map(([key, value]) => [key, fromWireValue(shape.outputs[key], value, encoding)]),
  );
}

function fromWireValue(
  kind: FunctionShape['outputs'][string] | undefined,
  value: string | number,
  encoding: string,
): unknown {
  if (kind === 'bytes') return new Uint8Array(Buffer.from(String(value), 'base64'));
  if (kind === 'text') return decodeText(String(value), encoding);
  return kind === 'u64' ? BigInt(value) : value;
}

/** Text of the library: its own encoding, and blanks at the end of fixed-width fields are not part of it. */
function decodeText(base64: string, encoding: string): string {
  return new TextDecoder(encoding).decode(Buffer.from(base64, 'base64')).trim();
}
