import { readFileSync } from 'node:fs';
import { parseBinary, resolveSymbol } from '../binary/binary.js';
import { type FunctionShape, SPC_FUNCTIONS, SPC_NAMES, type SpcName } from '../bindings/functions.js';
import { ROOM_OCTETS_MAX } from '../bindings/slot-text.js';
import type { FunctionBinding, Room, Slot } from '../bindings/slots.js';
import type { Profile } from '../profiles/profile.js';
import { hostFault } from './host-fault.js';
import type { Native, NativePointer } from './native.js';
import { readText } from './native.js';

/** The name ffi-rs files the library under; one host opens one library in its life. */
const LIBRARY = 'card';

export type CallInputs = Readonly<Record<string, Buffer | number>>;
export type CallOutputs = Readonly<Record<string, Buffer | number | bigint>>;
export interface CallResult {
  readonly code: number;
  readonly outputs: CallOutputs;
}

/** The opened library. Calls are synchronous and block this process: that is why it is a process of its own. */
export interface Library {
  readonly missing: readonly SpcName[];
  has(name: SpcName): boolean;
  /** The profile says that this library does not need this function, e.g. an HSM without Init. */
  isNeedless(name: SpcName): boolean;
  call(name: SpcName, inputs: CallInputs): CallResult;
}

interface BoundFunction {
  readonly symbol: string;
  readonly binding: FunctionBinding;
}

/** Throws `library-missing`, `library-foreign` (other processor), `library-unloadable` (its own needs are unmet). */
export function openLibrary(native: Native, path: string, functions: Profile['functions']): Library {
  const exports = readExports(path);
  try {
    native.open({ library: LIBRARY, path });
  } catch (reason) {
    throw hostFault('library-unloadable', { path }, reason);
  }
  const bound = new Map<SpcName, BoundFunction>();
  const missing: SpcName[] = [];
  for (const name of SPC_NAMES) {
    const binding = functions[name];
    const symbol = binding === null ? undefined : resolveSymbol(exports, binding.symbol);
    if (binding !== null && symbol !== undefined) bound.set(name, { symbol, binding });
    else missing.push(name);
  }
  return {
    missing,
    has: (name) => bound.has(name),
    isNeedless: (name) => functions[name] === null,
    call: (name, inputs) => {
      const target = bound.get(name);
      if (target === undefined) throw hostFault('call', { function: name, problem: 'missing' }, null);
      return callFunction(native, name, target, inputs);
    },
  };
}

function readExports(path: string): ReadonlySet<string> {
  let file: Buffer;
  try {
    file = readFileSync(path);
  } catch (reason) {
    throw hostFault('library-missing', { path }, reason);
  }
  const facts = parseBinary(file);
  if (facts === undefined)
    throw hostFault('library-foreign', { path, library: 'unreadable', host: process.arch }, null);
  if (facts.architecture !== process.arch)
    throw hostFault('library-foreign', { path, library: facts.architecture, host: process.arch }, null);
  return new Set(facts.exports);
}

function callFunction(native: Native, name: SpcName, target: BoundFunction, inputs: CallInputs): CallResult {
  const call = marshal(native, name, target.binding, inputs);
  const { kind } = target.binding.returns;
  const returned = native.load({
    library: LIBRARY,
    funcName: target.symbol,
    retType: kind === 'status' ? native.DataType.U32 : native.DataType.External,
    paramsType: call.types,
    paramsValue: call.values,
  });
  if (kind === 'text') {
    const text = readText(native, returned as NativePointer);
    return { code: 0, outputs: { [target.binding.returns.of]: text ?? Buffer.alloc(0) } };
  }
  const code = Number(returned) >>> 0;
  return { code, outputs: code === 0 ? readOutputs(SPC_FUNCTIONS[name], call.outputs) : {} };
}

interface OutputBuffer {
  readonly buffer: Buffer;
  /** The unsigned int * that says how much of the buffer is used; null = none. */
  used: Buffer | null;
}

interface MarshalledCall {
  readonly types: number[];
  readonly values: (Buffer | number)[];
  readonly outputs: ReadonlyMap<string, OutputBuffer>;
}

function marshal(native: Native, name: SpcName, binding: FunctionBinding, inputs: CallInputs): MarshalledCall {
  const outputs = new Map<string, OutputBuffer>();
  // Buffers come first: a "used" parameter may stand before its buffer, and its value is the buffer's size.
  for (const slot of binding.slots) {
    if (slot.slot === 'buffer')
      outputs.set(slot.of, { buffer: Buffer.alloc(roomOctets(name, slot.room, inputs)), used: null });
    if (slot.slot === 'result32') outputs.set(slot.of, { buffer: Buffer.alloc(4), used: null });
    if (slot.slot === 'result64') outputs.set(slot.of, { buffer: Buffer.alloc(8), used: null });
  }
  const types: number[] = [];
  const values: (Buffer | number)[] = [];
  for (const slot of binding.slots) {
    const value = slotValue(name, slot, inputs, outputs);
    types.push(typeof value === 'number' ? native.DataType.U32 : native.DataType.U8Array);
    values.push(value);
  }
  return { types, values, outputs };
}

function slotValue(
  name: SpcName,
  slot: Slot,
  inputs: CallInputs,
  outputs: ReadonlyMap<string, OutputBuffer>,
): Buffer | number {
  switch (slot.slot) {
    case 'pointer':
      return slot.terminated
        ? Buffer.concat([octets(name, inputs, slot.of), Buffer.alloc(1)])
        : octets(name, inputs, slot.of);
    case 'length':
      return octets(name, inputs, slot.of).length;
    case 'value':
      return number(name, inputs, slot.of);
    case 'constant':
      return slot.value;
    case 'null':
      // ffi-rs passes an empty Buffer as a null pointer, in 32 and in 64 bit.
      return Buffer.alloc(0);
    case 'used': {
      const output = outputOf(name, slot.of, outputs);
      output.used = Buffer.alloc(4);
      output.used.writeUInt32LE(output.buffer.length);
      return output.used;
    }
    case 'buffer':
    case 'result32':
    case 'result64':
      return outputOf(name, slot.of, outputs).buffer;
  }
}

function outputOf(name: SpcName, of: string, outputs: ReadonlyMap<string, OutputBuffer>): OutputBuffer {
  const output = outputs.get(of);
  if (output === undefined) throw hostFault('profile', { function: name, slot: of }, null);
  return output;
}

function readOutputs(shape: FunctionShape, outputs: ReadonlyMap<string, OutputBuffer>): CallOutputs {
  const result: Record<string, Buffer | number | bigint> = {};
  for (const [name, output] of outputs) result[name] = readOutput(shape.outputs[name], output);
  return result;
}

function readOutput(
  kind: FunctionShape['outputs'][string] | undefined,
  { buffer, used }: OutputBuffer,
): Buffer | number | bigint {
  if (kind === 'u32') return buffer.readUInt32LE(0);
  if (kind === 'u64') return buffer.readBigUInt64LE(0);
  // A length larger than the buffer would be the library's mistake; what is in our buffer is all there is.
  const length = used === null ? buffer.length : Math.min(used.readUInt32LE(0), buffer.length);
  if (kind !== 'text') return buffer.subarray(0, length);
  const end = buffer.subarray(0, length).indexOf(0);
  return buffer.subarray(0, end < 0 ? length : end);
}

function roomOctets(name: SpcName, room: Room, inputs: CallInputs): number {
  const input = room.of === null ? 0 : inputs[room.of];
  const unit = typeof input === 'number' ? input : (input?.length ?? 0);
  const size = room.fixed + room.times * unit;
  if (size > ROOM_OCTETS_MAX) throw hostFault('call', { function: name, problem: 'too large' }, null);
  return size;
}

function octets(name: SpcName, inputs: CallInputs, of: string): Buffer {
  const input = inputs[of];
  if (Buffer.isBuffer(input)) return input;
  throw hostFault('call', { function: name, problem: `input ${of} is not octets` }, null);
}

function number(name: SpcName, inputs: CallInputs, of: string): number {
  const input = inputs[of];
  if (typeof input === 'number' && Number.isInteger(input) && input >= 0 && input <= 0xffffffff) return input;
  throw hostFault('call', { function: name, problem: `input ${of} is not an unsigned integer` }, null);
}
