import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { accountFor } from '../../packages/core/src/drill/account.js';
import { DRILL_SIDES, type DrillStep } from '../../packages/core/src/drill/steps.js';
import { startNode, startSwic } from '../support/agent-process.js';
import { brokenDeclaration, declaration } from '../support/documents.js';
import { openPlatform } from '../support/platform.js';
import { until } from '../support/until.js';
import { expectVerified } from '../support/verify.js';
import type { TransportKind } from '../support/world.js';
import { openWorldOver } from '../support/world-over.js';

const FOLDER = 'Deccus001';
const CRASH_AGENT = fileURLToPath(new URL('./crash-agent.mjs', import.meta.url));

interface Amount {
  readonly documents: number;
  /** Receipts that must be in InBox when it is killed: so many, for instance, that they are flushed together. */
  readonly receiptsMin: number;
}

/** One test for each step and each side of it: killed there, started again, and everything is as it should be. */
export function defineKillMatrix(
  transport: TransportKind,
  steps: readonly DrillStep[],
  { documents, receiptsMin }: Amount = { documents: 12, receiptsMin: 0 },
): void {
  for (const [port, method, nth] of steps) {
    for (const when of DRILL_SIDES) {
      test(`killed ${when} ${port}.${method} number ${nth}: nothing is lost, nothing silently doubled`, async () => {
        await using world = await openWorldOver({
          transport,
          businesses: { DEC: { send: { settleMs: 50, unknownWaitMs: 300 } } },
          // A thread less in each of the two agents; what the threads do is the same.
          more: { limits: { workers: 1 } },
        });
        const expected = [{ name: 'broken', isBroken: true }].concat(
          Array.from({ length: documents }, (_, number) => ({ name: `doc-${number}`, isBroken: false })),
        );
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
        const boxes = {
          outBox: world.list(FOLDER, 'OutBox'),
          tempBox: world.list(FOLDER, 'TempBox'),
          sentBox: world.list(FOLDER, 'SentBox'),
          failBox: world.list(FOLDER, 'FailBox'),
          inBox: world.list(FOLDER, 'InBox'),
        };
        const ledger = await expectVerified(world);
        const evidence = { boxes, ledger, arrivals: platform.arrivals, disturbances: 1 };
        expect(accountFor(expected, evidence)).toMatchObject({ lost: [], doubled: [], unfinished: [] });
        expect(inBox).toHaveLength(documents + 1);
      });
    }
  }
}

/** `20261123/doc-1_20261123104158048.xml` -> `doc-1` */
function documentName(file: string): string {
  return path.basename(file).replace(/_\d{17}\.xml$/, '');
}
