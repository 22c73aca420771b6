import { afterEach, describe, expect, test } from 'vitest';
import { sendOne } from '../../packages/core/src/ports/array-of-one.js';
import type { Delivery, Session, TestStep, Transport } from '../../packages/core/src/ports/transport.js';
import {
  deadline,
  drainUntilMarker,
  message,
  next,
  numbered,
  type TransportHarness,
  type TransportWorld,
  takeAccepted,
  text,
} from './transport-world.js';

/** The one header that every transport carries: a second attempt is never silent. */
const MARK_ALONE = { 'swic-attempt': '2' } as const;

/** The definition of the transport port's words: every adapter runs it against the real thing. */
export function defineTransportSuite(name: string, harness: TransportHarness): void {
  const open = new Set<Session>();

  const inWorld = (body: (world: TransportWorld) => Promise<void>) => async (): Promise<void> => {
    await using world = await harness.openWorld();
    await body({ ...world, transport: counted(world.transport, open) });
  };

  afterEach(() => {
    expect(open.size, 'sessions left open by the test').toBe(0);
  });

  describe(`${name}: a session`, () => {
    test(
      'ends once, with null when it is disposed, and disposing again does no harm',
      inWorld(async ({ transport }) => {
        const session = await transport.open(deadline());
        await session[Symbol.asyncDispose]();
        await session[Symbol.asyncDispose]();
        expect(await session.ended).toBeNull();
      }),
    );

    test(
      'is not opened for a signal that has aborted',
      inWorld(async ({ transport }) => {
        await expect(transport.open(AbortSignal.abort())).rejects.toMatchObject({ code: 'operation.aborted' });
      }),
    );

    test(
      'that was disposed takes no message and delivers none',
      inWorld(async ({ transport, queue }) => {
        const session = await transport.open(deadline());
        await session[Symbol.asyncDispose]();
        await expect(sendOne(session, queue, message(), deadline())).rejects.toMatchObject({
          code: 'transport.closed',
        });
        for await (const delivery of session.receive(queue, { prefetch: 1 }, deadline()))
          expect(delivery).toBeUndefined();
      }),
    );

    test(
      'outlives the signal it was opened with',
      inWorld(async ({ transport, queue }) => {
        const opening = new AbortController();
        await using session = await transport.open(opening.signal);
        opening.abort();
        await sendOne(session, queue, message({ id: 'later' }), deadline());
        expect((await takeAccepted(session, queue, 1))[0]?.message.id).toBe('later');
      }),
    );
  });

  describe(`${name}: a session for one direction`, () => {
    test(
      'sends, or receives',
      inWorld(async ({ transportFor, queue }) => {
        await using sender = await (await transportFor('send')).open(deadline());
        await using receiver = await (await transportFor('receive')).open(deadline());
        await sendOne(sender, queue, message({ id: 'one way' }), deadline());
        expect((await takeAccepted(receiver, queue, 1))[0]?.message.id).toBe('one way');
      }),
    );

    test(
      'ends alone when its queue is missing',
      inWorld(async ({ transportFor, queue, missingQueue }) => {
        if (harness.facts.missingQueue === 'created') return;
        await using sender = await (await transportFor('send')).open(deadline());
        const receiver = await (await transportFor('receive')).open(deadline());
        for await (const _ of receiver.receive(missingQueue, { prefetch: 1 }, deadline())) expect.unreachable();
        expect(await receiver.ended).toMatchObject({ code: 'transport.not-found', fate: 'hold' });
        await receiver[Symbol.asyncDispose]();
        await expect(sendOne(sender, missingQueue, message(), deadline())).rejects.toMatchObject({ fate: 'hold' });
        await sendOne(sender, queue, message({ id: 'goes on' }), deadline());
      }),
    );

    test(
      'tells once that its queue is consumed, and not of one that is missing',
      inWorld(async ({ transportFor, queue, missingQueue }) => {
        const told: string[] = [];
        const receive = async (name: string, signal: AbortSignal): Promise<void> => {
          await using session = await (await transportFor('receive')).open(deadline());
          const onConsuming = (): number => told.push(name);
          for await (const delivery of session.receive(name, { prefetch: 1, onConsuming }, signal)) {
            await delivery.accept();
            return;
          }
        };
        await using sender = await (await transportFor('send')).open(deadline());
        await sendOne(sender, queue, message({ id: 'ends the receiving' }), deadline());
        await receive(queue, deadline());
        if (harness.facts.missingQueue !== 'created') await receive(missingQueue, deadline());
        expect(told).toEqual([queue]);
      }),
    );

    test(
      'tells of another receiver of its queue, where the broker does',
      inWorld(async ({ transportFor, queue }) => {
        if (!harness.facts.tellsOthers) return;
        const stop = new AbortController();
        const receiving = await transportFor('receive');
        await using first = await receiving.open(deadline());
        await using second = await receiving.open(deadline());
        const ending = AbortSignal.any([stop.signal, deadline()]);
        const begun = first.receive(queue, { prefetch: 1 }, ending)[Symbol.asyncIterator]().next();
        await using sender = await (await transportFor('send')).open(deadline());
        await sendOne(sender, queue, message({ id: 'shows that the first receives' }), deadline());
        const { value } = await begun;
        await value?.accept();
        const heard = new Promise<number>((resolve) => second.onShared((_, others) => resolve(others)));
        const waiting = second.receive(queue, { prefetch: 1 }, ending)[Symbol.asyncIterator]().next();
        expect(await heard).toBe(1);
        stop.abort();
        await waiting;
      }),
    );
  });

  describe(`${name}: a message`, () => {
    test(
      'arrives with its id, type, content type, headers, time and bytes',
      inWorld(async ({ transport, queue }) => {
        await using session = await transport.open(deadline());
        const sent = message({
          id: 'COP-0001',
          type: 'RMFT01',
          contentType: 'application/octet-stream',
          headers: { 'swic-attempt': '2', 文件名: '进口普通报关单.xml' },
          sentAtMs: 1_790_000_000_123,
          body: Buffer.from([0, 1, 2, 253, 254, 255]),
        });
        await sendOne(session, queue, sent, deadline());
        const [received] = await takeAccepted(session, queue, 1);
        const carried =
          harness.facts.carries === 'everything' ? sent : { ...sent, type: '', headers: MARK_ALONE, sentAtMs: null };
        expect({ ...received?.message, body: [...(received?.message.body ?? [])] }).toEqual({
          ...carried,
          body: [...sent.body],
        });
        expect(received?.isRedelivered).toBe(false);
        expect(received?.deliveryCount).toBe(1);
      }),
    );

    test(
      'may be without type, time and body',
      inWorld(async ({ transport, queue }) => {
        await using session = await transport.open(deadline());
        await sendOne(
          session,
          queue,
          message({ id: 'empty', type: '', sentAtMs: null, body: new Uint8Array(0) }),
          deadline(),
        );
        const [received] = await takeAccepted(session, queue, 1);
        expect(received?.message).toMatchObject({ id: 'empty', type: '', sentAtMs: null, headers: {} });
        expect(received?.message.body.length).toBe(0);
      }),
    );

    test(
      'keeps Chinese text in any encoding, and five million bytes of anything, byte for byte',
      inWorld(async ({ transport, queue }) => {
        await using session = await transport.open(deadline());
        const gb18030 = Buffer.from('bdf8bfdab1a8b9d8b5a5', 'hex');
        const binary = Buffer.alloc(5 * 1024 * 1024);
        for (let index = 0; index < binary.length; index += 1) binary[index] = (index * 31 + (index >> 8)) & 0xff;
        const bodies = [Buffer.from('<单据>进口普通报关单</单据>'), gb18030, binary];
        for (const body of bodies) await sendOne(session, queue, message({ body }), deadline());
        const received = await takeAccepted(session, queue, bodies.length);
        received.forEach((delivery, index) =>
          expect(Buffer.compare(delivery.message.body, bodies[index] ?? Buffer.alloc(0))).toBe(0),
        );
      }),
    );

    test(
      'may be a view into a larger buffer, of which nothing else is sent',
      inWorld(async ({ transport, queue }) => {
        await using session = await transport.open(deadline());
        const whole = new Uint8Array(Buffer.from('before|body|after'));
        await sendOne(session, queue, message({ body: whole.subarray(7, 11) }), deadline());
        expect((await takeAccepted(session, queue, 1)).map(text)).toEqual(['body']);
      }),
    );

    test(
      'waits for a receiver of a later session',
      inWorld(async ({ transport, queue }) => {
        const first = await transport.open(deadline());
        await sendOne(first, queue, message({ id: 'patient' }), deadline());
        await first[Symbol.asyncDispose]();
        await using second = await transport.open(deadline());
        expect((await takeAccepted(second, queue, 1))[0]?.message.id).toBe('patient');
      }),
    );

    test(
      'that is too large is refused by itself, and the session goes on',
      inWorld(async ({ transport, queue }) => {
        await using session = await transport.open(deadline());
        const large = message({ body: Buffer.alloc(harness.facts.maxMessageBytes + 1) });
        await expect(sendOne(session, queue, large, deadline())).rejects.toMatchObject({
          code: 'transport.too-large',
          fate: 'reject',
        });
        expect(await drainUntilMarker(session, queue)).toEqual([]);
      }),
    );

    test(
      'to a queue that does not exist is not lost silently',
      inWorld(async ({ transport, queue, missingQueue }) => {
        await using session = await transport.open(deadline());
        const sending = sendOne(session, missingQueue, message({ id: 'stray' }), deadline());
        if (harness.facts.missingQueue === 'unroutable') {
          await expect(sending).rejects.toMatchObject({ code: 'transport.unroutable', fate: 'hold' });
          expect(await drainUntilMarker(session, queue)).toEqual([]);
        } else {
          await sending;
          expect((await takeAccepted(session, missingQueue, 1))[0]?.message.id).toBe('stray');
        }
      }),
    );
  });

  describe(`${name}: sending`, () => {
    test(
      'a batch has one outcome each, in the order asked: what is refused of it says nothing of the others',
      inWorld(async ({ transport, queue }) => {
        await using session = await transport.open(deadline());
        const large = message({ id: 'large', body: Buffer.alloc(harness.facts.maxMessageBytes + 1) });
        const [first, second, third] = numbered(3);
        if (first === undefined || second === undefined || third === undefined) throw new Error('three were asked for');
        const outcomes = await Promise.all(session.send(queue, [first, large, second, large, third], deadline()));
        expect(outcomes.map((fault) => fault?.code ?? 'taken')).toEqual([
          'taken',
          'transport.too-large',
          'taken',
          'transport.too-large',
          'taken',
        ]);
        expect((await takeAccepted(session, queue, 3)).map(text)).toEqual(['0', '1', '2']);
      }),
    );

    test(
      'a batch that is given up before it is handed over is answered as such, each of it',
      inWorld(async ({ transport, queue }) => {
        await using session = await transport.open(deadline());
        const outcomes = await Promise.all(session.send(queue, numbered(3), AbortSignal.abort()));
        expect(outcomes.map((fault) => fault?.code)).toEqual(Array.from({ length: 3 }, () => 'operation.aborted'));
        expect(await drainUntilMarker(session, queue)).toEqual([]);
      }),
    );

    test(
      'many at once keeps the order of the calls',
      inWorld(async ({ transport, queue }) => {
        await using session = await transport.open(deadline());
        const messages = numbered(3_000);
        await Promise.all(messages.map((one) => sendOne(session, queue, one, deadline())));
        const received = await takeAccepted(session, queue, messages.length, 500);
        expect(received.map(text)).toEqual(messages.map((_, index) => String(index)));
      }),
    );

    test(
      'to two queues at once mixes nothing up',
      inWorld(async ({ transport, queue, otherQueue }) => {
        await using session = await transport.open(deadline());
        const sends = numbered(200).map((one, index) =>
          sendOne(session, index % 2 === 0 ? queue : otherQueue, one, deadline()),
        );
        await Promise.all(sends);
        const [even, odd] = await Promise.all([
          takeAccepted(session, queue, 100),
          takeAccepted(session, otherQueue, 100),
        ]);
        expect(even.every((delivery) => Number(text(delivery)) % 2 === 0)).toBe(true);
        expect(odd.every((delivery) => Number(text(delivery)) % 2 === 1)).toBe(true);
      }),
    );

    test(
      'is given up for a signal that has aborted, and then nothing was sent',
      inWorld(async ({ transport, queue }) => {
        await using session = await transport.open(deadline());
        await expect(sendOne(session, queue, message(), AbortSignal.abort())).rejects.toMatchObject({
          code: 'operation.aborted',
        });
        expect(await drainUntilMarker(session, queue)).toEqual([]);
      }),
    );

    test(
      'either happened or was aborted when the signal aborts in the middle, and the answer is the truth',
      inWorld(async ({ transport, queue }) => {
        await using session = await transport.open(deadline());
        const abort = new AbortController();
        const messages = numbered(2_500);
        const answers = Promise.allSettled(messages.map((one) => sendOne(session, queue, one, abort.signal)));
        abort.abort();
        const confirmed: string[] = [];
        for (const [index, answer] of (await answers).entries()) {
          if (answer.status === 'fulfilled') confirmed.push(`m-${index}`);
          else expect(answer.reason).toMatchObject({ code: 'operation.aborted' });
        }
        expect(await drainUntilMarker(session, queue)).toEqual(confirmed);
      }),
    );

    test(
      'that is cut off by disposing has one of the promised answers, and a confirmed one is in the queue',
      inWorld(async ({ transport, queue }) => {
        const session = await transport.open(deadline());
        const messages = numbered(500);
        const answers = Promise.allSettled(messages.map((one) => sendOne(session, queue, one, deadline())));
        await session[Symbol.asyncDispose]();
        const isSent = new Map<string, boolean | null>();
        for (const [index, answer] of (await answers).entries()) {
          if (answer.status === 'fulfilled') isSent.set(`m-${index}`, true);
          else if ((answer.reason as { code: string }).code === 'transport.closed') isSent.set(`m-${index}`, false);
          else expect(answer.reason).toMatchObject({ code: 'transport.outcome-unknown' });
        }
        await using later = await transport.open(deadline());
        const arrived = new Set(await drainUntilMarker(later, queue));
        for (const [id, wasSent] of isSent) expect(arrived.has(id), id).toBe(wasSent);
      }),
    );
  });

  describe(`${name}: receiving`, () => {
    test(
      'hands out no more than the prefetch before something is settled',
      inWorld(async ({ transport, queue, otherQueue }) => {
        await using session = await transport.open(deadline());
        for (const one of numbered(5)) await sendOne(session, queue, one, deadline());
        const iterator = session.receive(queue, { prefetch: 3 }, deadline())[Symbol.asyncIterator]();
        const first = await next(iterator, 3);
        let isFourthThere = false;
        const fourth = iterator.next().then((result) => {
          isFourthThere = true;
          return result;
        });
        // A whole round through the broker: the fourth would have had time to come.
        expect(await drainUntilMarker(session, otherQueue)).toEqual([]);
        expect(isFourthThere).toBe(false);
        await first[1]?.accept();
        const result = await fourth;
        expect(result.done === true ? null : text(result.value)).toBe('3');
        await iterator.return?.();
      }),
    );

    test(
      'forgets what was accepted, whatever the order of acceptance',
      inWorld(async ({ transport, queue }) => {
        const session = await transport.open(deadline());
        // Together, so that an adapter that groups has them in one group.
        await Promise.all(numbered(6).map((one) => sendOne(session, queue, one, deadline())));
        const iterator = session.receive(queue, { prefetch: 10 }, deadline())[Symbol.asyncIterator]();
        const all = await next(iterator, 6);
        // One is never settled, and holds back no other acceptance.
        const accepted = await Promise.all([5, 1, 4, 0, 3].map((index) => all[index]?.accept()));
        expect(accepted).toEqual(accepted.map(() => harness.facts.seesAcceptance));
        await session[Symbol.asyncDispose]();
        await using later = await transport.open(deadline());
        expect(await drainUntilMarker(later, queue)).toEqual(['m-2']);
      }),
    );

    test(
      'delivers again what was released, and says that it does',
      inWorld(async ({ transport, queue }) => {
        await using session = await transport.open(deadline());
        await sendOne(session, queue, message({ id: 'boomerang' }), deadline());
        const iterator = session.receive(queue, { prefetch: 1 }, deadline())[Symbol.asyncIterator]();
        const [first] = await next(iterator, 1);
        await first?.release();
        const [second] = await next(iterator, 1);
        expect(second).toMatchObject({
          isRedelivered: true,
          deliveryCount: harness.facts.deliveryCounts === 'exact' ? 2 : null,
        });
        expect(second?.message.id).toBe('boomerang');
        await second?.accept();
        await iterator.return?.();
        expect(await drainUntilMarker(session, queue)).toEqual([]);
      }),
    );

    test(
      'never delivers again what was refused',
      inWorld(async ({ transport, queue }) => {
        const session = await transport.open(deadline());
        await sendOne(session, queue, message({ id: 'poison' }), deadline());
        const iterator = session.receive(queue, { prefetch: 1 }, deadline())[Symbol.asyncIterator]();
        const [poison] = await next(iterator, 1);
        await poison?.refuse();
        await iterator.return?.();
        expect(await drainUntilMarker(session, queue)).toEqual([]);
        await session[Symbol.asyncDispose]();
        await using later = await transport.open(deadline());
        expect(await drainUntilMarker(later, queue)).toEqual([]);
      }),
    );

    test(
      'delivers again, marked, what was unsettled when the session ended',
      inWorld(async ({ transport, queue }) => {
        const session = await transport.open(deadline());
        for (const one of numbered(3)) await sendOne(session, queue, one, deadline());
        const iterator = session.receive(queue, { prefetch: 10 }, deadline())[Symbol.asyncIterator]();
        const [first] = await next(iterator, 3);
        await first?.accept();
        await session[Symbol.asyncDispose]();
        expect((await iterator.next()).done).toBe(true);
        await using later = await transport.open(deadline());
        const again = await takeAccepted(later, queue, 2);
        expect(again.map(text)).toEqual(['1', '2']);
        expect(again.every(({ isRedelivered }) => isRedelivered)).toBe(true);
      }),
    );

    test(
      'ends with the signal; what was handed out may still be settled, what was not is for the next',
      inWorld(async ({ transport, queue }) => {
        await using session = await transport.open(deadline());
        for (const one of numbered(20)) await sendOne(session, queue, one, deadline());
        const stop = new AbortController();
        const iterator = session.receive(queue, { prefetch: 10 }, stop.signal)[Symbol.asyncIterator]();
        const handedOut = await next(iterator, 2);
        stop.abort();
        expect((await iterator.next()).done).toBe(true);
        for (const delivery of handedOut) await delivery.accept();
        const rest = await takeAccepted(session, queue, 18);
        expect(rest.map(text).sort()).toEqual(
          numbered(20)
            .slice(2)
            .map((_, index) => String(index + 2))
            .sort(),
        );
      }),
    );

    test(
      'ends with the signal also while it waits for a message',
      inWorld(async ({ transport, queue }) => {
        await using session = await transport.open(deadline());
        const stop = new AbortController();
        const waiting = session.receive(queue, { prefetch: 1 }, stop.signal)[Symbol.asyncIterator]().next();
        stop.abort();
        expect((await waiting).done).toBe(true);
        // The same session may receive from it again.
        await sendOne(session, queue, message({ id: 'second round' }), deadline());
        expect((await takeAccepted(session, queue, 1))[0]?.message.id).toBe('second round');
      }),
    );

    test(
      'hears of a message that is sent while it waits',
      inWorld(async ({ transport, queue }) => {
        await using receiver = await transport.open(deadline());
        await using sender = await transport.open(deadline());
        const iterator = receiver.receive(queue, { prefetch: 1 }, deadline())[Symbol.asyncIterator]();
        for (const id of ['one', 'two', 'three']) {
          const waiting = next(iterator, 1);
          await sendOne(sender, queue, message({ id }), deadline());
          const [delivery] = await waiting;
          expect(delivery?.message.id).toBe(id);
          await delivery?.accept();
        }
        await iterator.return?.();
      }),
    );

    test(
      'holds its caller to one settlement per delivery',
      inWorld(async ({ transport, queue }) => {
        await using session = await transport.open(deadline());
        await sendOne(session, queue, message(), deadline());
        const iterator = session.receive(queue, { prefetch: 1 }, deadline())[Symbol.asyncIterator]();
        const [delivery] = await next(iterator, 1);
        await delivery?.accept();
        await expect(delivery?.release()).rejects.toThrow('settled twice');
        await iterator.return?.();
        expect(await drainUntilMarker(session, queue)).toEqual([]);
      }),
    );

    test(
      'answers a settlement after the end with transport.closed',
      inWorld(async ({ transport, queue }) => {
        const session = await transport.open(deadline());
        for (const one of numbered(3)) await sendOne(session, queue, one, deadline());
        const deliveries = await next(session.receive(queue, { prefetch: 3 }, deadline())[Symbol.asyncIterator](), 3);
        await session[Symbol.asyncDispose]();
        const acts: ((delivery: Delivery) => Promise<unknown>)[] = [
          (one) => one.accept(),
          (one) => one.release(),
          (one) => one.refuse(),
        ];
        for (const [index, act] of acts.entries()) {
          const delivery = deliveries[index];
          if (delivery !== undefined) await expect(act(delivery)).rejects.toMatchObject({ code: 'transport.closed' });
        }
        await using later = await transport.open(deadline());
        expect(await drainUntilMarker(later, queue)).toEqual(['m-0', 'm-1', 'm-2']);
      }),
    );

    test(
      'by two sessions shares a queue: each message comes once, and one goes on when the other ends',
      inWorld(async ({ transport, queue }) => {
        const count = 400;
        const first = await transport.open(deadline());
        await using second = await transport.open(deadline());
        const seen: string[] = [];
        const all = new AbortController();
        const read = async (session: Session, onOne: () => Promise<void>): Promise<void> => {
          for await (const delivery of session.receive(
            queue,
            { prefetch: 20 },
            AbortSignal.any([all.signal, deadline()]),
          )) {
            await delivery.accept();
            seen.push(delivery.message.id);
            if (seen.length === count) all.abort();
            await onOne();
          }
        };
        const readers = [
          read(first, async () => (seen.length >= count / 2 ? first[Symbol.asyncDispose]() : undefined)),
          read(second, () => Promise.resolve()),
        ];
        await Promise.all(numbered(count).map((one) => sendOne(second, queue, one, deadline())));
        await Promise.all(readers);
        await first[Symbol.asyncDispose]();
        expect(new Set(seen).size).toBe(count);
        expect(seen.length).toBe(count);
      }),
    );
  });

  describe(`${name}: as a whole`, () => {
    test(
      'ten thousand messages go through, none lost, none doubled',
      inWorld(async ({ transport, queue }) => {
        const count = 10_000;
        await using receiver = await transport.open(deadline());
        await using sender = await transport.open(deadline());
        const received = takeAccepted(receiver, queue, count, 500);
        let at = 0;
        const body = Buffer.alloc(4_096, 'x');
        const lane = async (): Promise<void> => {
          while (at < count) await sendOne(sender, queue, message({ id: `m-${at++}`, body }), deadline());
        };
        await Promise.all(Array.from({ length: 300 }, lane));
        const ids = (await received).map((delivery) => delivery.message.id);
        expect(ids.length).toBe(count);
        expect(new Set(ids).size).toBe(count);
        expect(await drainUntilMarker(sender, queue)).toEqual([]);
      }),
    );

    test(
      'the connection test reports its steps, all of them well, and takes nothing from the queues',
      inWorld(async ({ transport, queue }) => {
        await using session = await transport.open(deadline());
        await sendOne(session, queue, message({ id: 'untouched' }), deadline());
        const steps: TestStep[] = [];
        await transport.test((step) => steps.push(step), deadline());
        expect(steps.map(({ outcome, fault }) => [outcome, fault]).filter(([outcome]) => outcome === 'failed')).toEqual(
          [],
        );
        expect(steps.at(-1)).toMatchObject({ name: 'round-trip', outcome: 'ok' });
        expect(await drainUntilMarker(session, queue)).toEqual(['untouched']);
      }),
    );
  });
}

/** Remembers the sessions that have not ended. */
function counted(transport: Transport, open: Set<Session>): Transport {
  return {
    kind: transport.kind,
    readClock: (signal) => transport.readClock(signal),
    test: (onStep, signal) => transport.test(onStep, signal),
    async open(signal) {
      const session = await transport.open(signal);
      open.add(session);
      void session.ended.then(() => open.delete(session));
      return session;
    },
  };
}
