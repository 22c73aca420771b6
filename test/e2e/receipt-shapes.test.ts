import { expect, test } from 'vitest';
import { loadConfig } from '../../packages/core/src/config/load.js';
import { openTransport } from '../../packages/core/src/gateway/parts/open-transport.js';
import { sendOne } from '../../packages/core/src/ports/array-of-one.js';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import { startSwic } from '../support/agent-process.js';
import { declaration } from '../support/documents.js';
import { exampleBytes } from '../support/example-files.js';
import { until } from '../support/until.js';
import { openWorld, type World } from '../support/world.js';

/** Receipts in the shapes that public programs expect, received by an agent. */
async function deliver(world: World, bodies: readonly string[]): Promise<void> {
  const never = new AbortController().signal;
  const { transport, sendQueue } = await openTransport(loadConfig(world.config), 'platform', systemClock);
  await using session = await transport.open(never);
  for (const [index, text] of bodies.entries()) {
    const message = { id: `P${index}`, type: '', contentType: 'application/xml', headers: {}, sentAtMs: 0 } as const;
    await sendOne(session, sendQueue, { ...message, body: Buffer.from(text) }, never);
  }
}

const inventory = (fileName: string): string =>
  `<Package><EnvelopInfo><message_id>M${fileName.length}</message_id><file_name>${fileName}</file_name><message_type>SAS221</message_type></EnvelopInfo><DataInfo><BussinessData><SAS221><HdeApprResult><manageResult>1</manageResult></HdeApprResult></SAS221></BussinessData></DataInfo></Package>`;

test.each([
  ['message', ['INVT', 'xml']],
  ['.COPSASX', ['COPSASX', 'COPSASX']],
])(
  'files in InBox have the extension that the setting %s asks for',
  async (extension, expected) => {
    await using world = openWorld({ transport: 'embedded', businesses: { SAS: { receive: { extension } } } });
    await deliver(world, [inventory('A1.INVT'), inventory('no-extension')]);
    await using agent = startSwic(world, ['run']);
    await until('both are there', () => world.list('Sas', 'InBox').length === 2);
    const extensions = world.list('Sas', 'InBox').map((name) => name.split('.').at(-1));
    expect(extensions.sort()).toEqual([...expected].sort());
    agent.kill('SIGTERM');
    await agent.finished;
  },
  60_000,
);

test('receipts whose form is not public are in the InBox of their business, linked where a number says so', async () => {
  await using world = openWorld({ transport: 'embedded', businesses: { IMPCEB: {} } });
  const example = exampleBytes('documents/IMPCEB/进口清单_CEB621_示例.xml');
  const copNo = /<copNo>([^<]+)</.exec(example.toString())?.[1] ?? '';
  world.drop('Impceb', 'list.xml', example);
  await using agent = startSwic(world, ['run']);
  await using client = await agent.connect();
  await until('it is sent', () => world.list('Impceb', 'SentBox').length === 1);
  const bodies = [
    `<InventoryStatus><copNo>${copNo}</copNo><status>1</status></InventoryStatus>`,
    '<CheckGoodsInfo><copNo>OTHER</copNo></CheckGoodsInfo>',
    '<NeverSeen><copNo>OTHER</copNo></NeverSeen>',
  ];
  await deliver(world, bodies);
  const inBoxes = (): readonly string[] =>
    ['Impceb', 'Others'].flatMap((folder) =>
      world.list(folder, 'InBox').map((name) => world.read(folder, 'InBox', name)),
    );
  await until('all are there', () => inBoxes().length === bodies.length);
  expect([...inBoxes()].sort()).toEqual([...bodies].sort());
  expect(world.list('Others', 'InBox')).toHaveLength(1);
  const [trace] = await client.call('trace', { query: 'list.xml' });
  expect(trace?.receipts.map(({ isSuccess, code }) => [isSuccess, code])).toEqual([[null, null]]);
  agent.kill('SIGTERM');
  await agent.finished;
}, 60_000);

test('one order that is refused is not hidden by those that are released after it, each in a message of its own', async () => {
  await using world = openWorld({ transport: 'embedded', businesses: { IMPCEB: {} } });
  const example = exampleBytes('documents/IMPCEB/进口订单_CEB311_示例.xml').toString();
  const order = /<Order>[^]*<\/Order>/.exec(example)?.[0] ?? '';
  const numbered = (number: number): string =>
    order.replace(/(<guid>.{33}).../, `$1${100 + number}`).replace(/(<orderNo>)[^<]*/, `$1O-${number}`);
  const orders = Array.from({ length: 30 }, (_, index) => numbered(index));
  world.drop('Impceb', 'many.xml', example.replace(order, orders.join('')));
  await using agent = startSwic(world, ['run']);
  await using client = await agent.connect();
  await until('it is sent', () => world.list('Impceb', 'SentBox').length === 1);
  const answer = (number: number, status: string, minute: number): string =>
    `<CEB312Message guid="R${number}"><OrderReturn><guid>NEW-${number}</guid><orderNo>O-${number}</orderNo><returnStatus>${status}</returnStatus><returnTime>2025010110${minute}00000</returnTime></OrderReturn></CEB312Message>`;
  await deliver(world, [answer(29, '100', 10), answer(0, '120', 20), answer(28, '120', 30)]);
  const state = async (): Promise<unknown> => {
    const [trace] = await client.call('trace', { query: 'many.xml' });
    const { code, part, parts, phase } = trace?.state ?? {};
    return { receipts: trace?.receipts.length, code, part, phase, parts };
  };
  await until('all are linked', async () => JSON.stringify(await state()).includes('"receipts":3'));
  const parts = { answered: 3, total: 30 };
  expect(await state()).toEqual({ receipts: 3, code: '100', part: 'O-29', phase: 'returned', parts });
  const documents = { business: null, stages: null, sinceMs: null, untilMs: null, text: null, before: null, limit: 9 };
  const returned = await client.call('listDocuments', { ...documents, customs: ['returned'] });
  expect(returned.map(({ name }) => name)).toEqual(['many.xml']);
  await deliver(world, [answer(29, '120', 40)]);
  await until('sent again, it is taken', async () => JSON.stringify(await state()).includes('"phase":"sent"'));
  expect((await client.call('why', { file: 'many.xml' })).en).toContain('3/30 answered');
  const taken = await client.call('listDocuments', { ...documents, customs: ['taken'] });
  expect(taken.map(({ standing }) => standing?.customs?.parts)).toEqual([parts]);
  const rest = orders.map((_, index) => index).filter((index) => ![0, 28, 29].includes(index));
  await deliver(world, [
    `<CEB312Message guid="REST">${rest.map((index) => answer(index, '120', 50).replace(/<\/?CEB[^>]*>/g, '')).join('')}</CEB312Message>`,
  ]);
  await until('all are taken', async () => JSON.stringify(await state()).includes('"code":"120"'));
  agent.kill('SIGTERM');
  await agent.finished;
}, 60_000);

test('a receipt with the own number of the firm teaches the number of the platform, also from inside other elements', async () => {
  await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} } });
  world.drop('Deccus001', 'a.xml', declaration(1).replace(/T0+1</, 'T20250101000000001<'));
  await using agent = startSwic(world, ['run']);
  await using client = await agent.connect();
  await until('it is sent', () => world.list('Deccus001', 'SentBox').length === 1);
  const result = (own: string, channel: string): string =>
    `<DEC_RESULT><CUS_CIQ_NO>I20250000000000009</CUS_CIQ_NO>${own}<CHANNEL>${channel}</CHANNEL></DEC_RESULT>`;
  await deliver(world, [
    `<Message><Body>${result('<CLIENTSEQ_NO>T20250101000000001</CLIENTSEQ_NO>', 'L')}</Body></Message>`,
    result('', 'E'),
  ]);
  await until(
    'both are linked',
    async () => (await client.call('trace', { query: 'a.xml' }))[0]?.receipts.length === 2,
  );
  const [trace] = await client.call('trace', { query: 'I20250000000000009' });
  expect(trace?.document.name).toBe('a.xml');
  await until('customs returned it', async () => (await client.call('why', { file: 'a.xml' })).en.includes('E, see'));
  agent.kill('SIGTERM');
  await agent.finished;
}, 60_000);

test('of messages that the platform answers together the refused one is told, counted and named by itself', async () => {
  await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} } });
  for (const number of [1, 2, 3]) world.drop('Deccus001', `d${number}.xml`, declaration(number));
  await using agent = startSwic(world, ['run']);
  await using client = await agent.connect();
  await until('all are sent', () => world.list('Deccus001', 'SentBox').length === 3);
  const response = async (name: string, code: string): Promise<string> => {
    const [trace] = await client.call('trace', { query: name });
    const { messageId } = trace?.document ?? {};
    return `<Response><ResponseCode>${code}</ResponseCode><ResponseInfo>说明 ${name}</ResponseInfo><NoticeTime>2025-01-01</NoticeTime><OriHead><CopMsgId>${messageId}</CopMsgId><SenderId>DXPESW0000000001</SenderId><MsgType>DECCUS001</MsgType></OriHead></Response>`;
  };
  const all = [await response('d1.xml', '0000'), await response('d2.xml', '0002'), await response('d3.xml', '0000')];
  const body = `<DxpRep ver="1.0" xmlns="http://www.chinaport.gov.cn/dxp"><RecevierId>DXPESW0000000001</RecevierId>${all.join('')}</DxpRep>`;
  await deliver(world, [body]);
  await until('it is there', () => world.list('Deccus001', 'InBox').length === 1);
  const [name = ''] = world.list('Deccus001', 'InBox');
  expect(name).toMatch(/^Failed_d2_\d+\.xml$/);
  expect(world.read('Deccus001', 'InBox', name)).toBe(body);
  const said = async (file: string): Promise<unknown> => {
    const [trace] = await client.call('trace', { query: file });
    return trace?.receipts.map(({ code, text }) => `${code} ${text}`);
  };
  await until('all are linked', async () => ((await said('d3.xml')) as readonly unknown[]).length === 1);
  expect([await said('d1.xml'), await said('d2.xml'), await said('d3.xml')]).toEqual([
    ['0000 说明 d1.xml'],
    ['0002 说明 d2.xml'],
    ['0000 说明 d3.xml'],
  ]);
  const documents = { business: null, stages: null, sinceMs: null, untilMs: null, text: null, before: null, limit: 9 };
  const refused = await client.call('listDocuments', { ...documents, customs: ['refused'] });
  expect(refused.map((document) => document.name)).toEqual(['d2.xml']);
  agent.kill('SIGTERM');
  await agent.finished;
  expect(agent.said()).toContain('0002');
}, 60_000);
