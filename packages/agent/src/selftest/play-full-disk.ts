import path from 'node:path';
import type { Snapshot } from '@swic/core';
import { startChild } from './child-agent.js';
import { accountOf, untilDone } from './finish-batch.js';
import type { RoundResult } from './report.js';
import { dropBatch, type Stage } from './stage.js';
import { mountVolume, VOLUME } from './volume.js';
import { waitUntil } from './wait-until.js';
import { makeWorkplace } from './workplace.js';

/** For ledger, log and boxes; a document needs a share of its own. */
const VOLUME_BYTES = 64 * 1024 * 1024;
const DOCUMENT_BYTES = 64 * 1024;
/** From the full disk to the word that sending is held. */
const HELD_MS = 60_000;

/** An agent on a small volume that is filled when its documents are there: it holds them, and goes on by itself when there is room. */
export async function playFullDisk(
  stage: Stage,
  number: number,
  documents: number,
  signal: AbortSignal,
): Promise<RoundResult> {
  if (process.platform !== 'linux') return { outcome: 'not-run', reason: 'not-linux' };
  const { clock } = stage;
  await using volume = await mountVolume(path.join(stage.ground, VOLUME), VOLUME_BYTES + documents * DOCUMENT_BYTES);
  if (volume === null) return { outcome: 'not-run', reason: 'no-rights' };
  const place = makeWorkplace(path.join(volume.directory, 'work'), stage.transport);
  await using child = startChild(place, null, clock);
  await using client = await child.connect(signal);
  const flow = { business: 'DEC', direction: 'send' } as const;
  await client.call('stopFlow', flow);
  const batch = dropBatch(stage, place, number, documents);
  volume.fill();
  await client.call('startFlow', flow);
  const held = (): Promise<boolean> => client.call('status', null).then(isSendingHeld, () => false);
  const isHeld = await waitUntil(held, { clock, limitMs: HELD_MS }, signal);
  volume.free();
  const freedMs = clock.tickMs();
  await untilDone(stage, place, { batch, child }, signal);
  const recoveredMs = clock.tickMs() - freedMs;
  await child.stop(signal);
  const account = await accountOf(stage, place, { batch, disturbances: 1, recoveredMs }, signal);
  return isHeld || account.lost.length + account.doubled.length > 0
    ? account
    : { outcome: 'not-run', reason: 'not-reached' };
}

function isSendingHeld({ businesses }: Snapshot): boolean {
  return businesses.some(({ key, send }) => key === 'DEC' && send?.state === 'held');
}
