import type { CommandName } from '../../contract/commands.js';
import { Fault } from '../../contract/fault.js';

/** A list of the page shows a few hundred rows at a time; an export asks for more of such pages. */
const LIMIT_MAX = 1_000;
const PER_SECOND_MAX = 100;
/** A filter, a note, a PIN: no text of a command is longer. */
const TEXT_CHARS_MAX = 4_096;
const ITEMS_MAX = 1_000;
const DEPTH_MAX = 6;

/**
 * What a browser sent as the params of a command, bounded: a page of ours sends nothing else. The commands themselves trust the shape,
 * since on the control socket it is the owner who asks. Throws `command.usage`.
 */
export function checkedParams(name: CommandName, params: unknown): unknown {
  if (params === undefined || params === null) return null;
  if (!isPlain(params, DEPTH_MAX)) throw usage(name, 'params');
  const fields = params as Readonly<Record<string, unknown>>;
  bounded(name, fields, 'limit', LIMIT_MAX);
  bounded(name, fields, 'perSecond', PER_SECOND_MAX);
  for (const field of ['document', 'query', 'file', 'business', 'level'] as const)
    if (field in fields && fields[field] !== null && typeof fields[field] !== 'string') throw usage(name, field);
  // A word for a file is its name or an id on the page: a path would ask the agent's disk for what the ledger does not know.
  if (name === 'why' && /[\\/]/.test(String(fields['file']))) throw usage(name, 'file');
  if (name === 'resend' && !isListOfNames(fields['files'])) throw usage(name, 'files');
  return params;
}

function bounded(name: CommandName, fields: Readonly<Record<string, unknown>>, field: string, max: number): void {
  const value = fields[field];
  if (!(field in fields)) return;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > max) throw usage(name, field);
}

const isListOfNames = (value: unknown): boolean =>
  Array.isArray(value) && value.every((one) => typeof one === 'string' && !/[\\/]/.test(one));

function isPlain(value: unknown, depth: number): boolean {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return true;
  if (typeof value === 'string') return value.length <= TEXT_CHARS_MAX;
  if (depth === 0 || typeof value !== 'object') return false;
  const items = Object.values(value);
  return items.length <= ITEMS_MAX && items.every((item) => isPlain(item, depth - 1));
}

function usage(name: CommandName, field: string): Fault {
  return new Fault('command.usage', { command: name, problem: field });
}
