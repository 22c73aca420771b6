import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AckLine } from './ack-line.js';

/** What RabbitMQ does: an ack for a tag that is not unsettled closes the channel, a multiple one takes all up to its tag. */
class BrokerChannel {
  readonly unsettled = new Set<number>();
  readonly acked = new Set<number>();

  ack(tag: number, isMultiple: boolean): void {
    if (!this.unsettled.has(tag)) throw new Error(`unknown delivery tag ${tag}`);
    for (const one of [...this.unsettled]) if (one === tag || (isMultiple && one < tag)) this.#settle(one);
  }

  reject(tag: number): void {
    if (!this.unsettled.delete(tag)) throw new Error(`unknown delivery tag ${tag}`);
  }

  #settle(tag: number): void {
    this.unsettled.delete(tag);
    this.acked.add(tag);
  }
}

const settlement = fc.record({ pick: fc.nat(), act: fc.constantFrom('accept', 'reject', 'flush', 'deliver') });

test('the broker sees exactly the acceptances that were given, whatever their order and however they are batched', () => {
  fc.assert(
    fc.property(fc.array(settlement, { maxLength: 200 }), (steps) => {
      const line = new AckLine();
      const broker = new BrokerChannel();
      const inHand: number[] = [];
      const batch: number[] = [];
      const accepted = new Set<number>();
      let lastTag = 0;
      const flush = (): void => {
        if (batch.length > 0)
          for (const { tag, isMultiple } of line.accept(batch.splice(0))) broker.ack(tag, isMultiple);
      };
      for (const { pick, act } of steps) {
        if (act === 'flush') flush();
        else if (act === 'deliver' || inHand.length === 0) {
          lastTag += 1;
          broker.unsettled.add(lastTag);
          line.receive(lastTag);
          inHand.push(lastTag);
        } else {
          const [tag = 0] = inHand.splice(pick % inHand.length, 1);
          if (act === 'accept') {
            batch.push(tag);
            accepted.add(tag);
          } else {
            broker.reject(tag);
            line.reject(tag);
          }
        }
      }
      flush();
      expect([...broker.acked].sort()).toEqual([...accepted].sort());
      expect(line.isEmpty).toBe(inHand.length === 0);
    }),
  );
});

test('one ack covers everything up to the first that is unsettled', () => {
  const line = new AckLine();
  for (let tag = 1; tag <= 10; tag += 1) line.receive(tag);
  expect(line.accept([1, 2, 3, 4, 6, 8])).toEqual([
    { tag: 4, isMultiple: true },
    { tag: 6, isMultiple: false },
    { tag: 8, isMultiple: false },
  ]);
  expect(line.accept([7, 5])).toEqual([{ tag: 7, isMultiple: true }]);
});
