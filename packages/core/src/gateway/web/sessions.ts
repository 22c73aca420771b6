import { randomBytes } from 'node:crypto';
import type { WebRole } from '../../contract/web.js';
import type { Clock } from '../../ports/clock.js';

/** A browser whose user is known. */
export interface Session {
  readonly id: string;
  readonly csrf: string;
  readonly user: string;
  readonly role: WebRole;
  /** Of the user at the sign-in (`users.ts`); null = came by a link, and is no user of the page. */
  readonly stamp: string | null;
  /** Of the browser at its sign-in. */
  readonly address: string;
  /** Told when it ends, for what is open in its name. */
  readonly onEnd: Set<() => void>;
}

interface Kept {
  readonly session: Session;
  touchedMs: number;
  readonly madeMs: number;
}

/** Opening the browser takes seconds; a link that was not used by then is in a history or a log. */
const LINK_MS = 60_000;
const LINKS_MAX = 8;
/** Ten pages of each of some people. The oldest ends first. */
const SESSIONS_MAX = 100;
/** A session that is touched all the time ends too, and its user signs in again. */
const SESSION_MS_MAX = 7 * 24 * 3_600_000;
const TOKEN_BYTES = 32;

/** Who is signed in. In memory alone: a restart of the agent ends all of them. Times by the monotonic clock. */
export class Sessions {
  readonly #clock: Pick<Clock, 'tickMs'>;
  readonly #idleMs: number;
  readonly #kept = new Map<string, Kept>();
  readonly #links = new Map<string, { readonly by: string; readonly untilMs: number }>();

  constructor(clock: Pick<Clock, 'tickMs'>, idleMs: number) {
    this.#clock = clock;
    this.#idleMs = idleMs;
  }

  get idleMs(): number {
    return this.#idleMs;
  }

  /** A word that opens one session within a minute. */
  createLink(by: string): string {
    const link = token();
    while (this.#links.size >= LINKS_MAX) this.#links.delete(this.#links.keys().next().value ?? '');
    this.#links.set(link, { by, untilMs: this.#clock.tickMs() + LINK_MS });
    return link;
  }

  /** Whose link this is; the link is used up. Null = there is none, or no longer. */
  useLink(link: string): string | null {
    const found = this.#links.get(link);
    this.#links.delete(link);
    return found !== undefined && found.untilMs >= this.#clock.tickMs() ? found.by : null;
  }

  /** Always under a new id: one that the browser brought along may be another person's. */
  open(who: Pick<Session, 'user' | 'role' | 'stamp' | 'address'>): Session {
    this.sweep();
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size >= SESSIONS_MAX && oldest !== undefined) this.end(oldest);
    const session: Session = { ...who, id: token(), csrf: token(), onEnd: new Set() };
    const nowMs = this.#clock.tickMs();
    this.#kept.set(session.id, { session, touchedMs: nowMs, madeMs: nowMs });
    return session;
  }

  find(id: string): Session | undefined {
    const kept = this.#kept.get(id);
    if (kept === undefined) return undefined;
    if (!this.#isOver(kept)) return kept.session;
    this.end(id);
    return undefined;
  }

  /** A person did something. */
  touch({ id }: Session): void {
    const kept = this.#kept.get(id);
    if (kept !== undefined) kept.touchedMs = this.#clock.tickMs();
  }

  end(id: string): void {
    const kept = this.#kept.get(id);
    this.#kept.delete(id);
    for (const tell of kept?.session.onEnd ?? []) tell();
  }

  /** Ends those of users that are no longer among these. */
  endRemoved(stamps: ReadonlySet<string>): void {
    for (const { session } of [...this.#kept.values()])
      if (session.stamp !== null && !stamps.has(session.stamp)) this.end(session.id);
  }

  /** Ends what is over; called now and then, since an open page asks for nothing. */
  sweep(): void {
    for (const kept of [...this.#kept.values()]) if (this.#isOver(kept)) this.end(kept.session.id);
  }

  #isOver({ touchedMs, madeMs }: Kept): boolean {
    const nowMs = this.#clock.tickMs();
    return nowMs - touchedMs > this.#idleMs || nowMs - madeMs > SESSION_MS_MAX;
  }
}

const token = (): string => randomBytes(TOKEN_BYTES).toString('base64url');
