import type { CommandMap, CommandName } from '../../contract/commands.js';
import { Fault } from '../../contract/fault.js';
import type { CommandHandlers } from '../control/conversation.js';
import { isAct, isKept, WEB_ACCESS } from './access.js';
import { type Act, type ActWorld, demandRight, tellAct } from './acts.js';
import { checkedParams } from './checked-params.js';
import { isEditable } from './editable.js';
import type { Session } from './sessions.js';

/** Commands that a page has at the same time; a list, a story and a test of the connection are three. */
const AT_ONCE_MAX = 16;

export interface UserWorld extends ActWorld {
  readonly handlers: CommandHandlers;
}

/** Names of the commands that the page may ask for at all, by whichever role. */
export const WEB_COMMANDS: readonly CommandName[] = (Object.keys(WEB_ACCESS) as CommandName[]).filter(
  (name) => WEB_ACCESS[name] !== 'none',
);

/** The agent's commands as one user of the page may give them: refused, told, and under the user's own name. */
export function handlersFor(world: UserWorld, session: Session): CommandHandlers {
  const { handlers } = world;
  let running = 0;
  const guard = (name: Exclude<CommandName, 'watch'>): CommandHandlers['status'] => {
    const work = handlers[name] as (params: unknown, ...rest: readonly unknown[]) => Promise<never>;
    return async (params: unknown, ...rest: readonly unknown[]) => {
      // `subscribe` is how `watch` reads what was before, and is not among the commands that are asked for.
      if (name !== 'subscribe') demandRight(world, session, name, WEB_ACCESS[name]);
      if (running >= AT_ONCE_MAX) throw new Fault('command.usage', { command: name, problem: 'too-many-at-once' });
      const checked = ownName(name, checkedParams(name, params), session.user);
      if (name === 'editSettings') demandEditable(checked as CommandMap['editSettings']['params']);
      if (isAct(name)) await tellAct(world, session, actOf(name, checked), isKept(name) && !isTrial(checked));
      running += 1;
      try {
        return await work(checked, ...rest);
      } finally {
        running -= 1;
      }
    };
  };
  const names = Object.keys(handlers) as Exclude<CommandName, 'watch'>[];
  return Object.fromEntries(names.map((name) => [name, guard(name)])) as unknown as CommandHandlers;
}

/** Whose word it is, the session says and never the browser. */
function ownName(name: CommandName, params: unknown, user: string): unknown {
  return NAMED.has(name) && typeof params === 'object' ? { ...params, by: user } : params;
}

const NAMED: ReadonlySet<CommandName> = new Set<CommandName>([
  'startFlow',
  'stopFlow',
  'handle',
  'settleUnknown',
  'silenceAlerts',
]);

function demandEditable(params: CommandMap['editSettings']['params']): void {
  for (const { path } of params?.edits ?? []) {
    const isList = Array.isArray(path) && path.every((step) => typeof step === 'string');
    if (!isList || !isEditable(path)) throw new Fault('web.forbidden', { path: String(path) });
  }
}

/** Fields that say of what, in a line; a PIN and the values of settings are not among them. */
const TOLD = ['business', 'direction', 'document', 'files', 'decision', 'note', 'rule', 'minutes', 'channel'] as const;

/** It only says what would come of it. */
const isTrial = (params: unknown): boolean => (params as { readonly isTrial?: unknown } | null)?.isTrial === true;

function actOf(command: CommandName, params: unknown): Act {
  const { document, files } = (params ?? {}) as { readonly document?: unknown; readonly files?: unknown };
  const [only, ...others] = Array.isArray(files) ? (files as readonly unknown[]) : [document];
  const isOne = typeof only === 'string' && others.length === 0;
  return { command, about: aboutOf(params), document: isOne ? only : null };
}

function aboutOf(params: unknown): string {
  if (params === null || typeof params !== 'object') return '';
  const fields = params as Readonly<Record<string, unknown>>;
  const told = TOLD.flatMap((name) => {
    const value = fields[name];
    return value === undefined || value === null || value === '' ? [] : [`${name}=${String(value)}`];
  });
  const { edits } = fields;
  const paths = Array.isArray(edits) ? edits.map(({ path }: { readonly path: unknown }) => String(path)) : [];
  return [...told, ...paths].join(' ');
}
