import { expect, test } from 'vitest';
import { Fault } from '../contract/fault.js';
import type { Ledger } from '../ports/ledger.js';
import { systemClock } from '../runtime/system-clock.js';
import { createActKeeper } from './keep-act.js';

const act = (command: string) => ({ command, about: 'business=DEC', document: null });

/** A ledger that refuses its writes as long as the disk is full. */
function openActs() {
  const disk = { isFull: true };
  const kept: string[] = [];
  const write: Ledger['write'] = async (changes) => {
    if (disk.isFull) throw new Fault('disk.full', { directory: 'ledger' });
    for (const change of changes)
      if (change.type === 'act') kept.push(`${change.record.user} ${change.record.command}`);
  };
  let count = 0;
  const mintId = (): string => `${(count += 1)}`;
  const clock = { ...systemClock, sleep: () => Promise.resolve() };
  const acts = createActKeeper({ ledger: { write } as Ledger, mintId, clock });
  return { disk, kept, acts };
}

test('with a full disk a flow is stopped and its act is written when there is room; nothing else is done unkept', async () => {
  const { disk, kept, acts } = openActs();
  await acts.keepAct('li', act('stopFlow'));
  await acts.keepAct('wang', act('pause'));
  for (const command of ['startFlow', 'resume', 'resend', 'drop', 'editSettings', 'settleUnknown'])
    await expect(acts.keepAct('li', act(command)), command).rejects.toMatchObject({ code: 'disk.full' });
  expect(kept).toEqual([]);
  disk.isFull = false;
  await acts.run(AbortSignal.abort());
  expect(kept).toEqual(['li stopFlow', 'wang pause']);
  await acts.run(AbortSignal.abort());
  expect(kept).toHaveLength(2);
});

test('a ledger that is broken for good is no full disk: the act is refused', async () => {
  const write = () => Promise.reject(new Fault('ledger.broken', {}));
  const acts = createActKeeper({ ledger: { write } as unknown as Ledger, mintId: () => '1', clock: systemClock });
  await expect(acts.keepAct('li', act('stopFlow'))).rejects.toMatchObject({ code: 'ledger.broken' });
});
