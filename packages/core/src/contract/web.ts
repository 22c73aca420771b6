import type { ActRecord } from '../domain/act.js';
import type { Problem } from '../domain/problem.js';
import type { FaultRecord } from './fault.js';

/** What a user of the page may do: look, or also act. */
export type WebRole = 'viewer' | 'operator';

/** The session of a browser, as `GET /session` tells it. */
export interface WebSession {
  readonly user: string;
  readonly role: WebRole;
  /** Sent with everything that changes something, and with the opening of the WebSocket. */
  readonly csrf: string;
  /** Without a touch for so long the session ends. */
  readonly idleMs: number;
}

/** Why there is no session: what `GET /session` answers then. */
export interface WebNoSession {
  /** Users are known, so that a form makes sense; otherwise `swic web` opens the page. */
  readonly hasUsers: boolean;
  readonly locale: 'zh' | 'en';
}

/** What the checks say about a file that a browser brought, and whether it was put into the OutBox. */
export interface DropResult {
  readonly name: string;
  readonly outcome: 'accepted' | 'incomplete' | 'rejected' | 'failed';
  readonly fault: FaultRecord | null;
  readonly problems: readonly Problem[];
  /** Its name in OutBox; null = it was not put there. */
  readonly queuedAs: string | null;
}

/** A setting that may be changed on the page: `businesses.<key>.send.maxConcurrent`, what it may be, and what it is for. */
export interface EditableSetting {
  readonly path: string;
  readonly values: string;
  readonly defaultJson: string | null;
  readonly zh: string;
  readonly en: string;
}

/** First of the subprotocols that the page asks for; the second is `csrf.` and the token of its session. */
export const WEB_SUBPROTOCOL = 'swic-1';

/** Codes with which the agent closes the WebSocket of a page. */
export const WEB_CLOSE = { sessionEnded: 4401, tooMany: 4429 } as const;

/** What a person asks a running agent about its page; part of `CommandMap`. */
export interface WebCommandMap {
  /** What users of the page asked for that changes something, newest first, strictly before this id. */
  listActs: {
    readonly params: { readonly before: string | null; readonly limit: number };
    readonly result: readonly ActRecord[];
  };
  /** An address that opens the page once, within a minute, as an operator of this name. Rejects with `web.off` where no page is served. */
  webLink: { readonly params: { readonly by: string }; readonly result: { readonly url: string } };
}

/** What users of the page do, and what keeps it from them. */
export type WebEvent =
  | { readonly type: 'web.unavailable'; readonly fault: FaultRecord }
  | { readonly type: 'web.entered'; readonly user: string; readonly role: WebRole; readonly address: string }
  /** A name with a wrong password, or a user without the right; `user` is what was said, which may be no user's name. */
  | { readonly type: 'web.refused'; readonly user: string; readonly address: string; readonly what: string }
  /** A user of the page gives a command that changes something. `about` says of what, and never holds a secret. */
  | { readonly type: 'web.acted'; readonly user: string; readonly command: string; readonly about: string };
