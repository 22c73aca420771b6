/** The one owner of what a frontend shows. Everything else reads it or hands in a change. */
export class Store<State extends object> {
  #state: State;
  readonly #listeners = new Set<() => void>();

  constructor(state: State) {
    this.#state = state;
  }

  readonly get = (): State => this.#state;

  /** `change` returns the fields that are new. */
  update(change: (state: State) => Partial<State>): void {
    this.#state = { ...this.#state, ...change(this.#state) };
    for (const listener of this.#listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/** The part of a store that a list or the connection has to do with, whatever else is in it. */
export interface Part<Fields> {
  get(): Fields;
  update(change: (fields: Fields) => Partial<Fields>): void;
}
