import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Fault } from '../../packages/core/src/contract/fault.js';
import { FAULTS } from '../../packages/core/src/contract/fault-table.js';
import { ibmmqFault, putFault } from '../../packages/core/src/transports/ibmmq/faults.js';
import { isAboutMessage, MQ_REASONS } from '../../packages/core/src/transports/ibmmq/reasons.js';
import { connectionOrder, startClient } from '../../packages/core/src/transports/ibmmq/wire/client.js';
import { toPutMessage } from '../../packages/core/src/transports/ibmmq/wire/message.js';
import { describeWithCompiler } from '../support/compiler.js';
import { mqFailure } from '../support/mqi/simulator.js';
import { createWorld, message, never } from './world.js';

const REASONS = Object.keys(MQ_REASONS).map(Number);
const LIMIT_MS = 20_000;

/** What the tables of both guides say happens to a document, row by row; the words are the guides' own. */
const DOCUMENTED: readonly {
  readonly reasons: readonly number[];
  readonly at: 'put' | 'connect';
  readonly fate: string;
}[] = [
  { reasons: [2009, 2018, 2071, 2102, 2161, 2162, 2195, 2202, 2203], at: 'connect', fate: 'transport.closed' },
  { reasons: [2025, 2059, 2537, 2538], at: 'connect', fate: 'transport.unreachable' },
  { reasons: [2035, 2063], at: 'connect', fate: 'transport.unauthorized' },
  { reasons: [2042], at: 'connect', fate: 'transport.queue-in-use' },
  { reasons: [2045, 2058, 2540], at: 'connect', fate: 'transport.not-found' },
  { reasons: [2381, 2393, 2396, 2397, 2398, 2400], at: 'connect', fate: 'transport.tls' },
  { reasons: [2016], at: 'connect', fate: 'transport.blocked' },
  { reasons: [2003, 2024], at: 'put', fate: 'transport.backed-out' },
  { reasons: [2051, 2053, 2056], at: 'put', fate: 'transport.blocked' },
  { reasons: [2010, 2030, 2031, 2218], at: 'put', fate: 'transport.too-large' },
  { reasons: [2052, 2082, 2085, 2086, 2087], at: 'put', fate: 'transport.unroutable' },
  { reasons: [2495], at: 'connect', fate: 'transport.client-missing' },
  { reasons: [2277, 2278, 2539], at: 'connect', fate: 'transport.protocol' },
];

test('both guides name every reason code that swic knows, in the rows of their fates', () => {
  expect(DOCUMENTED.flatMap(({ reasons }) => reasons).sort()).toEqual([...REASONS].sort());
  for (const guide of ['ibm-mq.md', 'ibm-mq.zh.md']) {
    const rows = readFileSync(new URL(`../../docs/${guide}`, import.meta.url), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| '));
    for (const { reasons } of DOCUMENTED) {
      const row = rows.find((line) => line.includes(reasons.join(' ')));
      expect(row, `${guide}: ${reasons.join(' ')}`).toBeDefined();
    }
  }
});

describeWithCompiler('every reason code', () => {
  test('at MQCONNX leads to its documented fault: documents wait, and only a missing client halts', async () => {
    await using world = await createWorld();
    await using client = await startClient(world.settings, () => undefined, never);
    for (const reason of REASONS) {
      await world.simulator.setFaults([mqFailure('MQCONNX', reason, { count: 1 })]);

      const fault = await client.request('connect', connectionOrder(world.settings), LIMIT_MS).then(
        () => null,
        (rejected: Fault) => rejected,
      );

      const row = DOCUMENTED.find(({ at, reasons }) => at === 'connect' && reasons.includes(reason));
      if (row !== undefined) expect(fault, `${reason}`).toMatchObject({ code: row.fate, detail: { reason } });
      expect(fault?.fate, `${reason}`).toBe(reason === 2495 ? 'halt' : 'hold');
    }
  });

  test('at MQPUT answers the one message where it concerns it, and otherwise ends the session with nothing taken', async () => {
    await using world = await createWorld();
    await using client = await startClient(world.settings, () => undefined, never);
    for (const reason of REASONS) {
      await world.simulator.setFaults([mqFailure('MQPUT', reason, { count: 1 })]);
      await client.request('connect', connectionOrder(world.settings), LIMIT_MS);

      const messages = [toPutMessage('SEND', message(`m-${reason}`))];
      const { outcomes, taken, lost } = await client.request('put', { messages }, LIMIT_MS);

      expect({ reason, taken }).toEqual({ reason, taken: 'no' });
      if (isAboutMessage(reason)) {
        expect({ reason, outcomes, lost }).toEqual({ reason, outcomes: [reason], lost: null });
        const { code } = putFault(outcomes[0] ?? 0, {});
        expect({ reason, code }).toEqual({
          reason,
          code: DOCUMENTED.find(({ reasons }) => reasons.includes(reason))?.fate,
        });
        // Only what is wrong with the message itself is its refusal.
        const fate = { 'transport.backed-out': 'retry', 'transport.too-large': 'reject' }[code as string] ?? 'hold';
        expect(FAULTS[code].fate, `${reason}`).toBe(fate);
      } else {
        expect(lost, `${reason}`).toMatchObject({ kind: 'mqi', verb: 'MQPUT', reason });
        if (lost !== null) expect(ibmmqFault(lost).fate, `${reason}`).not.toBe('reject');
      }
    }
    expect(await world.simulator.depth('SEND')).toBe(0);
  });
});
