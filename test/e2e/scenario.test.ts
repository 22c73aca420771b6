import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runSwic, startSwic } from '../support/agent-process.js';
import { declaration } from '../support/documents.js';
import { exampleBytes } from '../support/example-files.js';
import { describeWithBroker } from '../support/rabbitmq.js';
import { until } from '../support/until.js';
import { openWorld, type World } from '../support/world.js';

const FOLDER = 'Deccus001';
const SCENARIO = fileURLToPath(new URL('../../examples/scenarios/every-fate.yaml', import.meta.url));

/** Declared, not only stored, so that receipts follow. */
const declared = (number: number): string => declaration(number).replace('<OperType>G<', '<OperType>C<');

test('an ERP developer gets every fate from a scenario file, and swic tells where each declaration is', async () => {
  await using world = openWorld({
    transport: 'embedded',
    businesses: { DEC: { rules: { 'field.required-declare': 'warn' }, receive: { resultWithinMs: 1_000 } } },
  });
  await using sandbox = startSwic(world, ['sandbox', '--delay', '1', '--scenario', SCENARIO]);
  await using agent = startSwic(world, ['run']);
  await using client = await agent.connect();
  for (const [index, name] of ['结关', '退单', '查验', '晚到', '失败', '签名', '无回执'].entries())
    world.drop(FOLDER, `报关单_${name}.xml`, declared(index));
  world.drop(FOLDER, '重复.xml', declared(0));

  const stateOf = async (name: string): Promise<string | undefined> =>
    (await client.call('trace', { query: `${name}.xml` }))[0]?.state?.code;
  await until(
    'the released one is closed',
    async () => (await stateOf('报关单_结关')) === 'R' || (await stateOf('重复')) === 'R',
  );
  await until('the late one is closed', async () => (await stateOf('报关单_晚到')) === 'R');
  await until('the inspected one is closed', async () => (await stateOf('报关单_查验')) === 'R');
  expect(await stateOf('报关单_退单')).toBe('E');
  expect(await stateOf('报关单_失败')).toBe('9');
  expect(await stateOf('报关单_签名')).toBe('1004');
  expect(await stateOf('报关单_无回执')).toBeUndefined();
  // Of the two with one number, the one that came second was refused.
  const codes = [await stateOf('报关单_结关'), await stateOf('重复')].sort();
  expect(codes).toEqual(['-1', 'R']);

  const returned = await runSwic(world, ['receipts', '--customs', 'returned', '--json']);
  expect(returned.stdout).toContain('报关单_退单');
  expect(returned.stdout).not.toContain('查验');
  await until('the silent one is late', async () => {
    const { documents } = await client.call('overdue', { business: null, sinceMs: null });
    return documents.map(({ document }) => document.name).join() === '报关单_无回执.xml';
  });
  const late = await runSwic(world, ['overdue']);
  expect(late.code).toBe(1);
  expect(late.stdout).toContain('报关单_无回执.xml');
  for (const process of [agent, sandbox]) process.kill('SIGTERM');
  await Promise.all([agent.finished, sandbox.finished]);
  expect(await runSwic(world, ['verify'])).toMatchObject({ code: 0 });
});

test('of documents that the sandbox answers in one message each has its own state, and the refused ones are found', async () => {
  await using world = openWorld({
    transport: 'embedded',
    businesses: { DEC: { rules: { 'field.required-declare': 'warn' } }, EDOC: {}, IMPCEB: {} },
  });
  const order = exampleBytes('documents/IMPCEB/进口订单_CEB311_示例.xml').toString();
  const scenario = path.join(world.directory, 'rules.yaml');
  writeFileSync(
    scenario,
    [
      'rules:',
      '  - { when: { file: d2.xml }, receipts: returned }',
      '  - { when: { file: e2.pdf }, answer: platform-error }',
      "  - { when: { file: o2.xml }, receipts: ['100'] }",
      "  - { when: { business: IMPCEB }, receipts: ['120'] }",
      '  - { receipts: [L, P] }',
    ].join('\n'),
  );
  for (const number of [1, 2, 3]) {
    world.drop(FOLDER, `d${number}.xml`, declared(number));
    world.drop('Decedoc001', `e${number}.pdf`, Buffer.from(`%PDF-1.4\n${number}\n%%EOF\n`));
    world.drop(
      'Impceb',
      `o${number}.xml`,
      Buffer.from(
        order
          .replaceAll(/(orderNo>)[^<]*(<)/g, `$1ORDER${number}$2`)
          .replaceAll(/([Gg]uid(?:>|="))[^<"]{35}/g, `$1${String(number).repeat(35)}`),
      ),
    );
  }
  await using sandbox = startSwic(world, ['sandbox', '--delay', '1', '--gather', '1500', '--scenario', scenario]);
  await using agent = startSwic(world, ['run']);
  await using client = await agent.connect();
  const stateOf = async (name: string): Promise<string | undefined> =>
    (await client.call('trace', { query: name }))[0]?.state?.code;
  const states = async (): Promise<string> => {
    const all = ['d', 'e', 'o'].map((letter) =>
      Promise.all([1, 2, 3].map((number) => stateOf(`${letter}${number}.${letter === 'e' ? 'pdf' : 'xml'}`))),
    );
    return (await Promise.all(all)).map((some) => some.join()).join(' ');
  };
  await until('each has its own', async () => (await states()) === 'P,E,P 0000,0002,0000 120,100,120');
  for (const process of [agent, sandbox]) process.kill('SIGTERM');
  await Promise.all([agent.finished, sandbox.finished]);
  expect(world.list('Decedoc001', 'InBox')).toEqual([expect.stringMatching(/^Failed_e2\.pdf_\d+\.xml$/)]);
  const judged = world.list(FOLDER, 'InBox').map((name) => world.read(FOLDER, 'InBox', name));
  expect(judged.some((text) => text.split('<DEC_RESULT>').length > 3)).toBe(true);
  const returns = world.list('Impceb', 'InBox').map((name) => world.read('Impceb', 'InBox', name));
  expect(returns.some((text) => text.split('<OrderReturn>').length > 3)).toBe(true);
  expect(await runSwic(world, ['verify'])).toMatchObject({ code: 0 });
}, 60_000);

/** Family, document and how it ends: state at customs in words and code, and whether there is a `Failed_` in its InBox. */
const SHAPES = [
  ['Mft', '舱单_失败.xml', 'MFT/空运原始舱单_示例.xml', 'refused 9', true],
  ['Deccus001', '报关单_矛盾.xml', 'DEC/进口报关单_申报_示例.xml', 'refused 0', true],
  ['Coo', '证书_退回.xml', 'COO/原产地证书_示例.xml', 'returned 3', false],
  ['Coo', '附件.xml', 'COO/原产地附件_示例.xml', 'taken 3', false],
  ['Acd', '委托_拒绝.xml', 'ACD/代理委托_示例.xml', 'returned F', false],
  ['Impceb', '清单_税单.xml', 'IMPCEB/进口清单_CEB621_示例.xml', 'released 800', false],
  ['Impceb', '地方平台.xml', 'IMPCEB/进口订单_ENT311_示例.xml', 'accepted 120', false],
] as const;

type Shape = (typeof SHAPES)[number];

async function meet(world: World, shapes: readonly Shape[]): Promise<void> {
  await using sandbox = startSwic(world, ['sandbox', '--delay', '1', '--scenario', SCENARIO]);
  await using agent = startSwic(world, ['run']);
  await using client = await agent.connect();
  for (const [folder, name, example] of shapes) world.drop(folder, name, exampleBytes(`documents/${example}`));
  for (const [folder, name, , wanted, isFailed] of shapes) {
    const stateOf = async (): Promise<string> => {
      const customs = (await client.call('trace', { query: name }))[0]?.document.standing?.customs;
      return `${customs?.state ?? ''} ${customs?.code ?? ''}`;
    };
    await until(`${name} is ${wanted}`, async () => (await stateOf()) === wanted);
    const failed = `Failed_${name.replace('.xml', '')}_`;
    expect([name, world.list(folder, 'InBox').some((file) => file.startsWith(failed))]).toEqual([name, isFailed]);
  }
  for (const process of [agent, sandbox]) process.kill('SIGTERM');
  await Promise.all([agent.finished, sandbox.finished]);
}

test('an ERP developer meets the answers of every business, and none that is refused looks taken', async () => {
  const businesses = { MFT: {}, DEC: {}, COO: {}, ACD: {}, IMPCEB: {} };
  await using world = openWorld({ transport: 'embedded', businesses });
  await meet(world, SHAPES);
  const log = world.logs();
  expect(log).toMatch(/"level":"error"[^\n]*Failed_舱单_失败_/);
  const story = await runSwic(world, ['trace', '报关单_矛盾.xml', '--locale', 'zh']);
  expect(story.stdout).toContain('核实');
  const bill = await runSwic(world, ['trace', '清单_税单.xml', '--json']);
  for (const root of ['CEB816Message', 'CEB818Message']) expect(bill.stdout).toContain(root);
  expect(await runSwic(world, ['verify'])).toMatchObject({ code: 0 });
});

describeWithBroker('over RabbitMQ', () => {
  test('a manifest that the platform refuses under its own type is a failed answer', async () => {
    await using world = openWorld({ transport: 'rabbitmq', businesses: { MFT: {} } });
    await meet(world, SHAPES.slice(0, 1));
  });
});

test('the demonstration has each kind of answer, and ends without waiting for any', async () => {
  await using world = openWorld({ transport: 'embedded', businesses: {} });
  const demo = await runSwic(world, ['demo', '--dir', `${world.directory}/demo`, '--once', '--wait', '60']);
  expect(demo).toMatchObject({ code: 0 });
  const config = `${world.directory}/demo/swic.yaml`;
  const { stdout } = await runSwic({ ...world, config }, ['documents', '--limit', '50', '--json']);
  for (const state of ['refused', 'returned', 'released', 'closed', 'accepted', 'taken'])
    expect(stdout).toMatch(new RegExp(`"state":\\s*"${state}"`));
  expect(demo.stderr).not.toContain('still in flight');
});
