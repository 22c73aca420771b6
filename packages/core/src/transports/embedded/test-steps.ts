import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../contract/fault.js';
import type { Message } from '../../domain/message.js';
import { sendOne } from '../../ports/array-of-one.js';
import type { TestStep } from '../../ports/transport.js';
import { withDeadline } from '../../runtime/deadline.js';
import type { TransportDeps } from '../deps.js';
import { createStepRunner, type StepResult, stepOk } from '../run-step.js';
import { codeOf, embeddedFault } from './faults.js';
import { openEmbeddedSession } from './session.js';
import type { EmbeddedSettings } from './settings.js';
import { countUnsettled } from './store/batch-format.js';
import { queueDirectory } from './store/queue-directory.js';

const ROUND_TRIP_MS = 10_000;
/** Depths are counted in so many files; more are reported as «at least». */
const FILES_COUNTED_MAX = 1_000;
/** A file's states lie within its first bytes. */
const FRONT_BYTES = 512;

/** directory, each send and receive queue (its depth, nothing is taken from it), and a message to a private queue and back. */
export async function testEmbedded(
  settings: EmbeddedSettings,
  deps: TransportDeps,
  onStep: (step: TestStep) => void,
  signal: AbortSignal,
): Promise<void> {
  const runner = createStepRunner(deps.clock, onStep);
  await runner.require('directory', async () => {
    try {
      await mkdir(settings.directory, { recursive: true });
      return stepOk(settings.directory);
    } catch (reason) {
      throw embeddedFault(reason, 'transport.unreachable', { path: settings.directory });
    }
  });
  for (const queue of settings.testQueues.send)
    await runner.run(`send-queue ${queue}`, () => lookAtQueue(settings, queue));
  for (const queue of settings.testQueues.receive)
    await runner.run(`receive-queue ${queue}`, () => lookAtQueue(settings, queue));
  await runner.run('round-trip', () =>
    withDeadline(goRound(settings, deps, signal), ROUND_TRIP_MS, 'transport.timeout'),
  );
}

function lookAtQueue(settings: EmbeddedSettings, queue: string): Promise<StepResult> {
  const { ready, refused, damaged } = queueDirectory(settings.directory, queue);
  try {
    const files = batchesIn(ready);
    const unsettled = files.slice(0, FILES_COUNTED_MAX).reduce((sum, name) => sum + unsettledIn(join(ready, name)), 0);
    const bound = files.length > FILES_COUNTED_MAX ? 'at least ' : '';
    const note = `${bound}${unsettled} messages, ${batchesIn(refused).length} refused, ${batchesIn(damaged).length} damaged files`;
    return Promise.resolve(stepOk(note));
  } catch (reason) {
    return Promise.reject(embeddedFault(reason, 'transport.closed', { queue }));
  }
}

/** A queue that was never used has no directory yet, and nothing in it. */
function batchesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory).filter((name) => name.endsWith('.batch'));
  } catch (reason) {
    if (codeOf(reason) === 'ENOENT') return [];
    throw reason;
  }
}

function unsettledIn(path: string): number {
  try {
    const fd = openSync(path, 'r');
    try {
      const front = Buffer.alloc(FRONT_BYTES);
      return countUnsettled(front.subarray(0, readSync(fd, front, 0, FRONT_BYTES, 0)));
    } finally {
      closeSync(fd);
    }
  } catch (reason) {
    // Settled while we looked.
    if (codeOf(reason) === 'ENOENT') return 0;
    throw reason;
  }
}

async function goRound(settings: EmbeddedSettings, deps: TransportDeps, signal: AbortSignal): Promise<StepResult> {
  const queue = `swic-test-${randomUUID()}`;
  const message: Message = {
    id: randomUUID(),
    type: '',
    contentType: 'application/octet-stream',
    headers: {},
    sentAtMs: null,
    body: Buffer.from(queue),
  };
  try {
    await using session = await openEmbeddedSession(settings, deps, signal);
    await sendOne(session, queue, message, signal);
    for await (const delivery of session.receive(queue, { prefetch: 1 }, signal)) {
      await delivery.accept();
      if (delivery.message.id === message.id) return stepOk();
    }
    throw (await session.ended) ?? new Fault('operation.aborted');
  } finally {
    await rm(queueDirectory(settings.directory, queue).root, { recursive: true, force: true });
  }
}
