import { expect, test } from 'vitest';
import { sendOne } from '../../packages/core/src/ports/array-of-one.js';
import { describeWithCompiler } from '../support/compiler.js';
import { type MqFaultAct, mqFailure, mqFault } from '../support/mqi/simulator.js';
import {
  answerOf,
  connectedProcesses,
  createWorld,
  eventually,
  isRunning,
  message,
  never,
  next,
  receive,
} from './world.js';

const CHINESE = '<报关单>一般贸易 𠮷</报关单>';

describeWithCompiler('a message that was sent', () => {
  test('is on the queue as bytes: persistent, without a format, of character set 819', async () => {
    await using world = await createWorld();
    await using session = await world.transport().open(never);
    const gb18030 = Buffer.from('bdf8bfdabaf2d7a2', 'hex');

    await sendOne(session, 'SEND', message('DXPESW00000000012026112309301512300001', CHINESE), never);
    await sendOne(session, 'SEND', message('2', gb18030), never);

    const [one, other] = await world.simulator.browse('SEND');
    expect(one).toMatchObject({ isPersistent: true, format: '', ccsid: 819, expiry: -1, putApplicationName: 'swic' });
    expect(one?.body.toString()).toBe(CHINESE);
    expect(Buffer.from(one?.messageId ?? '', 'hex').toString()).toBe('012026112309301512300001');
    expect(other?.body).toEqual(gb18030);
  });

  test('a second time bears a mark that arrives', async () => {
    await using world = await createWorld();
    await using session = await world.transport().open(never);
    const marked = { ...message('1'), headers: { 'swic-attempt': '2' } };

    await sendOne(session, 'SEND', message('1'), never);
    await sendOne(session, 'SEND', marked, never);

    const deliveries = receive(session, 'SEND', 2);
    expect([(await next(deliveries)).message, (await next(deliveries)).message]).toMatchObject([
      { id: '1', headers: {} },
      { id: '1', headers: { 'swic-attempt': '2' } },
    ]);
  });

  test('shared its commit with those that came with it', async () => {
    await using world = await createWorld();
    await using session = await world.transport({ batchMessagesMax: 50, heartbeatMs: 60_000 }).open(never);

    await Promise.all(Array.from({ length: 200 }, (_, index) => sendOne(session, 'SEND', message(`${index}`), never)));

    expect(await world.simulator.calls()).toMatchObject({ MQPUT: 200, MQCMIT: 4 });
  });

  test('went alone when it is larger than a batch may be', async () => {
    await using world = await createWorld();
    await using session = await world.transport({ batchBytesMax: 1_000, heartbeatMs: 60_000 }).open(never);

    await Promise.all([
      sendOne(session, 'SEND', message('1', Buffer.alloc(900)), never),
      sendOne(session, 'SEND', message('2', Buffer.alloc(2_000)), never),
    ]);

    expect(await world.simulator.calls()).toMatchObject({ MQPUT: 2, MQCMIT: 2 });
  });
});

describeWithCompiler('a message that the queue manager does not take', () => {
  test('is answered alone, and the rest of its batch goes on', async () => {
    await using world = await createWorld();
    await using session = await world.transport().open(never);
    const cases = [
      ['too-large', [2030, 2031, 2218, 2010]],
      ['blocked', [2053, 2051, 2056]],
      ['backed-out', [2024]],
      ['unroutable', [2085, 2087, 2052]],
    ] as const;
    for (const [code, reasons] of cases) {
      for (const reason of reasons) {
        await world.simulator.setFaults([mqFailure('MQPUT', reason, { skip: 1, count: 1 })]);

        const answers = await Promise.all(
          ['before', 'bad', 'after'].map((part) =>
            answerOf(sendOne(session, 'SEND', message(`${part} ${reason}`), never)),
          ),
        );

        expect(answers, `${reason}`).toEqual(['sent', `transport.${code}`, 'sent']);
      }
    }
    const arrived = (await world.simulator.browse('SEND')).map(({ body }) => body.toString());
    expect(arrived).toEqual(
      cases.flatMap(([, reasons]) => reasons.flatMap((reason) => [`before ${reason}`, `after ${reason}`])),
    );
  });

  test('because the queue is really full, or inhibited, is taken when it is so no longer', async () => {
    await using world = await createWorld({ queues: [{ name: 'SEND', maxDepth: 1 }] });
    await using session = await world.transport().open(never);

    expect(await answerOf(sendOne(session, 'SEND', message('1'), never))).toBe('sent');
    expect(await answerOf(sendOne(session, 'SEND', message('2'), never))).toBe('transport.blocked');
    await world.simulator.alter('SEND', { maxDepth: 9, isPutInhibited: true });
    expect(await answerOf(sendOne(session, 'SEND', message('2'), never))).toBe('transport.blocked');
    await world.simulator.alter('SEND', { isPutInhibited: false });
    expect(await answerOf(sendOne(session, 'SEND', message('2'), never))).toBe('sent');
  });

  test('because there can be no such queue is unroutable, and the session goes on', async () => {
    await using world = await createWorld();
    await using session = await world.transport().open(never);

    expect(await answerOf(sendOne(session, '没有', message('1'), never))).toBe('transport.unroutable');
    expect(await answerOf(sendOne(session, 'NO.SUCH', message('1'), never))).toBe('transport.unroutable');
    expect(await answerOf(sendOne(session, 'SEND', message('1'), never))).toBe('sent');
  });
});

describeWithCompiler('a batch', () => {
  const endings: readonly (readonly [string, MqFaultAct, string, boolean])[] = [
    [
      '2003 at the commit: backed out for certain, tried again later',
      { kind: 'fail', reason: 2003, when: 'before' },
      'transport.backed-out',
      false,
    ],
    [
      '2009 before the commit took effect',
      { kind: 'fail', reason: 2009, when: 'before' },
      'transport.outcome-unknown',
      false,
    ],
    [
      '2009 after the commit took effect',
      { kind: 'fail', reason: 2009, when: 'after' },
      'transport.outcome-unknown',
      true,
    ],
    ['an error of MQ at the commit', { kind: 'fail', reason: 2195, when: 'after' }, 'transport.outcome-unknown', true],
    ['the line cut in the commit', { kind: 'break', when: 'after' }, 'transport.outcome-unknown', true],
    [
      'a crash of the library in the commit',
      { kind: 'crash', how: 'abort', when: 'after' },
      'transport.outcome-unknown',
      true,
    ],
    [
      'a crash of the library before the commit took effect',
      { kind: 'crash', how: 'segmentation-fault', when: 'before' },
      'transport.outcome-unknown',
      false,
    ],
  ];
  test.each(endings)('with %s', async (_name, act, answer, isThere) => {
    await using world = await createWorld();
    await using session = await world.transport().open(never);
    await world.simulator.setFaults([mqFault('MQCMIT', act, { queue: 'SEND' })]);

    const answers = await Promise.all(['1', '2'].map((id) => answerOf(sendOne(session, 'SEND', message(id), never))));

    expect(answers).toEqual([answer, answer]);
    await world.simulator.clearFaults();
    if (answer === 'transport.backed-out') {
      expect(await answerOf(sendOne(session, 'SEND', message('3'), never))).toBe('sent');
    } else {
      expect(await session.ended).toMatchObject({ code: 'transport.closed' });
      expect(
        (
          await eventually(
            () => world.simulator.browse('SEND'),
            (found) => found.length === (isThere ? 2 : 0),
          )
        ).length,
      ).toBe(isThere ? 2 : 0);
    }
  });

  test('whose connection broke at a put was certainly not taken', async () => {
    await using world = await createWorld();
    await using session = await world.transport().open(never);
    await world.simulator.setFaults([mqFailure('MQPUT', 2009, { skip: 1 })]);

    const answers = await Promise.all(
      ['1', '2', '3'].map((id) => answerOf(sendOne(session, 'SEND', message(id), never))),
    );

    expect(answers).toEqual(['transport.closed', 'transport.closed', 'transport.closed']);
    expect(await session.ended).toMatchObject({ code: 'transport.closed', detail: { reason: 2009, verb: 'MQPUT' } });
    expect(await world.simulator.depth('SEND')).toBe(0);
  });

  test('without the right for its queue ends the session with that, and nothing was taken', async () => {
    await using world = await createWorld();
    await using session = await world.transport().open(never);
    await world.simulator.setFaults([mqFailure('MQOPEN', 2035, { queue: 'SEND' })]);

    expect(await answerOf(sendOne(session, 'SEND', message('1'), never))).toBe('transport.closed');
    expect(await session.ended).toMatchObject({ code: 'transport.unauthorized', fate: 'hold' });
  });

  test.each(['MQPUT', 'MQCMIT'] as const)(
    'that hangs in %s is given up after its deadline, its process is killed, and the next session works',
    async (verb) => {
      await using world = await createWorld();
      await using session = await world.transport({ commitTimeoutMs: 500, heartbeatMs: 60_000 }).open(never);
      const [hanging = 0] = await connectedProcesses(world.simulator);
      await world.simulator.setFaults([mqFault(verb, { kind: 'hang', when: 'before' }, { queue: 'SEND', count: 1 })]);

      expect(await answerOf(sendOne(session, 'SEND', message('1'), never))).toBe('transport.outcome-unknown');

      expect(await session.ended).toMatchObject({ code: 'transport.timeout' });
      await session[Symbol.asyncDispose]();
      expect(isRunning(hanging)).toBe(false);
      await using second = await world.transport().open(never);
      expect(await answerOf(sendOne(second, 'SEND', message('1'), never))).toBe('sent');
      expect((await world.simulator.browse('SEND')).length).toBe(1);
    },
  );
});

describeWithCompiler('an idle session', () => {
  test('notices that the queue manager is gone, and a new one opens when it is back', async () => {
    await using world = await createWorld();
    await using session = await world.transport().open(never);

    await world.simulator.kill();

    expect(await session.ended).toMatchObject({ code: 'transport.closed', fate: 'hold' });
    await world.simulator.restart();
    await using second = await world.transport().open(never);
    expect(await answerOf(sendOne(second, 'SEND', message('1'), never))).toBe('sent');
  });

  test('notices that the library hangs', async () => {
    await using world = await createWorld();
    await using session = await world.transport({ heartbeatMs: 100, heartbeatLimitMs: 300 }).open(never);

    await world.simulator.setFaults([mqFault('MQCMIT', { kind: 'hang', when: 'before' })]);

    expect(await session.ended).toMatchObject({ code: 'transport.timeout' });
  });

  test('keeps this process free while the library is slow', async () => {
    await using world = await createWorld();
    await using session = await world.transport().open(never);
    await world.simulator.setFaults([mqFault('MQCMIT', { kind: 'delay', delayMs: 400 }, { queue: 'SEND' })]);
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 10);

    await sendOne(session, 'SEND', message('1'), never);

    clearInterval(timer);
    expect(ticks).toBeGreaterThan(10);
  });
});
