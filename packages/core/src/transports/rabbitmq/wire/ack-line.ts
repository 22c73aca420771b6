/** One ack to write; with `isMultiple` it is for every unsettled delivery up to its tag. */
export interface Ack {
  readonly tag: number;
  readonly isMultiple: boolean;
}

/**
 * Which deliveries of a channel are unsettled, and the fewest acks for what was accepted: one for everything up to the first
 * unsettled delivery, one each for those beyond it, so that a slow delivery holds back no other ack.
 *
 * The tag of a multiple ack is always one that is still unsettled at the broker: for any other the broker closes the channel.
 */
export class AckLine {
  #firstUnsettled = 1;
  #lastReceived = 0;
  readonly #settledBeyond = new Set<number>();

  get isEmpty(): boolean {
    return this.#firstUnsettled > this.#lastReceived;
  }

  /** Tags of a channel are 1, 2, 3, … in the order of delivery [official: AMQP 0-9-1, section 1.8.3.13]. */
  receive(tag: number): void {
    this.#lastReceived = Math.max(this.#lastReceived, tag);
  }

  accept(tags: readonly number[]): readonly Ack[] {
    for (const tag of tags) this.#settledBeyond.add(tag);
    this.#advance();
    const acks: Ack[] = [];
    let last = 0;
    for (const tag of tags) {
      if (tag < this.#firstUnsettled) last = Math.max(last, tag);
      else acks.push({ tag, isMultiple: false });
    }
    // Everything before `last` is settled: accepted with it, or accepted or rejected earlier and told so already.
    if (last > 0) acks.unshift({ tag: last, isMultiple: true });
    return acks;
  }

  /** Released or refused: the broker was told about this tag itself. */
  reject(tag: number): void {
    this.#settledBeyond.add(tag);
    this.#advance();
  }

  #advance(): void {
    while (this.#settledBeyond.delete(this.#firstUnsettled)) this.#firstUnsettled += 1;
  }
}
