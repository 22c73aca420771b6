import { expect, test } from 'vitest';
import { makeDocument } from '../../../../../test/support/ledger/records.js';
import { Fault } from '../../contract/fault.js';
import type { LedgerReader } from '../../ports/ledger.js';
import type { BusinessUnit } from '../units/business-unit.js';
import { why } from './why.js';

const document = { ...makeDocument(1), stage: 'sealed', filedAs: null } as const;

const ledger = {
  findDocument: async () => document,
  waitingReceipts: async function* () {},
} as unknown as LedgerReader;

function unitWith(fault: Fault | null): BusinessUnit {
  return {
    definition: { key: document.business },
    directories: { outBox: '/nowhere/OutBox' },
    sending: {
      journal: { gate: { state: fault === null ? 'running' : 'held', fault } },
      sender: { outBox: { why: async () => ({ reason: 'not-there' }) } },
    },
  } as unknown as BusinessUnit;
}

test('why says what a document in TempBox waits for, and its stage in the language of the answer', async () => {
  const held = await why([unitWith(new Fault('transport.unroutable', { routingKey: 'NOPE' }))], ledger, document.id);
  expect(held.zh).toContain('已离开 OutBox：发送中，位于 TempBox；发送已暂停等待：没有队列接收报文（路由键：NOPE）');
  expect(held.en).toContain('stage sealed, now in TempBox; sending is held: No queue takes the messages');
  const running = await why([unitWith(null)], ledger, document.id);
  expect(running.zh).toBe('已离开 OutBox：发送中，位于 TempBox');
});
