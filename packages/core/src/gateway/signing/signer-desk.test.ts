import { describe, expect, test } from 'vitest';
import type { SwicEvent } from '../../contract/events.js';
import { Fault } from '../../contract/fault.js';
import type { SignerDescription } from '../../contract/signer-state.js';
import { businessKey } from '../../domain/document.js';
import type { Clock } from '../../ports/clock.js';
import type { OpenedSigner, SignatureResult } from '../../ports/signer.js';
import { systemClock } from '../../runtime/system-clock.js';
import type { Holdable } from './holdable.js';
import { SignerDesk } from './signer-desk.js';

const DAY_MS = 86_400_000;
const DEC = businessKey('DEC');
const RMFT = businessKey('RMFT');
const NOW_MS = 1_795_401_718_048;
const never = new AbortController().signal;
const request = { bytes: Buffer.from('x'), purpose: 'dec-sign' } as const;
const RESULT: SignatureResult = {
  signature: Buffer.from('s'),
  certificateNumber: 'N',
  certificate: null,
  algorithm: 'rsa-sha1',
};
const READY: SignerDescription = {
  kind: 'card',
  state: 'ready',
  cardId: 'C',
  certificateNumber: 'N',
  owner: 'O',
  algorithm: 'rsa-sha1',
  validUntilMs: null,
  faultCode: null,
};

const WATCH_MS = 60_000;

/** A desk over a signer that a test tells what to do, with pauses that end at once and are written down; it looks when told. */
function openDesk() {
  const world = {
    description: READY,
    fail: null as Fault | null,
    isAvailable: Promise.resolve(),
    slept: [] as number[],
    nowMs: NOW_MS,
    events: [] as SwicEvent[],
    held: null as Fault | null,
    holds: 0,
    lookAgain: (): void => undefined,
  };
  const clock: Clock = {
    ...systemClock,
    nowMs: () => world.nowMs,
    random: () => 1,
    sleep: async (ms) => {
      if (ms === WATCH_MS) return new Promise((resolve) => (world.lookAgain = resolve));
      world.slept.push(ms);
    },
  };
  const opened: OpenedSigner = {
    signer: {
      kind: 'card',
      describe: async () => world.description,
      sign: async () => {
        if (world.fail !== null) throw world.fail;
        return RESULT;
      },
      whenAvailable: () => world.isAvailable,
      [Symbol.asyncDispose]: async () => undefined,
    },
    verifyPin: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
  const gate: Holdable = {
    hold: (fault) => {
      world.held = fault;
      world.holds += 1;
      return () => {
        if (world.held === fault) world.held = null;
      };
    },
  };
  const desk = new SignerDesk(opened, WATCH_MS, clock, (event) => world.events.push(event));
  return { world, desk, gate };
}

const types = (events: readonly SwicEvent[]): readonly string[] =>
  events.map((event) => (event.type === 'signer.changed' ? `${event.type} ${event.signer.state}` : event.type));

describe('the signer desk', () => {
  test('holds the businesses that joined when the card is gone, those that join later, and lets all go when it is back', async () => {
    const { world, desk, gate } = openDesk();
    desk.join(gate, DEC);
    await desk.look(never);
    world.description = { ...READY, state: 'absent', faultCode: 'signer.absent' };
    await desk.look(never);
    expect(world.held?.code).toBe('signer.absent');
    const late = openDesk();
    const leave = desk.join(late.gate, RMFT);
    expect(late.world.held?.code).toBe('signer.absent');
    leave();
    expect(late.world.held).toBeNull();
    world.description = READY;
    await desk.look(never);
    expect(world.held).toBeNull();
    expect(types(world.events)).toEqual(['signer.changed ready', 'signer.changed absent', 'signer.changed ready']);
  });

  test('a refusal is the document’s own and holds no business', async () => {
    const { world, desk, gate } = openDesk();
    desk.join(gate, DEC);
    world.fail = new Fault('signer.refused');
    await expect(desk.sign(request, never)).rejects.toMatchObject({ code: 'signer.refused' });
    expect(world.holds).toBe(0);
  });

  test('what would halt the agent at its start only holds who signs', async () => {
    const { world, desk, gate } = openDesk();
    desk.join(gate, DEC);
    world.fail = new Fault('config.secret-missing', { keyring: 'card-pin' });
    await expect(desk.sign(request, never)).rejects.toMatchObject({ code: 'signer.held', fate: 'hold' });
    expect(world.held).toMatchObject({ detail: { problem: 'config.secret-missing', keyring: 'card-pin' } });
  });

  test('a signer that says it is ready and fails each time is asked ever more rarely', async () => {
    const { world, desk, gate } = openDesk();
    desk.join(gate, DEC);
    await desk.look(never);
    world.fail = new Fault('signer.broken');
    const stop = new AbortController();
    const running = desk.run(stop.signal);
    for (let round = 1; round <= 12; round += 1) {
      await expect(desk.sign(request, never)).rejects.toMatchObject({ code: 'signer.broken' });
      while (world.held !== null || world.slept.length < round) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(world.slept.slice(0, 6)).toEqual([250, 750, 2_250, 6_750, 20_250, 30_000]);
    expect(Math.max(...world.slept)).toBe(30_000);
    world.fail = null;
    await desk.sign(request, never);
    world.fail = new Fault('signer.broken');
    await expect(desk.sign(request, never)).rejects.toBeInstanceOf(Fault);
    while (world.slept.length < 13) await new Promise((resolve) => setImmediate(resolve));
    expect(world.slept.at(-1)).toBe(250);
    stop.abort();
    await running.catch(() => undefined);
  });

  test('a card pulled in the middle of a signature is said to be absent, and held for its PIN when that is what is left', async () => {
    const { world, desk, gate } = openDesk();
    desk.join(gate, DEC);
    await desk.look(never);
    const stop = new AbortController();
    let comeBack = (): void => undefined;
    world.isAvailable = new Promise((resolve) => {
      comeBack = resolve;
    });
    const running = desk.run(stop.signal);
    world.description = { ...READY, state: 'absent', faultCode: 'signer.absent' };
    world.fail = new Fault('signer.broken');
    await expect(desk.sign(request, never)).rejects.toMatchObject({ code: 'signer.broken' });
    const turnsUntil = async (isTrue: () => boolean): Promise<void> => {
      while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
    };
    await turnsUntil(() => world.slept.length === 1);
    expect(world.held?.code).toBe('signer.absent');
    world.description = { ...READY, state: 'held', faultCode: 'signer.pin-wrong' };
    world.lookAgain();
    await turnsUntil(() => world.held?.code === 'signer.pin-wrong');
    expect(world.slept).toEqual([250]);
    world.description = READY;
    comeBack();
    await turnsUntil(() => world.held === null);
    const said = ['ready', 'broken', 'absent', 'held', 'ready'];
    await turnsUntil(() => world.events.length === said.length);
    expect(types(world.events)).toEqual(said.map((state) => `signer.changed ${state}`));
    stop.abort();
    await running.catch(() => undefined);
  });

  test('a signature that fits no document of a business holds that business once, until another certificate signs', async () => {
    const { world, desk, gate } = openDesk();
    const other = openDesk();
    desk.join(gate, DEC);
    desk.join(other.gate, RMFT);
    await desk.look(never);
    const fault = new Fault('signer.signature-too-long', { found: 344, allowed: 200 });
    for (let document = 0; document < 20; document += 1) desk.holdUnfit(DEC, fault, 'N');
    for (let look = 0; look < 20; look += 1) await desk.look(never);
    expect({ held: world.held, holds: world.holds, others: other.world.holds }).toEqual({
      held: fault,
      holds: 1,
      others: 0,
    });
    expect(desk.findUnfit(DEC)).toBe(fault);
    world.description = { ...READY, certificateNumber: null };
    await desk.look(never);
    expect(world.held).toBe(fault);
    world.description = { ...READY, certificateNumber: 'N2' };
    await desk.look(never);
    expect(world.held).toBeNull();
    expect(desk.findUnfit(DEC)).toBeNull();
  });

  test('a business that is opened anew is tried again, though its signatures did not fit before', async () => {
    const { world, desk, gate } = openDesk();
    const leave = desk.join(gate, DEC);
    await desk.look(never);
    desk.holdUnfit(DEC, new Fault('signer.signature-too-long'), 'N');
    leave();
    expect(world.held).toBeNull();
    desk.join(gate, DEC);
    expect(world.held).toBeNull();
  });

  test('an expiring certificate is told of once for each threshold', async () => {
    const { world, desk } = openDesk();
    world.description = { ...READY, validUntilMs: NOW_MS + 61.5 * DAY_MS };
    for (let day = 0; day < 63; day += 1) {
      await desk.look(never);
      await desk.look(never);
      world.nowMs += DAY_MS;
    }
    const told = world.events.flatMap((event) => (event.type === 'signer.expiring' ? [event.daysLeft] : []));
    expect(told).toEqual([60, 30, 7, -1]);
  });
});
