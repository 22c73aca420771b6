import { Fault } from '../contract/fault.js';

/** What one holder took; giving back twice is harmless. */
export interface Permit {
  release(): void;
}

/**
 * Bounds how much is in flight, in pieces and in bytes. A single piece larger than the byte bound may pass alone, so a big
 * document is slow but never stuck. First come, first served.
 */
export class Limiter {
  #piecesMax: number;
  readonly #bytesMax: number;
  readonly #onReleased: (bytes: number) => void;
  #pieces = 0;
  #bytes = 0;
  readonly #waiting: { readonly bytes: number; readonly wake: () => void }[] = [];

  constructor(piecesMax: number, bytesMax: number, onReleased: (bytes: number) => void = () => undefined) {
    this.#piecesMax = piecesMax;
    this.#bytesMax = bytesMax;
    this.#onReleased = onReleased;
  }

  get inFlight(): number {
    return this.#pieces;
  }

  get freePieces(): number {
    return Math.max(0, this.#piecesMax - this.#pieces - this.#waiting.length);
  }

  /** Takes effect for the next permits; nothing in flight is interrupted. */
  resize(piecesMax: number): void {
    this.#piecesMax = piecesMax;
    this.#wakeNext();
  }

  async acquire(bytes: number, signal: AbortSignal): Promise<Permit> {
    if (signal.aborted) throw new Fault('operation.aborted');
    const permit = this.tryAcquire(bytes);
    if (permit !== null) return permit;
    await this.#wait(bytes, signal);
    return this.#permit(bytes);
  }

  /** As acquire, when it need not wait; null otherwise. */
  tryAcquire(bytes: number): Permit | null {
    if (this.#waiting.length > 0 || !this.#hasRoom(bytes)) return null;
    this.#take(bytes);
    return this.#permit(bytes);
  }

  #permit(bytes: number): Permit {
    let isHeld = true;
    return {
      release: () => {
        if (!isHeld) return;
        isHeld = false;
        this.#pieces -= 1;
        this.#bytes -= bytes;
        this.#onReleased(bytes);
        this.#wakeNext();
      },
    };
  }

  /** Resolves when nothing is in flight. */
  async idle(signal: AbortSignal): Promise<void> {
    while (this.#pieces > 0 || this.#waiting.length > 0) await this.#change(signal);
  }

  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (): void => {
        signal.removeEventListener('abort', abort);
        this.#onChange.delete(finish);
        resolve();
      };
      const abort = (): void => {
        this.#onChange.delete(finish);
        reject(new Fault('operation.aborted'));
      };
      if (signal.aborted) return abort();
      signal.addEventListener('abort', abort, { once: true });
      this.#onChange.add(finish);
    });
  }

  readonly #onChange = new Set<() => void>();

  #hasRoom(bytes: number): boolean {
    return this.#pieces === 0 || (this.#pieces < this.#piecesMax && this.#bytes + bytes <= this.#bytesMax);
  }

  #take(bytes: number): void {
    this.#pieces += 1;
    this.#bytes += bytes;
  }

  #wait(bytes: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const entry = {
        bytes,
        wake: (): void => {
          signal.removeEventListener('abort', abort);
          resolve();
        },
      };
      const abort = (): void => {
        const at = this.#waiting.indexOf(entry);
        if (at >= 0) this.#waiting.splice(at, 1);
        reject(new Fault('operation.aborted'));
      };
      signal.addEventListener('abort', abort, { once: true });
      this.#waiting.push(entry);
    });
  }

  #wakeNext(): void {
    for (let next = this.#waiting[0]; next !== undefined && this.#hasRoom(next.bytes); next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#take(next.bytes);
      next.wake();
    }
    if (this.#onChange.size > 0) for (const listener of [...this.#onChange]) listener();
  }
}

export type JointLimiter = Pick<Limiter, 'acquire' | 'tryAcquire' | 'freePieces' | 'inFlight'>;

/** Takes from both, the first first; for a bound of one's own under a bound that is shared. */
export function joinLimiters(own: Limiter, shared: Limiter): JointLimiter {
  return {
    get freePieces() {
      return own.freePieces;
    },
    get inFlight() {
      return own.inFlight;
    },
    async acquire(bytes, signal) {
      const first = await own.acquire(bytes, signal);
      try {
        return both(first, await shared.acquire(bytes, signal));
      } catch (reason) {
        first.release();
        throw reason;
      }
    },
    tryAcquire(bytes) {
      const first = own.tryAcquire(bytes);
      const second = first === null ? null : shared.tryAcquire(bytes);
      if (first === null || second === null) {
        first?.release();
        return null;
      }
      return both(first, second);
    },
  };
}

function both(first: Permit, second: Permit): Permit {
  return {
    release: () => {
      second.release();
      first.release();
    },
  };
}
