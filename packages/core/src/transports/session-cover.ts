import type { Session } from '../ports/transport.js';

type Watched = Partial<Pick<Session, 'send' | 'receive'>>;

/** Sessions with some of their members watched: each once, since it is asked for again with every use of it. */
export class SessionCovers {
  readonly #watch: (session: Session) => Watched;
  readonly #covers = new WeakMap<Session, Session>();

  /** `watch` is asked once for each session, and answers with what is called instead. */
  constructor(watch: (session: Session) => Watched) {
    this.#watch = watch;
  }

  over(session: Session): Session {
    const known = this.#covers.get(session);
    if (known !== undefined) return known;
    const cover: Session = {
      ended: session.ended,
      onBlocked: (listener) => session.onBlocked(listener),
      onShared: (listener) => session.onShared(listener),
      send: (queue, messages, signal) => session.send(queue, messages, signal),
      receive: (queue, options, signal) => session.receive(queue, options, signal),
      [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
      ...this.#watch(session),
    };
    this.#covers.set(session, cover);
    return cover;
  }
}
