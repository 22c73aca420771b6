import type { SpcName } from './functions.js';
import { type FunctionShape, SPC_FUNCTIONS } from './functions.js';
import type { FunctionBinding, Room, Slot } from './slots.js';

const NAMED = /^(pointer|text|length|value|used|result32|result64) ([A-Za-z]+)$/;
const BUFFER = /^buffer ([A-Za-z]+) (\d+)(?:\+(\d+)\*([A-Za-z]+))?$/;
const CONSTANT = /^constant (\d+)$/;

/** No output of one call may need more than this; it also keeps a typing error in a profile from taking the machine's memory. */
export const ROOM_OCTETS_MAX = 128 * 1024 * 1024;

/**
 * One C parameter as a profile file writes it, e.g. `pointer data`, `length data`, `buffer signature 1024`,
 * `buffer result 8192+2*data`, `used signature`, `value index`, `text time`, `result32 state`, `constant 1`, `null`.
 * Returns undefined when the text is none of these.
 */
export function parseSlot(text: string): Slot | undefined {
  if (text === 'null') return { slot: 'null' };
  const constant = CONSTANT.exec(text);
  if (constant !== null) return { slot: 'constant', value: Number(constant[1]) >>> 0 };
  const buffer = BUFFER.exec(text);
  if (buffer !== null) return { slot: 'buffer', of: buffer[1] ?? '', room: parseRoom(buffer) };
  const named = NAMED.exec(text);
  const create = named === null ? undefined : NAMED_SLOTS.get(named[1] ?? '');
  return create?.(named?.[2] ?? '');
}

const NAMED_SLOTS = new Map<string, (of: string) => Slot>([
  ['pointer', (of) => ({ slot: 'pointer', of, terminated: false })],
  ['text', (of) => ({ slot: 'pointer', of, terminated: true })],
  ['length', (of) => ({ slot: 'length', of })],
  ['value', (of) => ({ slot: 'value', of })],
  ['used', (of) => ({ slot: 'used', of })],
  ['result32', (of) => ({ slot: 'result32', of })],
  ['result64', (of) => ({ slot: 'result64', of })],
]);

function parseRoom(match: RegExpExecArray): Room {
  return { fixed: Number(match[2]), times: Number(match[3] ?? 0), of: match[4] ?? null };
}

/** What is wrong with a binding, as sentences; empty when a call can be made with it. */
export function bindingProblems(name: SpcName, binding: FunctionBinding): readonly string[] {
  const shape: FunctionShape = SPC_FUNCTIONS[name];
  const problems: string[] = [];
  const produced = new Set<string>();
  const rooms = new Set<string>();
  for (const slot of binding.slots) {
    const problem = slotProblem(shape, slot);
    if (problem !== null) problems.push(`${name}: ${problem}`);
    if (slot.slot === 'buffer') rooms.add(slot.of);
    if (slot.slot === 'buffer' || slot.slot === 'result32' || slot.slot === 'result64') produced.add(slot.of);
  }
  for (const slot of binding.slots) {
    if (slot.slot === 'used' && !rooms.has(slot.of)) problems.push(`${name}: "used ${slot.of}" has no buffer`);
  }
  if (binding.returns.kind === 'text') produced.add(binding.returns.of);
  for (const output of Object.keys(shape.outputs)) {
    if (!produced.has(output)) problems.push(`${name}: nothing gives "${output}"`);
  }
  return problems;
}

function slotProblem(shape: FunctionShape, slot: Slot): string | null {
  switch (slot.slot) {
    case 'constant':
    case 'null':
      return null;
    case 'pointer':
    case 'length':
      return shape.inputs[slot.of] === 'bytes' ? null : `"${slot.of}" is no input of octets`;
    case 'value':
      return shape.inputs[slot.of] === 'u32' ? null : `"${slot.of}" is no input number`;
    case 'buffer':
      return bufferProblem(shape, slot.of, slot.room);
    case 'used':
      return shape.outputs[slot.of] === undefined ? `"${slot.of}" is no output` : null;
    case 'result32':
      return shape.outputs[slot.of] === 'u32' ? null : `"${slot.of}" is no output of 4 octets`;
    case 'result64':
      return shape.outputs[slot.of] === 'u64' ? null : `"${slot.of}" is no output of 8 octets`;
  }
}

function bufferProblem(shape: FunctionShape, of: string, size: Room): string | null {
  const kind = shape.outputs[of];
  if (kind !== 'bytes' && kind !== 'text') return `"${of}" is no output of octets or text`;
  if (size.of !== null && shape.inputs[size.of] === undefined)
    return `the room of "${of}" depends on "${size.of}", which is no input`;
  if (size.fixed > ROOM_OCTETS_MAX) return `the room of "${of}" is larger than ${ROOM_OCTETS_MAX} octets`;
  return null;
}
