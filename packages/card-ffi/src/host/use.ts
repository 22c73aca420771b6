import { type FunctionShape, SPC_FUNCTIONS, type SpcName } from '../bindings/functions.js';
import type { UseFailure, UseParams, UseResult, WireStep, WireStepResult } from '../protocol/host-messages.js';
import type { CallInputs, CallOutputs, Library } from './library.js';

/**
 * Init → guard → VerifyPIN → steps → Clear, in one go. Nothing here is asynchronous, so no second use can start
 * before Clear; a use that fails half-way is cleared as well.
 */
export function useCard(library: Library, params: UseParams): UseResult {
  if (params.bracket === null) return runSteps(library, params.steps, null);
  const initCode = callIfNeeded(library, 'SpcInitEnvEx', {});
  if (initCode !== 0)
    return { pinCode: null, steps: [], failure: failed(library, 'SpcInitEnvEx', initCode), clearCode: null };
  let result: UseResult | undefined;
  try {
    result = useOpened(library, params);
  } finally {
    const clearCode = callIfNeeded(library, 'SpcClearEnv', {});
    if (result !== undefined) result = { ...result, clearCode };
  }
  return result;
}

function useOpened(library: Library, params: UseParams): UseResult {
  if (params.expectedCard !== null) {
    const changed = guardFailure(library, params.expectedCard);
    if (changed !== null) return { pinCode: null, steps: [], failure: changed, clearCode: null };
  }
  if (params.pin === null) return runSteps(library, params.steps, null);
  const pin = Buffer.from(params.pin, 'base64');
  try {
    const code = callIfNeeded(library, 'SpcVerifyPIN', { pin });
    if (code !== 0)
      return { pinCode: code, steps: [], failure: failed(library, 'SpcVerifyPIN', code), clearCode: null };
    return runSteps(library, params.steps, code);
  } finally {
    pin.fill(0);
  }
}

function callIfNeeded(library: Library, name: SpcName, inputs: CallInputs): number {
  return library.isNeedless(name) ? 0 : library.call(name, inputs).code;
}

/** Another card than the one the PIN belongs to must not get that PIN: it would count as a wrong try there. */
function guardFailure(library: Library, expected: string): UseFailure | null {
  const { code, outputs } = library.call('SpcGetCardID', {});
  if (code !== 0) return failed(library, 'SpcGetCardID', code);
  const { text } = outputs;
  // Blanks that fill up a fixed-width field are no part of the id.
  const isSame =
    Buffer.isBuffer(text) &&
    text.toString('latin1').trim() === Buffer.from(expected, 'base64').toString('latin1').trim();
  return isSame ? null : { name: 'SpcGetCardID', code: null, kind: 'card-changed', message: null };
}

function runSteps(library: Library, steps: readonly WireStep[], pinCode: number | null): UseResult {
  const results: WireStepResult[] = [];
  for (const step of steps) {
    if (!library.has(step.name)) {
      if (step.isOptional) {
        results.push({ name: step.name, code: null, outputs: null });
        continue;
      }
      return {
        pinCode,
        steps: results,
        failure: { name: step.name, code: null, kind: 'function-missing', message: null },
        clearCode: null,
      };
    }
    const { code, outputs } = library.call(step.name, fromWire(step));
    results.push({ name: step.name, code, outputs: code === 0 ? toWire(outputs) : null });
    if (code !== 0 && !step.isOptional)
      return { pinCode, steps: results, failure: failed(library, step.name, code), clearCode: null };
  }
  return { pinCode, steps: results, failure: null, clearCode: null };
}

function failed(library: Library, name: SpcName, code: number): UseFailure {
  return { name, code, kind: 'code', message: vendorMessage(library, code) };
}

function vendorMessage(library: Library, code: number): string | null {
  if (!library.has('SpcGetErrMsg')) return null;
  const { message } = library.call('SpcGetErrMsg', { code }).outputs;
  return Buffer.isBuffer(message) && message.length > 0 ? message.toString('base64') : null;
}

function fromWire(step: WireStep): CallInputs {
  const shape: FunctionShape = SPC_FUNCTIONS[step.name];
  const inputs: Record<string, Buffer | number> = {};
  for (const [name, value] of Object.entries(step.inputs)) {
    inputs[name] =
      shape.inputs[name] === 'bytes' && typeof value === 'string' ? Buffer.from(value, 'base64') : Number(value);
  }
  return inputs;
}

function toWire(outputs: CallOutputs): Record<string, string | number> {
  const result: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(outputs)) {
    if (typeof value === 'bigint') result[name] = value.toString();
    else result[name] = typeof value === 'number' ? value : value.toString('base64');
  }
  return result;
}
