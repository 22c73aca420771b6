import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '../../packages/core/src/config/load.js';
import { Fault } from '../../packages/core/src/contract/fault.js';
import type { Gateway } from '../../packages/core/src/gateway/gateway.js';
import { openGateway } from '../../packages/core/src/gateway/open-gateway.js';
import type { Decorate } from '../../packages/core/src/gateway/parts/shared.js';
import type { Ledger } from '../../packages/core/src/ports/ledger.js';
import type { Session } from '../../packages/core/src/ports/transport.js';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import { declaration } from '../support/documents.js';
import { until } from '../support/until.js';
import { openWorld, type World } from '../support/world.js';

const FOLDER = 'Deccus001';
const never = new AbortController().signal;

function open(world: World, decorate: Decorate | null = null): Promise<Gateway> {
  const options = {
    version: '0',
    clock: systemClock,
    console: 'none' as const,
    pageDirectory: null,
    decorate,
    openSigner: null,
    tellUpgrade: null,
  };
  return openGateway(loadConfig(world.config), options, never);
}

const unanswered: Session['send'] = (_queue, messages) =>
  messages.map(() => Promise.resolve(new Fault('transport.outcome-unknown')));

test('a fault that stops the agent stops it also where a parked document meets it', async () => {
  await using world = openWorld({ transport: 'embedded', businesses: { DEC: { send: { onUnknown: 'hold' } } } });
  let isBroken = false;
  const decorate: Decorate = (name, port) => {
    if (name === 'ledger') return over(port, { write: refusing(port as unknown as Ledger, () => isBroken) });
    if (name === 'session') return over(port, { send: unanswered });
    return port;
  };
  world.drop(FOLDER, 'parked.xml', declaration(1));
  await using gateway = await open(world, decorate);
  const ended = gateway.run(never, never).then(
    () => null,
    (reason: unknown) => reason,
  );
  const client = gateway.connect();
  await until('it is parked', async () =>
    (await client.call('status', null)).businesses.some(({ counts }) => counts.unknown === 1),
  );
  isBroken = true;
  // The operator's word cannot be made durable either, and is refused.
  const settling = client.call('settleUnknown', { document: 'parked.xml', decision: 'sent', by: 'a.person' });
  await expect(settling).rejects.toMatchObject({ code: 'ledger.broken' });
  expect(await ended).toMatchObject({ code: 'ledger.broken', fate: 'halt' });
});

test('what was acquired is given back when a later step of the opening fails', async () => {
  await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} } });
  const outBox = world.box(FOLDER, 'OutBox');
  const leases = [path.join(outBox, '.swic-lease'), path.join(path.dirname(outBox), '.OutBox.swic-lease')];
  // OTHERS is opened first, and has no OutBox.
  const failing: Decorate = (name, port) => {
    if (name !== 'boxes' || !leases.every((lease) => existsSync(lease))) return port;
    throw new Fault('ledger.broken');
  };
  await expect(open(world, failing)).rejects.toMatchObject({ code: 'ledger.broken' });
  expect(leases.filter((lease) => existsSync(lease))).toEqual([]);
});

function over<Port extends object>(port: Port, changes: Partial<Ledger> | Partial<Session>): Port {
  return new Proxy(port, {
    get: (target, name) => {
      const value: unknown = Reflect.get(name in changes ? changes : target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

function refusing(ledger: Ledger, isBroken: () => boolean): Ledger['write'] {
  return async (changes, durability) => {
    if (isBroken()) throw new Fault('ledger.broken');
    await ledger.write(changes, durability);
  };
}
