import { describe, expect, test } from 'vitest';
import type { AlertMessage } from '../../packages/core/src/contract/alerts.js';
import { Fault } from '../../packages/core/src/contract/fault.js';
import type { AlertChannel } from '../../packages/core/src/ports/alert-channel.js';
import { makeAlertMessage, makeNotice } from '../support/alerts/alert-message.js';

/** The other side of a channel, as a test makes it. */
export interface ChannelWorld extends AsyncDisposable {
  readonly channel: AlertChannel;
  /** Everything that arrived, as text. */
  readonly arrived: () => string;
}

export type Behaviour = 'takes' | 'refuses' | 'hangs' | 'away';

/** What every adapter of the port has to do. `open` makes the other side and a channel with a time limit of 500 ms. */
export function describeAlertChannel(name: string, open: (behaviour: Behaviour) => Promise<ChannelWorld>): void {
  const deliver = async (behaviour: Behaviour, signal = new AbortController().signal): Promise<string> => {
    await using world = await open(behaviour);
    return await world.channel.deliver(makeAlertMessage(), signal).then(
      () => 'taken',
      (reason: unknown) => Fault.from(reason, 'internal.unexpected').code,
    );
  };

  describe(`alert channel: ${name}`, () => {
    test('resolves when the other side has taken the message, with what happened and what to do', async () => {
      await using world = await open('takes');
      await world.channel.deliver(makeAlertMessage(), new AbortController().signal);
      expect(world.arrived()).toMatch(/2 flows are held|2 个任务停滞/);
      expect(world.arrived()).toContain('transport.unreachable');
      expect(world.arrived()).toContain('DEC send');
    });

    test('takes a message twice, and one of a test', async () => {
      await using world = await open('takes');
      const test_: AlertMessage = makeAlertMessage({ kind: 'test', notices: [] });
      for (const message of [makeAlertMessage(), makeAlertMessage(), test_])
        await world.channel.deliver(message, new AbortController().signal);
    });

    test('what comes from outside cannot forge a line or hide in one', async () => {
      await using world = await open('takes');
      const notice = makeNotice({ places: ['DEC\u001b[2J send\u202e\nforged'] });
      await world.channel.deliver(makeAlertMessage({ notices: [notice] }), new AbortController().signal);
      expect(world.arrived()).not.toMatch(/[\u001b\u202e]|^forged/m);
    });

    test('no is alert.refused', async () => expect(await deliver('refuses')).toBe('alert.refused'));
    test('no answer in time is alert.unreachable', async () =>
      expect(await deliver('hangs')).toBe('alert.unreachable'));
    test('no other side is alert.unreachable', async () => expect(await deliver('away')).toBe('alert.unreachable'));
    test('an abort ends it at once', async () => {
      expect(await deliver('hangs', AbortSignal.abort())).toBe('operation.aborted');
    });
  });
}
