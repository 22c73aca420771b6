import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ATTEMPT_HEADER } from '../../packages/core/src/domain/message.js';
import { startNode, startSwic } from '../support/agent-process.js';
import { brokenDeclaration, declaration } from '../support/documents.js';
import { openPlatform } from '../support/platform.js';
import { until } from '../support/until.js';
import { expectVerified } from '../support/verify.js';
import type { TransportKind } from '../support/world.js';
import { openWorldOver } from '../support/world-over.js';

const FOLDER = 'Deccus001';
const CRASH_AGENT = fileURLToPath(new URL('./crash-agent.mjs', import.meta.url));

/** Every durable step of the spine, in its order: port, method, and which of its calls. */
export const STEPS = [
  ['boxes', 'claim', 1],
  ['boxes', 'claim', 7],
  ['ledger', 'write', 1],
  ['ledger', 'write', 2],
  ['ledger', 'write', 3],
  ['session', 'send', 1],
  ['session', 'send', 6],
  ['boxes', 'file', 1],
  ['boxes', 'file', 5],
  ['inBox', 'deposit', 1],
  ['inBox', 'deposit', 2],
  ['inBox', 'deposit', 6],
  ['inBox', 'flush', 1],
] as const;

interface Amount {
  readonly documents: number;
  /** Receipts that must be in InBox when it is killed: so many, for instance, that they are flushed together. */
  readonly receiptsMin: number;
}

/** One test for each step and each side of it: killed there, started again, and everything is as it should be. */
export function defineKillMatrix(
  transport: TransportKind,
  steps: readonly (typeof STEPS)[number][],
  { documents, receiptsMin }: Amount = { documents: 12, receiptsMin: 0 },
): void {
  for (const [port, method, nth] of steps) {
    for (const when of ['before', 'after'] as const) {
      test(`killed ${when} ${port}.${method} number ${nth}: nothing is lost, nothing silently doubled`, async () => {
        await using world = await openWorldOver({
          transport,
          businesses: { DEC: { send: { settleMs: 50, unknownWaitMs: 300 } } },
          // A thread less in each of the two agents; what the threads do is the same.
          more: { limits: { workers: 1 } },
        });
        await using platform = await openPlatform(world);
        for (let number = 0; number < documents; number += 1)
          world.drop(FOLDER, `doc-${number}.xml`, declaration(number));
        world.drop(FOLDER, 'broken.xml', brokenDeclaration(99));

        await using crashing = startNode(world, [CRASH_AGENT, world.config, port, method, when, String(nth)], {});
        expect(await crashing.finished).toMatchObject({ signal: 'SIGKILL' });
        expect(world.list(FOLDER, 'InBox').length).toBeGreaterThanOrEqual(receiptsMin);
        await using agent = startSwic(world, ['run']);
        await using _client = await agent.connect();
        const isDone = (): boolean =>
          world.list(FOLDER, 'InBox').length > documents &&
          world.list(FOLDER, 'SentBox').length === documents &&
          world.list(FOLDER, 'TempBox').length === 0;
        await until('every document is filed and answered', isDone).catch((reason: unknown) => {
          throw new Error(`${String(reason)}\n${agent.said()}`);
        });
        agent.kill('SIGTERM');
        expect(await agent.finished).toMatchObject({ code: 0 });

        expect(world.list(FOLDER, 'OutBox')).toEqual([]);
        expect(world.list(FOLDER, 'TempBox')).toEqual([]);
        expect(world.list(FOLDER, 'SentBox').map(documentName).sort()).toEqual(
          Array.from({ length: documents }, (_, number) => `doc-${number}`).sort(),
        );
        expect(world.list(FOLDER, 'FailBox').map(documentName)).toEqual(['broken']);
        const inBox = world.list(FOLDER, 'InBox');
        expect(inBox.filter((name) => name.startsWith('Failed_broken_'))).toHaveLength(1);
        // Sent twice is answered twice; each answer is there once.
        const marked = platform.received.filter(({ headers }) => headers[ATTEMPT_HEADER] !== undefined);
        const twice = [...platform.counts()].filter(([, count]) => count > 1).map(([id]) => id);
        expect(marked.map(({ id }) => id)).toEqual(expect.arrayContaining(twice));
        expect(new Set(platform.received.map(({ id }) => id)).size).toBeGreaterThanOrEqual(documents);
        const answers = inBox.filter((name) => name.startsWith('Successed_'));
        for (let number = 0; number < documents; number += 1)
          expect(answers.filter((name) => name.startsWith(`Successed_doc-${number}_`))).toHaveLength(1);
        await expectVerified(world);
      });
    }
  }
}

/** `20261123/doc-1_20261123104158048.xml` -> `doc-1` */
function documentName(file: string): string {
  return path.basename(file).replace(/_\d{17}\.xml$/, '');
}
