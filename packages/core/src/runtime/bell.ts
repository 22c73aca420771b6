/**
 * Says "something may have changed", nothing more. Rings without a waiter are remembered as one ring, so a waiter that
 * comes late does not sleep through it.
 */
export class Bell {
  #hasRung = false;
  #wake: (() => void) | null = null;

  ring(): void {
    this.#hasRung = true;
    this.#wake?.();
  }

  /** Resolves at the next ring, after `timeoutMs`, or when the signal aborts; true if it rang. One waiter at a time. */
  async wait(timeoutMs: number, signal: AbortSignal): Promise<boolean> {
    if (!this.#hasRung && !signal.aborted) await this.#sleep(timeoutMs, signal);
    const hasRung = this.#hasRung;
    this.#hasRung = false;
    return hasRung;
  }

  #sleep(timeoutMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', finish);
        this.#wake = null;
        resolve();
      };
      const timer = setTimeout(finish, timeoutMs);
      signal.addEventListener('abort', finish, { once: true });
      this.#wake = finish;
    });
  }
}
