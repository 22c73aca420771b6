import { afterAll, describe, expect, test } from 'vitest';
import { exampleBytes } from '../../../../test/support/example-files.js';
import type { Unsealed } from '../domain/receipts/unsealed.js';
import { workerSettings } from '../gateway/parts/open-jobs.js';
import { createInlineJobs } from '../workers/inline-runner.js';
import { answersTo } from './answers.js';
import { type Received, readReceived } from './received.js';
import { type ScenarioRule, USUAL } from './scenario.js';
import { TakenNumbers } from './taken-numbers.js';

const jobs = createInlineJobs(workerSettings(null, []));
afterAll(() => jobs[Symbol.asyncDispose]());
const never = new AbortController().signal;

/** A message like the example with so many orders, lists or notes, each with its own numbers. */
async function messageOf(file: string, body: string, count: number): Promise<Received> {
  const xml = exampleBytes(`documents/${file}`).toString();
  const one = new RegExp(`<${body}>[^]*</${body}>`).exec(xml)?.[0] ?? '';
  const many = Array.from({ length: count }, (_, index) =>
    one
      .replace(/(<guid>.{34})../, `$1${String(index).padStart(2, '0')}`)
      .replace(/<(orderNo|copNo|logisticsNo)>[^<]*/g, `<$1>TEST-${index}`),
  );
  const [unsealed] = await jobs.unseal([Buffer.from(xml.replace(one, many.join('\n')))], never);
  if (unsealed === undefined) throw new Error('always opened');
  const headers = { 'swic-sender': 'DXPESW0000000001', 'swic-file-name': 'many.xml' };
  const message = { id: 'M1', type: 'IMPCEB', contentType: 'application/xml', headers, sentAtMs: 0 } as const;
  return readReceived({ ...message, body: Buffer.from('') }, unsealed);
}

function answered(from: Received, ...scenario: readonly Partial<ScenarioRule>[]): Promise<readonly Unsealed[]> {
  const rules = scenario.map((rule) => ({ ...USUAL, ...rule }));
  const settings = { seed: 1, delayMs: 10, refuseShare: 0, scenario: rules };
  const answers = answersTo(from, settings, new TakenNumbers(), Date.UTC(2025, 0, 1, 2));
  return jobs.unseal(
    answers.map(({ xml }) => Buffer.from(xml)),
    never,
  );
}

const key = (pattern: string): ScenarioRule['when'] => ({ ...USUAL.when, key: pattern });
const told = (all: readonly Unsealed[]): readonly string[] =>
  all.map(({ parts }) => parts.map(({ number, code }) => `${number}:${code}`).join(' '));

describe('a message of several orders', () => {
  test.each([
    ['IMPCEB/进口订单_CEB311_示例.xml', 'Order'],
    ['IMPCEB/进口清单_CEB621_示例.xml', 'Inventory'],
    ['EXPCEB/出口订单_CEB303_示例.xml', 'Order'],
    ['IMPCEB/进口订单_ENT311_示例.xml', 'Order'],
  ])('is answered for each of them, in one message at a time: %s', async (file, body) => {
    const all = await answered(await messageOf(file, body, 3), { receipts: ['3', '120'] });
    expect(told(all)).toEqual(['2', '3', '120'].map((code) => [0, 1, 2].map((n) => `TEST-${n}:${code}`).join(' ')));
  });

  test('has a hundred orders, and each its own answer and numbers', async () => {
    const all = await answered(await messageOf('IMPCEB/进口清单_CEB621_示例.xml', 'Inventory', 100));
    expect(all[0]?.parts).toHaveLength(100);
    const [first] = all.map(
      ({ receipt }) =>
        Buffer.from(receipt)
          .toString()
          .match(/<invtNo>\d{18}/g) ?? [],
    );
    expect(new Set(first).size).toBe(100);
  });

  test('each order meets its own fate', async () => {
    const from = await messageOf('IMPCEB/进口订单_CEB311_示例.xml', 'Order', 4);
    const all = await answered(
      from,
      { when: key('TEST-1'), answer: 'refuse', code: '-301', text: '编号重复' },
      { when: key('TEST-2'), answer: 'silent' },
      { when: key('TEST-3'), receipts: 'returned' },
    );
    expect(told(all)).toEqual(['TEST-0:2 TEST-1:-301 TEST-3:2', 'TEST-0:3 TEST-3:3', 'TEST-0:120 TEST-3:100']);
    expect(all[0]).toMatchObject({ isSuccess: false, code: '-301', text: '编号重复' });
  });

  test('is answered once where the exchange platform does not take it, and not at all where all are silent', async () => {
    const from = await messageOf('IMPCEB/进口订单_CEB311_示例.xml', 'Order', 3);
    const refused = await answered(from, { when: key('TEST-1'), answer: 'platform-error' });
    expect(refused.map(({ root }) => root)).toEqual(['DxpRep']);
    expect(await answered(from, { answer: 'silent' })).toEqual([]);
  });
});
