import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { EPORT_IKEY, step } from '@swic/card-ffi';
import { expect, test, vi } from 'vitest';
import { hostEnvironment } from '../../packages/card-ffi/src/client/environment.js';
import { openRendezvous } from '../../packages/card-ffi/src/client/rendezvous.js';
import { PeerGone } from '../../packages/card-ffi/src/protocol/peer.js';
import { buildHost } from '../support/card/build-host.js';
import { buildSimulator } from '../support/card/build-simulator.js';
import { openSimulatedCard } from '../support/card/card.js';
import { CARD, createWorld } from '../support/card/world.js';
import { describeWithCompiler } from '../support/compiler.js';

const { signal } = new AbortController();
const PIN = Buffer.from(CARD.pin);
const signOnce = {
  pin: PIN,
  expectedCard: null,
  isBracketed: true,
  steps: [step('SpcSignData', { data: Buffer.from('x') })],
} as const;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describeWithCompiler('the card host', () => {
  test('a crash of the library fails the call, tells the signal, and the next call has a new host', async () => {
    using world = createWorld('rsa-sha1');
    world.control('crash SpcSignData once=crashed');
    await using card = openSimulatedCard(world);
    const waiting = [card.use(signOnce, signal), card.use(signOnce, signal)];
    await expect(waiting[0]).rejects.toMatchObject({
      code: 'signer.broken',
      fate: 'hold',
      detail: { problem: 'crash', signal: 'SIGSEGV' },
    });
    expect((await waiting[1])?.outputs[0]?.signature).toHaveLength(128);
    expect(card.facts().restarts).toBe(1);
  });

  test('a hang is cut off at its deadline, the host is killed and replaced', async () => {
    using world = createWorld('rsa-sha1');
    world.control('hang SpcSignData once=hung');
    await using card = openSimulatedCard(world, { bracketLimitMs: 1_000, stepLimitMs: 500 });
    await card.call('SpcGetCardID', {}, signal);
    const pid = card.facts().host?.pid ?? 0;
    await expect(card.use(signOnce, signal)).rejects.toMatchObject({
      code: 'signer.broken',
      detail: { problem: 'hang', limitMs: 1_500 },
    });
    expect(isAlive(pid)).toBe(false);
    expect((await card.use(signOnce, signal)).failure).toBeNull();
  });

  test('a slow card is waited for', async () => {
    using world = createWorld('rsa-sha1');
    world.control('delay SpcSignData ms=300');
    await using card = openSimulatedCard(world);
    expect((await card.use(signOnce, signal)).failure).toBeNull();
  });

  test('a caller that leaves is answered at once, and the card is cleared before the next use', async () => {
    using world = createWorld('rsa-sha1');
    world.control('delay SpcSignData ms=200');
    await using card = openSimulatedCard(world);
    await card.call('SpcGetCardID', {}, signal);
    const leaving = new AbortController();
    const left = card.use(signOnce, leaving.signal);
    leaving.abort();
    await expect(left).rejects.toMatchObject({ code: 'operation.aborted' });
    await card.call('SpcGetCardID', {}, signal);
    const names = world.journal();
    expect(names.filter((name) => name === 'SpcInitEnvEx')).toHaveLength(
      names.filter((name) => name === 'SpcClearEnv').length,
    );
  });

  test('an idle host that died is noticed by the heartbeat, before it is needed', async () => {
    using world = createWorld('rsa-sha1');
    await using card = openSimulatedCard(world, { heartbeatMs: 30 });
    await card.call('SpcGetCardID', {}, signal);
    process.kill(card.facts().host?.pid ?? 0, 'SIGKILL');
    await expect.poll(() => card.facts().host, { timeout: 5_000 }).toBeNull();
    expect(await card.call('SpcGetCardID', {}, signal)).toEqual({ text: CARD.cardId });
  });

  test('an idle host that hangs is noticed by the heartbeat and killed', async () => {
    using world = createWorld('rsa-sha1');
    await using card = openSimulatedCard(world, { heartbeatMs: 30, heartbeatLimitMs: 200 });
    await card.call('SpcGetCardID', {}, signal);
    const pid = card.facts().host?.pid ?? 0;
    process.kill(pid, 'SIGSTOP');
    await expect.poll(() => isAlive(pid), { timeout: 5_000 }).toBe(false);
    expect(await card.call('SpcGetCardID', {}, signal)).toEqual({ text: CARD.cardId });
  });

  test('closing ends the host, also one that hangs in the library', async () => {
    using world = createWorld('rsa-sha1');
    world.control('hang SpcSignData');
    const card = openSimulatedCard(world);
    await card.call('SpcGetCardID', {}, signal);
    const pid = card.facts().host?.pid ?? 0;
    const hanging = card.use(signOnce, signal).catch((reason: unknown) => reason);
    await expect.poll(() => world.journal().includes('SpcSignData')).toBe(true);
    await card[Symbol.asyncDispose]();
    expect(await hanging).toMatchObject({ code: 'operation.aborted' });
    expect(isAlive(pid)).toBe(false);
  });

  test('restarts wait longer with each failure in a row', async () => {
    using world = createWorld('rsa-sha1');
    world.control('crash SpcInitEnvEx');
    await using card = openSimulatedCard(world, { backoffFirstMs: 40, backoffMaxMs: 10_000 });
    const started = performance.now();
    for (let round = 0; round < 4; round += 1) await card.call('SpcGetCardID', {}, signal).catch(() => undefined);
    // Pauses of at least half of 40, 80 and 160 ms.
    expect(performance.now() - started).toBeGreaterThan(140);
    expect(card.facts().restarts).toBe(3);
  });

  test.each([
    ['a missing library', { library: '/nowhere/libSPSecureAPI.so' }, 'library-missing'],
    ['a file that is no library', { library: '/etc/passwd' }, 'library-foreign'],
    ['a missing Node', { runtime: '/nowhere/node' }, 'runtime'],
  ])('%s is a matter of configuration', async (_name, changes, problem) => {
    using world = createWorld('rsa-sha1');
    await using card = openSimulatedCard(world, changes);
    await expect(card.call('SpcGetCardID', {}, signal)).rejects.toMatchObject({
      code: 'signer.configuration',
      detail: { problem },
    });
  });

  test('a host without the native part of ffi-rs says so', async () => {
    using world = createWorld('rsa-sha1');
    const directory = mkdtempSync(join(tmpdir(), 'swic-no-ffi-'));
    try {
      // Away from the repository's node_modules there is no ffi-rs at all.
      cpSync(dirname(dirname(buildHost())), directory, { recursive: true });
      const main = createRequire(import.meta.url).resolve('vscode-jsonrpc/node');
      cpSync(join(dirname(main), '..', '..'), join(directory, 'node_modules', 'vscode-jsonrpc'), { recursive: true });
      await using card = openSimulatedCard(world, { entry: join(directory, 'host', 'entry.js') });
      await expect(card.call('SpcGetCardID', {}, signal)).rejects.toMatchObject({
        code: 'signer.configuration',
        detail: { problem: 'native-missing' },
      });
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  test('a library for another processor is told apart before it is loaded', async () => {
    using world = createWorld('rsa-sha1');
    const directory = mkdtempSync(join(tmpdir(), 'swic-foreign-'));
    try {
      const library = join(directory, 'libSPSecureAPI.so');
      const copy = readFileSync(buildSimulator());
      copy.writeUInt16LE(183, 18);
      writeFileSync(library, copy);
      await using card = openSimulatedCard(world, { library });
      await expect(card.call('SpcGetCardID', {}, signal)).rejects.toMatchObject({
        code: 'signer.configuration',
        detail: { problem: 'library-foreign', library: 'arm64', host: process.arch },
      });
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  test('a stranger on the socket is cut off and learns nothing', async () => {
    await using meeting = await openRendezvous();
    const socket = createConnection(meeting.address);
    const received: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => received.push(chunk));
    const value = { version: 1, nonce: 'n', proof: '00' };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'hello', params: { value } });
    socket.write(`Content-Length: ${body.length}\r\n\r\n${body}`);
    await new Promise((resolve) => socket.once('close', resolve));
    expect(Buffer.concat(received).toString()).not.toContain('proof');
  });
});

describeWithCompiler('the host and its parent', () => {
  test.runIf(process.platform === 'linux')(
    'a host dies with its parent, even while it hangs in the library',
    async () => {
      using world = createWorld('rsa-sha1');
      world.control('hang SpcSignData');
      await using meeting = await openRendezvous();
      const environment = hostEnvironment(process.env, world.environment, meeting);
      const parent = spawn('sh', ['-c', '"$0" "$1" & wait', process.execPath, buildHost()], {
        env: environment,
        stdio: 'ignore',
      });
      const peer = await meeting.peer;
      const open = { library: buildSimulator(), functions: EPORT_IKEY.functions };
      const { pid } = (await peer.request('open', open, signal)) as { readonly pid: number };
      const pin = PIN.toString('base64');
      const steps = [{ name: 'SpcSignData', inputs: { data: 'eA==' }, isOptional: false }];
      const hanging = peer.request('use', { bracket: 'device', expectedCard: null, pin, steps }, signal);
      const lost = expect(hanging).rejects.toBeInstanceOf(PeerGone);
      await expect.poll(() => world.journal().includes('SpcSignData')).toBe(true);
      parent.kill('SIGKILL');
      await lost;
      await expect.poll(() => isAlive(pid), { timeout: 5_000 }).toBe(false);
    },
  );
});

describeWithCompiler('the PIN', () => {
  test.runIf(process.platform === 'linux')('is in no argument and no environment', async () => {
    using world = createWorld('rsa-sha1');
    world.control('delay SpcSignData ms=300');
    await using card = openSimulatedCard(world);
    await card.call('SpcGetCardID', {}, signal);
    const signing = card.use(signOnce, signal);
    await expect.poll(() => world.journal().includes('SpcSignData')).toBe(true);
    const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    const seen = processes.flatMap((pid) => [
      readIfAllowed(`/proc/${pid}/cmdline`),
      readIfAllowed(`/proc/${pid}/environ`),
    ]);
    expect(seen.some((text) => text.includes('entry.js'))).toBe(true);
    expect(seen.filter((text) => text.includes(CARD.pin))).toEqual([]);
    await signing;
  });

  test.runIf(process.platform === 'linux')('cannot end up in a core dump of the host', () => {
    const host = dirname(buildHost());
    const script = `
      const { loadNative } = await import(${JSON.stringify(join(host, 'native.js'))});
      const { harden } = await import(${JSON.stringify(join(host, 'hardening.js'))});
      const native = loadNative();
      harden(native);
      const { I32 } = native.DataType;
      console.log(native.load({ library: 'libc', funcName: 'prctl', retType: I32, paramsType: [I32], paramsValue: [3] }));`;
    // PR_GET_DUMPABLE: 1 is an ordinary process, 0 one that leaves no core and that no other may trace.
    expect(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }).trim()).toBe(
      '0',
    );
  });

  test('is in no fault, whatever goes wrong with it', async () => {
    using world = createWorld('rsa-sha1');
    const faults: unknown[] = [];
    for (const line of [
      'crash SpcVerifyPIN once=a',
      'fault SpcVerifyPIN code=51001 count=1',
      'fault SpcSignData code=50000 count=1',
    ]) {
      world.control(line);
      await using card = openSimulatedCard(world);
      const outcome = await card.use(signOnce, signal).catch((reason: unknown) => reason);
      faults.push(outcome, outcome instanceof Error ? [outcome.message, outcome.stack, String(outcome.cause)] : null);
    }
    expect(JSON.stringify(faults)).not.toContain(CARD.pin);
    expect(JSON.stringify(faults)).not.toContain(PIN.toString('base64'));
  });
});

describeWithCompiler('the socket', () => {
  test('is gone as soon as the host has found it', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'swic-sockets-'));
    vi.stubEnv('TMPDIR', directory);
    try {
      using world = createWorld('rsa-sha1');
      await using card = openSimulatedCard(world);
      await card.call('SpcGetCardID', {}, signal);
      expect(
        readdirSync(directory).filter((name) => name.startsWith('swic-card-') && !name.startsWith('swic-card-world-')),
      ).toEqual([]);
    } finally {
      vi.unstubAllEnvs();
      rmSync(directory, { recursive: true, force: true });
    }
  });
});

function readIfAllowed(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    // The process has ended, or may not be looked at, which is the better case.
    return '';
  }
}
