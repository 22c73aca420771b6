import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sendOne } from '../../packages/core/src/ports/array-of-one.js';
import { connectionOrder } from '../../packages/core/src/transports/ibmmq/wire/client.js';
import { clientEnvironment } from '../../packages/core/src/transports/ibmmq/wire/environment.js';
import { describeWithCompiler } from '../support/compiler.js';
import { mqFailure, mqFault } from '../support/mqi/simulator.js';
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
  text,
} from './world.js';

describeWithCompiler('a delivery', () => {
  test('is committed when it was accepted, and stays when it was not', async () => {
    await using world = await createWorld();
    const session = await world.transport().open(never);
    for (const id of ['1', '2', '3']) await sendOne(session, 'RECV', message(id), never);
    const deliveries = receive(session, 'RECV', 10);
    const taken = [await next(deliveries), await next(deliveries), await next(deliveries)];
    expect(taken.map(text)).toEqual(['1', '2', '3']);

    await taken[1]?.accept();
    await eventually(
      () => world.simulator.connections(),
      (open) => open.reduce((sum, one) => sum + one.uncommittedGets, 0) === 2,
    );
    await session[Symbol.asyncDispose]();

    const left = await eventually(
      () => world.simulator.browse('RECV'),
      (found) => found.length === 2,
    );
    expect(left.map(({ body, backoutCount }) => [body.toString(), backoutCount])).toEqual([
      ['1', 1],
      ['3', 1],
    ]);
  });

  test('says how often it came, also after a restart of the queue manager', async () => {
    await using world = await createWorld();
    const session = await world.transport().open(never);
    await sendOne(session, 'RECV', message('1'), never);
    expect(await next(receive(session, 'RECV', 1))).toMatchObject({ deliveryCount: 1, isRedelivered: false });
    await session[Symbol.asyncDispose]();
    await world.simulator.restart();

    await using second = await world.transport().open(never);

    expect(await next(receive(second, 'RECV', 1))).toMatchObject({ deliveryCount: 2, isRedelivered: true });
  });

  test('that is refused moves to the backout queue of its queue, in the same commit', async () => {
    await using world = await createWorld({
      queues: [{ name: 'RECV', backoutThreshold: 3, backoutQueue: 'RECV.BACKOUT' }, { name: 'RECV.BACKOUT' }],
    });
    await using session = await world.transport().open(never);
    await sendOne(session, 'RECV', message('poison', '毒'), never);

    await (await next(receive(session, 'RECV', 1))).refuse();

    const [moved] = await eventually(
      () => world.simulator.browse('RECV.BACKOUT'),
      (found) => found.length === 1,
    );
    expect(moved?.body.toString()).toBe('毒');
    expect(
      Buffer.from(moved?.messageId ?? '', 'hex')
        .toString()
        .replace(/\0+$/, ''),
    ).toBe('poison');
    expect(await world.simulator.depth('RECV')).toBe(0);
  });

  test('that is refused and has no backout queue is gone', async () => {
    await using world = await createWorld();
    await using session = await world.transport().open(never);
    await sendOne(session, 'RECV', message('poison'), never);

    await (await next(receive(session, 'RECV', 1))).refuse();

    await eventually(
      () => world.simulator.depth('RECV'),
      (depth) => depth === 0,
    );
  });

  test('may be larger than anything before it', async () => {
    await using world = await createWorld();
    await using session = await world.transport().open(never);
    const body = Buffer.alloc(3_000_000, '报');
    await sendOne(session, 'RECV', message('1', body), never);

    const delivery = await next(receive(session, 'RECV', 1));

    expect(Buffer.compare(delivery.message.body, body)).toBe(0);
  });

  test('may be accepted while the iteration ends, in the turn before and in the turn itself', async () => {
    await using world = await createWorld();
    await using session = await world.transport().open(never);
    const stop = new AbortController();
    for (const id of ['1', '2', '3']) await sendOne(session, 'RECV', message(id), never);
    const iterator = receive(session, 'RECV', 3, stop.signal);
    const [one, two, three] = [await next(iterator), await next(iterator), await next(iterator)];
    const ending = iterator.next();

    const accepting = [one.accept()];
    // Now the first is on its way to the client process, and the others wait for its answer.
    await new Promise((resolve) => setImmediate(resolve));
    accepting.push(two.accept(), three.accept());
    stop.abort();

    await Promise.all(accepting);
    expect((await ending).done).toBe(true);
    await eventually(
      () => world.simulator.depth('RECV'),
      (depth) => depth === 0,
    );
  });

  test('shares a unit of work where the prefetch is large, and still every word counts', async () => {
    await using world = await createWorld();
    const session = await world.transport().open(never);
    const count = 320;
    await Promise.all(
      Array.from({ length: count }, (_, index) => sendOne(session, 'RECV', message(`${index}`), never)),
    );
    const iterator = receive(session, 'RECV', count);
    const settling: Promise<unknown>[] = [];
    const kept: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const delivery = await next(iterator);
      if (index % 3 === 0) settling.push(delivery.accept());
      else kept.push(text(delivery));
      if (index % 3 === 1) settling.push(delivery.release());
    }
    await Promise.all(settling);
    await session[Symbol.asyncDispose]();

    const left = await eventually(
      () => world.simulator.browse('RECV'),
      (found) => found.length === kept.length,
    );
    expect(left.map(({ body }) => body.toString()).sort()).toEqual(kept.sort());
  });
});

describeWithCompiler('a receiving session', () => {
  test('ends with whatever its queue or its library comes to', async () => {
    await using world = await createWorld();
    const cases = [
      [mqFailure('MQGET', 2009, { queue: 'RECV' }), 'transport.closed'],
      [mqFailure('MQGET', 2161, { queue: 'RECV' }), 'transport.closed'],
      [mqFailure('MQGET', 2016, { queue: 'RECV' }), 'transport.blocked'],
      [mqFailure('MQOPEN', 2085, { queue: 'RECV' }), 'transport.not-found'],
      [mqFailure('MQOPEN', 2035, { queue: 'RECV' }), 'transport.unauthorized'],
      [mqFault('MQGET', { kind: 'crash', how: 'abort', when: 'before' }, { queue: 'RECV' }), 'transport.closed'],
      [mqFault('MQGET', { kind: 'hang', when: 'before' }, { queue: 'RECV' }), 'transport.timeout'],
    ] as const;
    for (const [fault, code] of cases) {
      await using session = await world.transport({ heartbeatLimitMs: 1_500 }).open(never);
      await world.simulator.setFaults([fault]);

      expect((await receive(session, 'RECV', 4).next()).done).toBe(true);

      expect(await session.ended).toMatchObject({ code, fate: 'hold' });
      expect(await answerOf(sendOne(session, 'SEND', message('1'), never))).toBe('transport.closed');
      await world.simulator.clearFaults();
    }
  });

  test('loses nothing when its commit fails: the message comes again', async () => {
    await using world = await createWorld();
    const session = await world.transport().open(never);
    await sendOne(session, 'RECV', message('1'), never);
    const delivery = await next(receive(session, 'RECV', 1));
    await world.simulator.setFaults([mqFailure('MQCMIT', 2009, { queue: 'RECV', count: 1 })]);

    await delivery.accept();

    expect(await session.ended).toMatchObject({ code: 'transport.closed' });
    await session[Symbol.asyncDispose]();
    await using second = await world.transport().open(never);
    expect(await next(receive(second, 'RECV', 1))).toMatchObject({ deliveryCount: 2 });
  });

  test('waits in the library without holding up a send', async () => {
    await using world = await createWorld();
    await using session = await world.transport().open(never);
    const waiting = receive(session, 'RECV', 1).next();
    await eventually(
      () => world.simulator.connections(),
      (open) => open.some((one) => one.isWaiting),
    );
    const started = performance.now();

    for (let index = 0; index < 20; index += 1) await sendOne(session, 'SEND', message(`${index}`), never);

    expect(performance.now() - started).toBeLessThan(2_000);
    await sendOne(session, 'RECV', message('at last'), never);
    expect((await waiting).done).toBe(false);
  });

  test('uses one connection on a quiet queue, and leaves no process and no connection behind', async () => {
    await using world = await createWorld();
    const session = await world.transport().open(never);
    const waiting = receive(session, 'RECV', 256).next();
    await eventually(
      () => world.simulator.connections(),
      (open) => open.some((one) => one.isWaiting),
    );
    const processes = await connectedProcesses(world.simulator);
    expect((await world.simulator.connections()).length).toBe(2);

    await session[Symbol.asyncDispose]();

    expect((await waiting).done).toBe(true);
    expect(processes.length).toBe(2);
    expect(processes.filter(isRunning)).toEqual([]);
    await eventually(
      () => world.simulator.connections(),
      (open) => open.length === 0,
    );
  });
});

describeWithCompiler('a client process', () => {
  test('does not outlive its parent, even while it hangs in the library', async () => {
    await using world = await createWorld();
    await world.simulator.setFaults([mqFault('MQCMIT', { kind: 'hang', when: 'before' })]);
    const parentFile = join(world.directory, 'parent.mjs');
    await writeFile(parentFile, PARENT);
    const parent = fork(parentFile, [], {
      execArgv: [],
      env: clientEnvironment(process.env, world.settings),
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    parent.send({ entry: world.settings.clientEntry, order: connectionOrder(world.settings) });
    await eventually(
      () => world.simulator.faultHits(),
      ([hits]) => hits === 1,
    );
    const [hanging = 0] = await connectedProcesses(world.simulator);
    expect(isRunning(hanging)).toBe(true);

    const exit = once(parent, 'exit');
    parent.kill('SIGKILL');
    await exit;

    await eventually(
      () => Promise.resolve(isRunning(hanging)),
      (answer) => !answer,
    );
  });
});

/** Starts a client process as the adapter does, and lets it hang. */
const PARENT = `
import { fork } from 'node:child_process';
process.once('message', ({ entry, order }) => {
  const child = fork(entry, [], { execArgv: [], serialization: 'advanced', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const steps = [['load', null], ['connect', order], ['probe', null]];
  const go = (id) => { const [kind, order] = steps[id] ?? []; if (kind) child.send({ id, kind, order }); };
  child.on('message', ({ id }) => go(id + 1));
  go(0);
});
`;
