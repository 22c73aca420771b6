import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runSwic, startSwic } from '../support/agent-process.js';
import { declaration } from '../support/documents.js';
import { until } from '../support/until.js';
import { openWorld } from '../support/world.js';

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

  const returned = await runSwic(world, ['receipts', '--state', 'returned', '--json']);
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
