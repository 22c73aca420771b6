import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ATTEMPT_HEADER } from '../../packages/core/src/domain/message.js';
import { startSwic } from '../support/agent-process.js';
import { canMount } from '../support/can-mount.js';
import { declaration } from '../support/documents.js';
import { openPlatform } from '../support/platform.js';
import { describeWithBroker } from '../support/rabbitmq.js';
import { until } from '../support/until.js';
import { expectVerified } from '../support/verify.js';
import { openWorld } from '../support/world.js';

const FOLDER = 'Deccus001';
const DOCUMENTS = 30;
const VOLUME = '64m';

describeWithBroker('a disk that is full', () => {
  // Mounting a small volume needs to be root, and more than that in some containers.
  test.skipIf(!canMount())(
    'holds all work, and lets it go on by itself when there is room again: nothing is lost',
    async () => {
      await using volume = mount();
      await using world = openWorld({
        transport: 'rabbitmq',
        businesses: { DEC: { send: { settleMs: 50, unknownWaitMs: 200 } } },
        parent: volume.directory,
      });
      await using platform = await openPlatform(world);
      await using agent = startSwic(world, ['run']);
      await using client = await agent.connect();
      world.drop(FOLDER, 'first.xml', declaration(0));
      await until('work goes on', () => world.list(FOLDER, 'InBox').length === 1);
      await client.call('stopFlow', { business: 'DEC', direction: 'send' });
      for (let number = 1; number <= DOCUMENTS; number += 1)
        world.drop(FOLDER, `doc-${number}.xml`, declaration(number));

      const filler = fill(volume.directory);
      await client.call('startFlow', { business: 'DEC', direction: 'send' });
      await until('it is held', async () => {
        const { businesses } = await client.call('status', null);
        return businesses.some(({ key, send }) => key === 'DEC' && send?.state === 'held');
      });
      expect(world.list(FOLDER, 'FailBox')).toEqual([]);
      await expect.poll(() => agent.said()).toMatch(/disk\.full|ledger\.write-failed/);
      rmSync(filler);

      const all = DOCUMENTS + 1;
      await until('every document is filed', () => world.list(FOLDER, 'SentBox').length === all, 90_000);
      await until('and answered', () => world.list(FOLDER, 'InBox').length === all, 60_000);
      for (const box of ['OutBox', 'TempBox', 'FailBox'] as const) expect(world.list(FOLDER, box)).toEqual([]);
      expect(new Set(platform.received.map(({ id }) => id)).size).toBe(all);
      const marked = new Set(platform.received.flatMap(({ id, headers }) => (ATTEMPT_HEADER in headers ? [id] : [])));
      for (const [id, count] of platform.counts()) if (count > 1) expect(marked).toContain(id);
      agent.kill('SIGTERM');
      expect(await agent.finished).toMatchObject({ code: 0 });
      await expectVerified(world);
    },
    180_000,
  );
});

/** A volume of its own, in memory, for configuration, boxes, ledger and log. */
function mount(): AsyncDisposable & { readonly directory: string } {
  const directory = mkdtempSync(path.join(tmpdir(), 'swic-volume-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${VOLUME}`, 'tmpfs', directory], { stdio: 'ignore' });
  return {
    directory,
    async [Symbol.asyncDispose]() {
      execFileSync('umount', ['-l', directory]);
      rmSync(directory, { recursive: true });
    },
  };
}

/** To the last byte: what the file system gives, and then page by page. */
function fill(directory: string): string {
  const file = path.join(directory, 'filler');
  const { bavail, bsize } = statfsSync(directory);
  writeFileSync(file, Buffer.alloc(Math.max(0, bavail - 1) * bsize));
  try {
    for (;;) writeFileSync(file, Buffer.alloc(bsize), { flag: 'a' });
  } catch {
    return file;
  }
}
