import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Fault } from '../../packages/core/src/contract/fault.js';
import type { TestStep } from '../../packages/core/src/ports/transport.js';
import { describeWithCompiler } from '../support/compiler.js';
import { buildMqClient } from '../support/mqi/build-client.js';
import { mqFailure, mqFault } from '../support/mqi/simulator.js';
import { connectedProcesses, createWorld, eventually, isRunning, never, type World } from './world.js';

const failureOf = async (opening: Promise<unknown>): Promise<Fault> =>
  opening.then(
    () => Promise.reject(new Error('it opened')),
    (fault: Fault) => fault,
  );

const stepsOf = async (world: World, changes: Parameters<World['transport']>[0] = {}): Promise<readonly TestStep[]> => {
  const steps: TestStep[] = [];
  const testQueues = { send: ['SEND'], receive: ['RECV'] };
  await world.transport({ testQueues, ...changes }).test((step) => steps.push(step), never);
  return steps;
};

const outcomes = (steps: readonly TestStep[]): string =>
  steps.map(({ name, outcome }) => `${name}:${outcome}`).join(' ');

describeWithCompiler('opening a session', () => {
  test('says what the settings say, and the password reaches the queue manager and no other', async () => {
    await using world = await createWorld({
      users: [{ name: 'swic', password: 'synthetic-1' }],
      tls: { cipherSpec: 'ANY_TLS12_OR_HIGHER' },
    });
    const keyRepository = join(world.directory, 'key');
    await writeFile(`${keyRepository}.kdb`, '');
    const tls = { cipherSpec: 'ANY_TLS12_OR_HIGHER', keyRepository, certLabel: 'swic' };

    await using session = await world.transport({ username: 'swic', password: 'synthetic-1', tls }).open(never);

    const [said] = await world.simulator.connects();
    expect(said).toMatchObject({
      queueManager: 'SIMQM',
      channel: 'SWIC.SVRCONN',
      connectionName: world.simulator.connectionName,
      username: 'swic',
      password: 'synthetic-1',
      cipherSpec: tls.cipherSpec,
      keyRepository,
      certificateLabel: 'swic',
      ccsid: '819',
      applicationName: 'swic',
      heartbeatSeconds: 30,
    });
    expect(session).toBeDefined();
  });

  test('that fails is a fault of the world, by its reason code', async () => {
    await using world = await createWorld();
    for (const [reason, code] of [
      [2035, 'unauthorized'],
      [2059, 'unreachable'],
      [2161, 'closed'],
      [2540, 'not-found'],
      [2999, 'protocol'],
    ] as const) {
      await world.simulator.setFaults([mqFailure('MQCONNX', reason)]);

      const fault = await failureOf(world.transport().open(never));

      expect(fault).toMatchObject({ code: `transport.${code}`, fate: 'hold', detail: { reason, verb: 'MQCONNX' } });
    }
  });

  test('that fails says what can be done, in both languages', async () => {
    await using world = await createWorld({ users: [{ name: 'swic', password: 'synthetic-1' }] });

    const fault = await failureOf(world.transport({ username: 'swic', password: 'synthetic-2' }).open(never));

    expect(fault.detail).toMatchObject({
      name: 'MQRC_NOT_AUTHORIZED',
      zh: expect.stringContaining('密码'),
      en: expect.stringContaining('password'),
    });
    expect(JSON.stringify(fault.toRecord())).not.toContain('synthetic');
  });

  test('looks at the queues: a missing one holds the flow and is no document’s fault', async () => {
    await using world = await createWorld();

    const fault = await failureOf(world.transport({ testQueues: { send: ['NO.SUCH'], receive: [] } }).open(never));

    expect(fault).toMatchObject({
      code: 'transport.not-found',
      fate: 'hold',
      detail: { reason: 2085, verb: 'MQOPEN' },
    });
  });

  test('gives up when the library hangs, and leaves no process behind', async () => {
    await using world = await createWorld();
    await world.simulator.setFaults([mqFault('MQCONNX', { kind: 'hang', when: 'before' })]);
    const opening = failureOf(world.transport({ connectTimeoutMs: 1_000 }).open(never));
    const [said] = await eventually(
      () => world.simulator.connects(),
      (all) => all.length === 0 || all.length > 0,
    );

    expect(await opening).toMatchObject({ code: 'transport.timeout' });
    if (said !== undefined) expect(isRunning(said.processId)).toBe(false);
    await eventually(
      () => connectedProcesses(world.simulator),
      (processes) => processes.length === 0,
    );
  });

  test('survives a library that crashes', async () => {
    await using world = await createWorld();
    await world.simulator.setFaults([
      mqFault('MQCONNX', { kind: 'crash', how: 'segmentation-fault', when: 'before' }, { count: 1 }),
    ]);

    const fault = await failureOf(world.transport().open(never));

    expect(fault).toMatchObject({ code: 'transport.closed', detail: { signal: 'SIGSEGV' } });
    await using session = await world.transport().open(never);
    expect(session).toBeDefined();
  });

  test('ends at once with the signal', async () => {
    await using world = await createWorld();
    await world.simulator.setFaults([mqFault('MQCONNX', { kind: 'hang', when: 'before' })]);
    const stop = new AbortController();
    const opening = failureOf(world.transport().open(stop.signal));
    await eventually(
      () => world.simulator.faultHits(),
      ([hits]) => hits === 1,
    );

    stop.abort();

    expect(await opening).toMatchObject({ code: 'operation.aborted' });
  });
});

describeWithCompiler('what is missing of the client', () => {
  const found = async (changes: Parameters<World['transport']>[0]): Promise<Fault> => {
    await using world = await createWorld();
    return await failureOf(world.transport(changes).open(never));
  };

  test('IBM’s library: one sentence, and where it was looked for', async () => {
    const fault = await found({ clientLibrary: '/nowhere/lib64' });

    expect(fault).toMatchObject({ code: 'transport.client-missing', fate: 'halt', detail: { problem: 'library' } });
    expect(fault.detail['en']).toContain('redistributable MQ client');
    expect(fault.detail['zh']).toContain('请安装 IBM MQ');
    expect(fault.detail['searched']).toContain('/nowhere/lib64');
  });

  test('a library of another architecture', async () => {
    await using world = await createWorld();
    const directory = join(world.directory, 'lib');
    await mkdir(directory);
    const header = Buffer.alloc(64);
    Buffer.from('7f454c46010101', 'hex').copy(header);
    header.writeUInt16LE(3, 16);
    header.writeUInt16LE(3, 18);
    await writeFile(join(directory, 'libmqm_r.so'), header);

    const fault = await failureOf(world.transport({ clientLibrary: directory }).open(never));

    expect(fault).toMatchObject({ code: 'transport.client-missing', detail: { problem: 'architecture' } });
    expect(fault.reason).toContain('is for ia32');
  });

  test('a file that is no library', async () => {
    await using world = await createWorld();
    await writeFile(join(world.directory, 'libmqm_r.so'), 'not a library');

    const fault = await failureOf(world.transport({ clientLibrary: world.directory }).open(never));

    expect(fault).toMatchObject({ code: 'transport.client-missing', detail: { problem: 'unusable' } });
  });

  test('the npm package', async () => {
    await using world = await createWorld();
    const clientEntry = buildMqClient(join(world.directory, 'alone'));
    // Whatever is further up, this one is found first, and it gives nothing away.
    const empty = join(world.directory, 'alone', 'node_modules', 'ibmmq');
    await mkdir(empty, { recursive: true });
    await writeFile(join(empty, 'package.json'), '{ "name": "ibmmq", "exports": {} }');

    const fault = await failureOf(world.transport({ clientEntry }).open(never));

    expect(fault).toMatchObject({ code: 'transport.client-missing', detail: { problem: 'package' } });
    expect(fault.detail['en']).toContain('npm install --ignore-scripts ibmmq');
  });
});

describeWithCompiler('the connection test', () => {
  const ALL = 'client-library:ok host:ok port:ok listener:ok channel:ok tls:skipped queue-manager:ok user:ok';

  test('goes through all its steps and leaves nothing behind', async () => {
    await using world = await createWorld();

    const steps = await stepsOf(world);

    expect(outcomes(steps)).toBe(`${ALL} send-queue SEND:ok receive-queue RECV:ok round-trip:ok`);
    expect(steps.find(({ name }) => name === 'send-queue SEND')?.note).toContain('0 of 5000 messages');
    expect(await world.simulator.depth('SEND')).toBe(0);
    await eventually(
      () => connectedProcesses(world.simulator),
      (processes) => processes.length === 0,
    );
  });

  test('tells which step it is', async () => {
    await using world = await createWorld({ users: [{ name: 'swic', password: 'synthetic-1' }] });
    const cases = [
      [
        { clientLibrary: '/nowhere' },
        'client-library:failed host:skipped port:skipped listener:skipped channel:skipped tls:skipped queue-manager:skipped user:skipped',
      ],
      [
        { connectionName: 'host.invalid(1414)' },
        'client-library:ok host:failed port:skipped listener:skipped channel:skipped tls:skipped queue-manager:skipped user:skipped',
      ],
      [
        { connectionName: '127.0.0.1(1)' },
        'client-library:ok host:ok port:failed listener:skipped channel:skipped tls:skipped queue-manager:skipped user:skipped',
      ],
      [
        { channel: 'NO.SUCH' },
        'client-library:ok host:ok port:ok listener:ok channel:failed tls:skipped queue-manager:skipped user:skipped',
      ],
      [
        { tls: { cipherSpec: 'ANY', keyRepository: '/nowhere', certLabel: null } },
        'client-library:ok host:ok port:ok listener:ok channel:ok tls:failed queue-manager:skipped user:skipped',
      ],
      [
        { queueManager: 'OTHER' },
        'client-library:ok host:ok port:ok listener:ok channel:ok tls:skipped queue-manager:failed user:skipped',
      ],
      [
        { username: 'swic', password: 'wrong' },
        'client-library:ok host:ok port:ok listener:ok channel:ok tls:skipped queue-manager:ok user:failed',
      ],
    ] as const;
    for (const [changes, expected] of cases) {
      const steps = await stepsOf(world, { username: 'swic', password: 'synthetic-1', ...changes });

      expect(outcomes(steps)).toBe(`${expected} send-queue SEND:skipped receive-queue RECV:skipped round-trip:skipped`);
    }
  });

  test('tells that something else listens there', async () => {
    await using world = await createWorld();
    const stranger = createServer((socket) => socket.on('error', () => undefined).end('220 no queue manager\r\n'));
    stranger.listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    const { port } = stranger.address() as AddressInfo;

    const steps = await stepsOf(world, { connectionName: `127.0.0.1(${port})` });

    stranger.close();
    expect(outcomes(steps)).toContain('client-library:ok host:ok port:ok listener:failed channel:skipped');
  });

  test('tells that it is one of the queues, and still looks at the other', async () => {
    await using world = await createWorld();

    const steps = await stepsOf(world, { testQueues: { send: ['NO.SUCH'], receive: ['RECV'] } });

    expect(outcomes(steps)).toBe(`${ALL} send-queue NO.SUCH:failed receive-queue RECV:ok round-trip:failed`);
    expect(steps.at(-1)?.fault).toMatchObject({ code: 'transport.not-found' });
  });

  test('tells that it is the queue to receive from, and that sending works all the same', async () => {
    await using world = await createWorld();

    const steps = await stepsOf(world, { testQueues: { send: ['SEND'], receive: ['NO.SUCH'] } });

    expect(outcomes(steps)).toBe(`${ALL} send-queue SEND:ok receive-queue NO.SUCH:failed round-trip:ok`);
    expect(steps.find(({ outcome }) => outcome === 'failed')?.fault).toMatchObject({ code: 'transport.not-found' });
  });
});
