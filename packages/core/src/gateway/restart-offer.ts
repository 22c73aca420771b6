/** Whether the host starts the agent again, and whether that was asked for: once, and only where it was offered. */
export class RestartOffer {
  readonly #stop: () => void;
  #isOffered = false;
  #isAsked = false;

  constructor(stop: () => void) {
    this.#stop = stop;
  }

  offer(): () => boolean {
    this.#isOffered = true;
    return () => this.#isAsked;
  }

  /** False where nothing starts the agent again: then it goes on. */
  ask(): boolean {
    if (!this.#isOffered) return false;
    this.#isAsked = true;
    this.#stop();
    return true;
  }
}
