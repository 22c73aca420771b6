import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sendOne } from '../../packages/core/src/ports/array-of-one.js';
import type { Session } from '../../packages/core/src/ports/transport.js';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import { EMBEDDED_DEFAULTS } from '../../packages/core/src/transports/embedded/settings.js';
import { createEmbeddedTransport } from '../../packages/core/src/transports/embedded/transport.js';
import { deadline, drainUntilMarker, message, next, numbered, takeAccepted } from '../conformance/transport-world.js';
import { until } from '../support/until.js';

const QUEUE = 'SW.SEND';
const LOADER = fileURLToPath(new URL('../support/run-typescript.mjs', import.meta.url));
const CHILD = fileURLToPath(new URL('./embedded-child.ts', import.meta.url));

interface Child {
  /** What was behind this word in the lines it said so far. */
  heard(word: string): readonly string[];
  signal(signal: NodeJS.Signals): void;
  kill(): Promise<void>;
}

describe('the embedded queue among processes', () => {
  let root: string;
  let directory: string;
  const running = new Set<ChildProcess>();
  let children = 0;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'swic-queue-'));
    directory = join(root, 'queues');
  });
  afterEach(() => {
    for (const child of running) child.kill('SIGKILL');
    running.clear();
    rmSync(root, { recursive: true, force: true });
  });

  const open = (place = directory): Promise<Session> =>
    createEmbeddedTransport({ ...EMBEDDED_DEFAULTS, kind: 'embedded', directory: place }, { clock: systemClock }).open(
      deadline(),
    );

  const start = async (role: 'send' | 'receive' | 'hold', prefix = 'm'): Promise<Child> => {
    // A file takes every line; a pipe that its reader is slow to empty would not.
    const output = join(root, `${role}-${prefix}-${children++}.txt`);
    const fd = openSync(output, 'w');
    const child = spawn(process.execPath, ['--import', LOADER, CHILD, role, directory, QUEUE, prefix], {
      stdio: ['ignore', fd, 'inherit'],
    });
    closeSync(fd);
    running.add(child);
    const heard = (word: string): readonly string[] =>
      readFileSync(output, 'utf8')
        .split('\n')
        .filter((line) => line.startsWith(`${word} `))
        .map((line) => line.slice(word.length + 1));
    await until(`the child that shall ${role} is up`, () => heard('open').length === 1);
    return {
      heard,
      signal: (signal) => child.kill(signal),
      async kill() {
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
        running.delete(child);
      },
    };
  };

  const files = (box: string): readonly string[] => {
    const [queue = ''] = readdirSync(directory);
    return readdirSync(join(directory, queue, box));
  };

  test('a sender killed in the middle of it has lost nothing that it was told is sent, and doubled nothing', async () => {
    const confirmed: string[] = [];
    for (const round of ['a', 'b', 'c', 'd']) {
      const sender = await start('send', round);
      await until('some are sent', () => sender.heard('sent').length >= 60);
      await sender.kill();
      confirmed.push(...sender.heard('sent'));
    }
    await using session = await open();
    const arrived = await drainUntilMarker(session, QUEUE);
    expect(new Set(arrived).size).toBe(arrived.length);
    const there = new Set(arrived);
    expect(confirmed.filter((id) => !there.has(id))).toEqual([]);
    expect(files('ready')).toEqual([]);
  });

  test('a receiver killed in the middle of it gets nothing twice that it has accepted, and the rest comes again, marked', async () => {
    await using session = await open();
    const sent: string[] = [];
    const accepted = new Set<string>();
    const handedOut = new Set<string>();
    for (const round of ['a', 'b', 'c', 'd']) {
      const sender = await start('send', round);
      await until('there is work', () => sender.heard('sent').length >= 1_000);
      await sender.kill();
      sent.push(...sender.heard('sent'));
      const receiver = await start('receive');
      await until('some are accepted', () => receiver.heard('accepted').length >= 200);
      await receiver.kill();
      expect(receiver.heard('torn')).toEqual([]);
      // What was accepted never comes again; what a predecessor had in hand may, and is marked then.
      const served = [...receiver.heard('got'), ...receiver.heard('again')];
      expect(served.filter((id) => accepted.has(id))).toEqual([]);
      expect(receiver.heard('got').filter((id) => handedOut.has(id))).toEqual([]);
      for (const id of receiver.heard('accepted')) accepted.add(id);
      for (const id of served) handedOut.add(id);
    }
    const rest = new Set(await drainUntilMarker(session, QUEUE));
    expect([...accepted].filter((id) => rest.has(id))).toEqual([]);
    // Killed between its acceptance and its saying so: handed out it was, so it is no loss.
    expect(sent.filter((id) => !handedOut.has(id) && !rest.has(id))).toEqual([]);
  });

  test('a stand-by takes over when the receiver is killed, and not while it is only frozen', async () => {
    await using session = await open();
    for (const one of numbered(12)) await sendOne(session, QUEUE, one, deadline());
    const holder = await start('hold');
    await until('it holds ten', () => holder.heard('got').length === 10);
    const standBy = session.receive(QUEUE, { prefetch: 20 }, deadline())[Symbol.asyncIterator]();
    let isServed = false;
    const served = next(standBy, 12).then((deliveries) => {
      isServed = true;
      return deliveries;
    });
    holder.signal('SIGSTOP');
    // The stand-by asks for the lock every 200 ms; a queue of its own shows that it has had the time for it.
    const elsewhere = await open(join(root, 'elsewhere'));
    for (let round = 0; round < 400; round += 1) await sendOne(elsewhere, QUEUE, message(), deadline());
    await elsewhere[Symbol.asyncDispose]();
    expect(isServed).toBe(false);
    await holder.kill();
    const deliveries = await served;
    expect(deliveries.map(({ message: { id } }) => id)).toEqual(numbered(12).map(({ id }) => id));
    expect(deliveries.map(({ deliveryCount }) => deliveryCount)).toEqual([...Array<number>(10).fill(2), 1, 1]);
    for (const delivery of deliveries) await delivery.accept();
    await standBy.return?.();
  });

  test('several senders at once are all heard, each in its own order', async () => {
    await using session = await open();
    const early = takeAccepted(session, QUEUE, 300, 200);
    const senders = await Promise.all(['x', 'y', 'z'].map((prefix) => start('send', prefix)));
    await until('each has sent', () => senders.every((sender) => sender.heard('sent').length >= 300));
    await Promise.all(senders.map((sender) => sender.kill()));
    const ids = [...(await early).map(({ message: { id } }) => id), ...(await drainUntilMarker(session, QUEUE))];
    expect(senders.flatMap((sender) => sender.heard('sent')).filter((id) => !ids.includes(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const prefix of ['x', 'y', 'z']) {
      const numbers = ids.filter((id) => id.startsWith(prefix)).map((id) => Number(id.slice(2)));
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    }
  });

  test('a file that is not what was written is set aside, and what is whole in it is delivered', async () => {
    await using session = await open();
    await Promise.all(numbered(3).map((one) => sendOne(session, QUEUE, one, deadline())));
    const [name = ''] = files('ready');
    const ready = join(directory, readdirSync(directory)[0] ?? '', 'ready');
    const bytes = readFileSync(join(ready, name));
    bytes[bytes.length - 1] = 0x7f;
    writeFileSync(join(ready, name), bytes);
    writeFileSync(join(ready, '000000000000000-half.batch'), bytes.subarray(0, 40));
    expect(await drainUntilMarker(session, QUEUE)).toEqual(['m-0', 'm-1']);
    expect(files('damaged').length).toBe(2);
    expect(files('ready')).toEqual([]);
  });

  test('a refused message is kept aside', async () => {
    await using session = await open();
    await sendOne(session, QUEUE, message({ id: 'poison' }), deadline());
    const iterator = session.receive(QUEUE, { prefetch: 1 }, deadline())[Symbol.asyncIterator]();
    await (await next(iterator, 1))[0]?.refuse();
    await iterator.return?.();
    expect(files('refused').length).toBe(1);
    expect(files('ready')).toEqual([]);
  });

  test('the session ends when its directory is taken away, and the next one starts anew', async () => {
    const session = await open();
    await sendOne(session, QUEUE, message(), deadline());
    rmSync(directory, { recursive: true });
    await expect(sendOne(session, QUEUE, message(), deadline())).rejects.toMatchObject({ code: 'transport.closed' });
    expect(await session.ended).toMatchObject({ code: 'transport.not-found' });
    await session[Symbol.asyncDispose]();
    await using later = await open();
    await sendOne(later, QUEUE, message({ id: 'anew' }), deadline());
    expect(await drainUntilMarker(later, QUEUE)).toEqual(['anew']);
  });

  test('a full disk declines messages for now, loses none, and takes them again when there is room', async ({
    skip,
  }) => {
    const disk = join(root, 'disk');
    spawnSync('mkdir', [disk]);
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]).status !== 0)
      return skip('needs the right to mount');
    try {
      await using session = await open(disk);
      const confirmed: string[] = [];
      const body = Buffer.alloc(20_000);
      let answer: unknown = null;
      for (let index = 0; answer === null && index < 200; index += 1) {
        const id = `m-${index}`;
        await sendOne(session, QUEUE, message({ id, body }), deadline()).then(
          () => confirmed.push(id),
          (reason: unknown) => {
            answer = reason;
          },
        );
      }
      expect(answer).toMatchObject({ code: 'transport.blocked', fate: 'hold', detail: { code: 'ENOSPC' } });
      expect(confirmed.length).toBeGreaterThan(5);
      const arrived = await takeAccepted(session, QUEUE, confirmed.length, 5);
      expect(arrived.map(({ message: { id } }) => id)).toEqual(confirmed);
      await sendOne(session, QUEUE, message({ body }), deadline());
    } finally {
      spawnSync('umount', [disk]);
    }
  });
});
