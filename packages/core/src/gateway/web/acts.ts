import type { Emit } from '../../contract/events.js';
import { Fault } from '../../contract/fault.js';
import { mayAct, type WebAccess } from './access.js';
import type { Session } from './sessions.js';

/** What a user asks for, of what, and of which document. */
export interface Act {
  readonly command: string;
  readonly about: string;
  readonly document: string | null;
}

export interface ActWorld {
  readonly emit: Emit;
  /** Resolves when the ledger has it, with the user's name; of an act that stops something, also when it will have it later. */
  readonly keepAct: (user: string, act: Act) => Promise<void>;
}

/** Rejects with `web.forbidden` where the role of the user does not reach; that is told. */
export function demandRight(
  { emit }: ActWorld,
  { user, role, address }: Session,
  command: string,
  needed: WebAccess,
): void {
  if (mayAct(role, needed)) return;
  emit({ type: 'web.refused', user, address, what: command });
  throw new Fault('web.forbidden', { command });
}

/** A line of the log, and of the view. */
const ABOUT_CHARS_MAX = 300;

/** Told, and durable before it is done: what the ledger cannot keep is not done either. */
export async function tellAct(
  { emit, keepAct }: ActWorld,
  { user }: Session,
  { about: whole, ...act }: Act,
  isKept: boolean,
): Promise<void> {
  const about = whole.slice(0, ABOUT_CHARS_MAX);
  emit({ type: 'web.acted', user, command: act.command, about });
  if (isKept) await keepAct(user, { ...act, about });
}
