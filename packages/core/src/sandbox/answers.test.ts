import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { findCode } from '../domain/receipts/codes.js';
import type { Unsealed } from '../domain/receipts/unsealed.js';
import { workerSettings } from '../gateway/parts/open-jobs.js';
import { createInlineJobs } from '../workers/inline-runner.js';
import { type Answer, answersTo } from './answers.js';
import { type Received, readReceived } from './received.js';
import { CHAINS, type ScenarioRule, USUAL } from './scenario.js';
import { TakenNumbers } from './taken-numbers.js';

const jobs = createInlineJobs(workerSettings(null, []));
afterAll(() => jobs[Symbol.asyncDispose]());
const never = new AbortController().signal;
const SETTINGS = { seed: 1, delayMs: 10, refuseShare: 0, scenario: [] };
const NOW_MS = Date.UTC(2025, 0, 1, 2);

const example = (file: string): Buffer =>
  readFileSync(fileURLToPath(new URL(`../../../../examples/documents/${file}`, import.meta.url)));

async function received(
  file: string,
  messageType: string,
  messageId = 'DXPESW000000000101',
  body = example(file),
): Promise<Received> {
  const [unsealed] = await jobs.unseal([body], never);
  if (unsealed === undefined) throw new Error('always opened');
  const headers = { 'swic-sender': 'DXPESW0000000001', 'swic-file-name': file.replace(/^.*\//, '') };
  const message = {
    id: messageId,
    type: messageType,
    contentType: 'application/xml',
    headers,
    sentAtMs: 0,
    body,
  } as const;
  return readReceived(message, unsealed);
}

const answer = (from: Received, rule: Partial<ScenarioRule> = {}, taken = new TakenNumbers()): readonly Answer[] =>
  answersTo(from, { ...SETTINGS, scenario: [{ ...USUAL, ...rule }] }, taken, NOW_MS);

/** As the client will understand it. */
async function understood(answers: readonly Answer[]): Promise<readonly Unsealed[]> {
  return jobs.unseal(
    answers.map(({ xml }) => Buffer.from(xml)),
    never,
  );
}

const DEC = '进口报关单_申报_示例.xml';
const codes = (all: readonly Unsealed[]): readonly (string | null)[] => all.map(({ code }) => code);

describe('a declaration', () => {
  test('that is declared is stored, gets its numbers and goes to its end', async () => {
    const all = await understood(answer(await received(`DEC/${DEC}`, 'DECCUS001')));
    expect(codes(all)).toEqual(['0', '7', 'L', 'J', 'P', 'R']);
    expect(all.map(({ kind }) => kind)).toEqual([
      'send-result',
      ...Array.from({ length: 5 }, () => 'business-receipt'),
    ]);
    const keyOf = (one: Unsealed | undefined, name: string): string =>
      one?.keys.find((key) => key.name === name)?.value ?? '';
    expect(keyOf(all[0], 'seqNo')).toMatch(/^I\d{17}$/);
    expect(keyOf(all[5], 'seqNo')).toBe(keyOf(all[0], 'seqNo'));
    expect(keyOf(all[5], 'entryId')).toMatch(/^\d{18}$/);
    const times = all.slice(1).map(({ businessTimeMs }) => businessTimeMs ?? 0);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  test('that is only stored gets its number and nothing more', async () => {
    expect(codes(await understood(answer(await received('DEC/进口报关单_暂存_示例.xml', 'DECCUS001'))))).toEqual(['0']);
  });

  test('in GB18030 is answered all the same', async () => {
    expect(codes(await understood(answer(await received('DEC/进口报关单_国标编码_示例.xml', 'DECCUS001'))))[0]).toBe(
      '0',
    );
  });
});

describe('every chain of every family', () => {
  const documents = {
    declaration: [`DEC/${DEC}`, 'DECCUS001'],
    manifest: ['RMFT/公路原始舱单_示例.xml', 'RMFT'],
    INV101: ['SAS/核注清单_INV101_示例.xml', 'SAS'],
    SAS121: ['SAS/核放单_SAS121_示例.xml', 'SAS'],
    ICP101: ['SAS/两步申报核放单_ICP101_示例.xml', 'SAS'],
    inventory: ['IMPCEB/进口清单_CEB621_示例.xml', 'IMPCEB'],
    commerce: ['IMPCEB/进口订单_CEB311_示例.xml', 'IMPCEB'],
    certificate: ['COO/原产地证书_示例.xml', 'COO'],
    agreement: ['ACD/代理委托_示例.xml', 'ACD'],
  } as const satisfies Readonly<Record<keyof typeof CHAINS, readonly [string, string]>>;
  const chains = (Object.keys(documents) as (keyof typeof documents)[]).flatMap((family) =>
    Object.entries(CHAINS[family]).map(([name, steps]) => ({ family, name, steps: steps as readonly string[] })),
  );

  test.each(chains)('is understood by the client as what it says: $family $name', async ({ family, name, steps }) => {
    const [file, type] = documents[family];
    const from = await received(file, type);
    const [result, ...receipts] = await understood(answer(from, { receipts: name }));
    // Answers of cross-border e-commerce are receipts from the first.
    expect(result).toMatchObject(
      from.root.startsWith('CEB') ? { code: '2' } : { kind: 'send-result', isSuccess: true },
    );
    expect(receipts).toHaveLength(steps.length);
    receipts.forEach((receipt, index) => {
      const step = steps[index] ?? '';
      const [kind = '', code] = step.includes(':') ? step.split(':') : ['', step];
      if (kind.startsWith('CEB')) expect(receipt.root).toBe(`${kind}Message`);
      expect(receipt.unreadable).toBeNull();
      expect(receipt.businesses).toContain(from.business?.key);
      expect(receipt.keys.length).toBeGreaterThan(0);
      expect(receipt.fileNameKey).not.toBeNull();
      if (step === 'INV211') return expect(receipt.root).toBe('Package');
      expect(receipt.code).toBe(code);
      expect({ kind, meaning: findCode(receipt.codeTable, receipt.code) }).not.toMatchObject({ meaning: null });
      return undefined;
    });
  });

  test('a manifest that is refused comes back under its own type, as a failed answer', async () => {
    const from = await received('RMFT/公路原始舱单_示例.xml', 'RMFT');
    const [result, ...more] = await understood(answer(from, { answer: 'refuse' }));
    expect(more).toEqual([]);
    expect(result).toMatchObject({ kind: 'send-result', isSuccess: false, code: '1', businesses: ['RMFT'] });
    expect(result?.keys[0]).toEqual({ name: 'messageId', value: from.key('messageId') });
  });

  test('an order in the form of a local platform is answered in that form, and understood', async () => {
    const from = await received('IMPCEB/进口订单_ENT311_示例.xml', 'ENT311Message');
    const all = await understood(answer(from));
    expect(codes(all)).toEqual(['2', '3', '120']);
    for (const { root, businesses, keys } of all) {
      expect({ root, businesses }).toEqual({ root: 'ENT311Message', businesses: ['IMPCEB'] });
      expect(keys).toContainEqual({ name: 'orderNo', value: 'TEST-ORDER-0003' });
    }
    expect(codes(await understood(answer(from, { answer: 'refuse' })))).toEqual(['-1']);
  });

  test('an answer that contradicts itself is what a scenario makes of code and text', async () => {
    const from = await received(`DEC/${DEC}`, 'DECCUS001');
    const all = await understood(answer(from, { answer: 'refuse', code: '0', text: '导入失败' }));
    expect(all).toMatchObject([{ isSuccess: false, code: '0', codeTable: 'contradiction' }]);
  });

  test('the list of an export gets no tax bill, whatever the scenario says', async () => {
    const list =
      '<CEB603Message xmlns="http://www.chinaport.gov.cn/ceb" guid="G"><Inventory><InventoryHead><guid>G</guid></InventoryHead></Inventory></CEB603Message>';
    const from = await received('EXPCEB/a.xml', 'EXPCEB', 'DXPESW000000000101', Buffer.from(list));
    const all = await understood(answer(from, { receipts: 'taxed' }));
    expect(codes(all)).toEqual(['2', '3', '120', '800']);
  });

  test('a number that customs assigns has its 18 digits in the answer, whatever the message has', async () => {
    const list =
      '<CEB623Message xmlns="http://www.chinaport.gov.cn/ceb" guid="G"><InvtCancel><guid>G</guid><invtNo>1</invtNo></InvtCancel></CEB623Message>';
    const from = await received('IMPCEB/a.xml', 'IMPCEB', 'DXPESW000000000101', Buffer.from(list));
    for (const { xml } of answer(from)) expect(xml).toMatch(/<invtNo>\d{18}<\/invtNo>/);
  });

  test("the platform's own response has its time and the head of our message inside Response", async () => {
    const [{ xml } = { xml: '' }] = answer(await received(`DEC/${DEC}`, 'DECCUS001'), { answer: 'platform-error' });
    expect(xml).toMatch(/<Response>.*<NoticeTime>.*<OriHead>.*<\/OriHead><\/Response><\/DxpRep>$/s);
  });

  test('manifests are answered with ns2: and without', async () => {
    const roots = new Set<string>();
    for (let number = 0; number < 20; number += 1) {
      const from = await received('RMFT/公路原始舱单_示例.xml', 'RMFT', `M${number}`);
      for (const { xml } of answer(from)) roots.add(/<(ns2:)?Manifest/.exec(xml)?.[0] ?? '');
    }
    expect([...roots].sort()).toEqual(['<Manifest', '<ns2:Manifest']);
  });
});

describe('a number that was used before', () => {
  test.each([
    [`DEC/${DEC}`, 'DECCUS001', '-1'],
    ['SAS/核注清单_INV101_示例.xml', 'SAS', '-1'],
    ['SAS/核放单_SAS121_示例.xml', 'SAS', '-1'],
  ])('is refused to another document, and not to the same one again: %s', async (file, type, code) => {
    const taken = new TakenNumbers();
    const first = await received(file, type, 'M1');
    const before = answer(first, {}, taken);
    expect(answer(first, {}, taken)).toEqual(before);
    const all = await understood(answer(await received(file, type, 'M2'), {}, taken));
    expect(all).toHaveLength(1);
    expect(all[0]).toMatchObject({ code, isSuccess: false });
    expect(all[0]?.text).toContain('企业内部编号重复');
    expect(all[0]?.keys.some(({ name }) => name === 'seqNo')).toBe(false);
  });

  test('is free while the first document was refused', async () => {
    const taken = new TakenNumbers();
    answer(await received(`DEC/${DEC}`, 'DECCUS001', 'M1'), { answer: 'refuse' }, taken);
    const all = await understood(answer(await received(`DEC/${DEC}`, 'DECCUS001', 'M2'), {}, taken));
    expect(all[0]).toMatchObject({ isSuccess: true });
  });
});

describe('a scenario', () => {
  test('decides by business, file, type and key; the first rule that fits wins', async () => {
    const from = await received(`DEC/${DEC}`, 'DECCUS001');
    const key = from.keyValues[0] ?? '';
    const of = async (when: Partial<ScenarioRule['when']>): Promise<string | null | undefined> => {
      const rules = [{ ...USUAL, when: { ...USUAL.when, ...when }, answer: 'refuse', code: '77' } as const, USUAL];
      const answers = answersTo(from, { ...SETTINGS, scenario: rules }, new TakenNumbers(), NOW_MS);
      return (await understood(answers))[0]?.code;
    };
    for (const when of [{ business: 'dec' }, { file: '*申报*' }, { type: 'DecMess*' }, { type: 'DECCUS001' }, { key }])
      expect([when, await of(when)]).toEqual([when, '77']);
    for (const when of [{ business: 'SAS' }, { file: '出口*' }, { key: 'other' }, { business: 'DEC', file: 'x' }])
      expect([when, await of(when)]).toEqual([when, '0']);
  });

  test('silence, the platform’s own refusal, lateness, earliness and doubles', async () => {
    const from = await received(`DEC/${DEC}`, 'DECCUS001');
    expect(answer(from, { answer: 'silent' })).toEqual([]);
    const [error] = await understood(answer(from, { answer: 'platform-error', code: '1004' }));
    expect(error).toMatchObject({ kind: 'platform-response', code: '1004', isSuccess: false });
    const early = answer(from, { isEarly: true, lateMs: 500 });
    expect(codes(await understood(early)).at(-1)).toBe('0');
    expect(early.at(-1)?.afterMs).toBeGreaterThan(500);
    expect(answer(from, { isDoubled: true })).toHaveLength(12);
    expect(answer(from, { delayMs: 7 }).map(({ afterMs }) => afterMs)).toEqual([7, 14, 21, 28, 35, 42]);
    expect(codes(await understood(answer(from, { order: 'reversed' })))).toEqual(['0', 'R', 'P', 'J', 'L', '7']);
  });

  test('a shuffled chain has the same receipts, whatever the seed', async () => {
    const from = await received(`DEC/${DEC}`, 'DECCUS001');
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const scenario = [{ ...USUAL, order: 'shuffled' as const }];
        const answers = answersTo(from, { ...SETTINGS, seed, scenario }, new TakenNumbers(), NOW_MS);
        const channels = answers.map(({ xml }) => /<CHANNEL>(.)/.exec(xml)?.[1] ?? '-');
        expect([...channels].sort().join('')).toBe('-7JLPR');
        expect(channels[0]).toBe('-');
      }),
      { numRuns: 50 },
    );
  });
});

test.each([
  ['a PDF beside declarations', 'E1.PDF', 'DECEDOC001', Buffer.from('%PDF-1.4\n%%EOF\n')],
  [
    'a PDF with a trailer',
    'E1.PDF',
    'DECEDOC001',
    Buffer.from('%PDF-1.4\n%%EOF\n<DataInfo><Data><FILE_NAME>E1.PDF</FILE_NAME></Data></DataInfo>'),
  ],
  ['a file of attachments', 'E1.jpg', 'DECEDOC001', Buffer.from([0xff, 0xd8, 0])],
  ['lithium batteries', 'E1.xml', 'ELBP005', Buffer.from('<ELBP005Request><OperInfo/></ELBP005Request>')],
])('%s: the exchange platform says that it has it, and nothing follows', async (_, file, type, body) => {
  const all = await understood(answer(await received(file, type, 'DXPESW000000000101', body)));
  expect(all).toMatchObject([{ kind: 'platform-response', code: '0000' }]);
});
