import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeDirectory } from '../../../../test/support/boxes/box-world.js';
import type { Probe } from './disk.js';
import { firstSight, judge, type Sighting, sightingOf, type Track, toIdentity } from './settler.js';

const SETTLE_MS = 500;

/** What a look at a real file gives, with the version of its content in its size and time. */
function prober(): (version: number) => Probe & { readonly kind: 'open' } {
  using root = makeDirectory();
  writeFileSync(join(root.path, 'a.xml'), 'x');
  const facts = statSync(join(root.path, 'a.xml'), { bigint: true });
  return (version) => {
    const changed = Object.create(facts) as typeof facts;
    Object.assign(changed, { size: BigInt(version % 3), mtimeNs: BigInt(version), ino: facts.ino, dev: facts.dev });
    return { kind: 'open', facts: changed };
  };
}

test('whenever it is looked at, a file is settled only after the same was seen for the whole time', () => {
  const probe = prober();
  const step = fc.record({ waitMs: fc.integer({ min: 0, max: 700 }), isChanged: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let version = 1;
      let tickMs = 0;
      let sameSinceMs = 0;
      let track: Track = firstSight('a.xml', sightingOf(probe(version).facts), { tickMs, nowMs: 0 }, SETTLE_MS);
      for (const { waitMs, isChanged } of steps) {
        tickMs += waitMs;
        if (isChanged) version += 1;
        const verdict = judge(track, probe(version), { tickMs, nowMs: tickMs }, SETTLE_MS);
        if (verdict.kind === 'gone') throw new Error('it is there');
        if (isChanged) sameSinceMs = tickMs;
        expect(verdict.kind === 'settled').toBe(tickMs - sameSinceMs >= SETTLE_MS && !isChanged);
        // What is not settled is always looked at again, and in time.
        if (verdict.kind !== 'settled') expect(verdict.track.dueMs).toBe(sameSinceMs + SETTLE_MS);
        track = verdict.track;
      }
    }),
  );
});

test('an identity survives its way through text', () => {
  const seen: Sighting = {
    device: 2n ** 63n,
    inode: 2n ** 64n - 1n,
    sizeBytes: 5n,
    modifiedNs: 1_795_401_718_048_123_456n,
  };
  expect(toIdentity(seen)).toEqual({
    device: '9223372036854775808',
    inode: '18446744073709551615',
    sizeBytes: 5,
    modifiedNs: '1795401718048123456',
  });
});

test.each([
  ['EBUSY', 'disk.locked', 1_000],
  ['EACCES', 'disk.denied', 5_000],
  ['EIO', 'disk.failed', 5_000],
])('a file that cannot be opened (%s) waits as %s', (errno, code, delayMs) => {
  const seen: Sighting = { device: 1n, inode: 1n, sizeBytes: 1n, modifiedNs: 1n };
  const track = firstSight('a.xml', seen, { tickMs: 0, nowMs: 0 }, SETTLE_MS);
  const reason = Object.assign(new Error('no'), { code: errno });
  const verdict = judge(track, { kind: 'failed', reason }, { tickMs: 600, nowMs: 600 }, SETTLE_MS);
  expect(verdict).toMatchObject({ kind: 'stuck', track: { code, dueMs: 600 + delayMs, stillSinceMs: 0 } });
});
