import { readdirSync } from 'node:fs';
import path from 'node:path';
import { XmlDocument } from 'libxml2-wasm';
import { afterAll, describe, expect, test } from 'vitest';
import { findBusiness } from '../../packages/core/src/domain/businesses/registry.js';
import { workerSettings } from '../../packages/core/src/gateway/parts/open-jobs.js';
import { answersTo } from '../../packages/core/src/sandbox/answers.js';
import { type Received, readReceived } from '../../packages/core/src/sandbox/received.js';
import { CHAINS, type ScenarioRule, USUAL } from '../../packages/core/src/sandbox/scenario.js';
import { TakenNumbers } from '../../packages/core/src/sandbox/taken-numbers.js';
import { createInlineJobs } from '../../packages/core/src/workers/inline-runner.js';
import { SchemaCache } from '../../packages/core/src/xml/schema.js';
import { check, readText } from '../support/check-document.js';
import { exampleBytes, exampleFiles } from '../support/example-files.js';
import { type Extent, type Instances, readInstances } from '../support/xsd-instances.js';

// The official schemas are not part of this project: `npm run test:schemas -- DIRECTORY` names a copy of them.
const DIRECTORY = process.env['SWIC_TEST_CEB_SCHEMAS'] ?? '';
const files = readdirSync(DIRECTORY)
  .filter((name) => name.endsWith('.xsd') && !/dsig/i.test(name))
  .map((name) => path.join(DIRECTORY, name));
const schemas: ReadonlyMap<string, Instances> = new Map(files.map((file) => [file, readInstances(file)]));

const cache = new SchemaCache();
const jobs = createInlineJobs(workerSettings(null, []));
afterAll(async () => {
  cache[Symbol.dispose]();
  await jobs[Symbol.asyncDispose]();
});

const schemaOf = (root: string): string | undefined => files.find((file) => schemas.get(file)?.roots.includes(root));

/** What the schema that declares its root says against it; the sentence that there is none where no schema does. */
function violations(xml: string | Buffer): readonly string[] {
  using document = typeof xml === 'string' ? XmlDocument.fromString(xml) : XmlDocument.fromBuffer(xml);
  const { name } = document.root;
  const file = schemaOf(name);
  if (file === undefined) return [`no schema declares ${name}`];
  return cache.validate({ root: name, namespace: null, path: file }, document).map(({ message }) => message);
}

// What the schemas ask of these examples and an ERP developer copies from them: proven here without the schemas, too.
test('the examples have the form of the schemas where programs had it wrong', () => {
  const text = (file: string): string => exampleBytes(file).toString();
  expect(text('documents/EXPCEB/出口订单_CEB303_示例.xml')).toMatch(/<itemNo>.*<itemName>/s);
  expect(text('documents/IMPCEB/进口订单_CEB311_示例.xml')).toMatch(/<buyerRegNo>[^<].*<gmodel>[^<]/s);
  expect(text('receipts/ceb622-inventory-return.xml')).toMatch(/<preNo>.{18}<\/preNo>\s*<invtNo>.{18}<\/invtNo>/);
  for (const number of ['304', '312'])
    expect(text(`receipts/ceb${number}-order-return.xml`)).toMatch(
      /<OrderReturn>\s*<guid>.*<ebpCode>.*<ebcCode>.*<orderNo>.*<returnStatus>.*<returnTime>.*<returnInfo>/s,
    );
});

const never = new AbortController().signal;

async function received(xml: string, business: string): Promise<Received> {
  const [unsealed] = await jobs.unseal([Buffer.from(xml)], never);
  if (unsealed === undefined) throw new Error('always opened');
  const headers = { 'swic-sender': 'DXPESW0000000001', 'swic-file-name': 'a.xml' };
  const type = findBusiness(business)?.formIds.at(-1) ?? '';
  const common = { contentType: 'application/xml', sentAtMs: 0, body: Buffer.from(xml) } as const;
  return readReceived({ id: 'DXPESW000000000101', type, headers, ...common }, unsealed);
}

function answers(to: Received, rule: Partial<ScenarioRule>): readonly string[] {
  const settings = { seed: 1, delayMs: 0, refuseShare: 0, scenario: [{ ...USUAL, ...rule }] };
  return answersTo(to, settings, new TakenNumbers(), Date.UTC(2025, 0, 1)).map(({ xml }) => xml);
}

const EVERY_RULE: readonly Partial<ScenarioRule>[] = [
  { answer: 'refuse' },
  ...[...Object.keys(CHAINS.inventory), ...Object.keys(CHAINS.commerce)].map((receipts) => ({ receipts })),
];

/** What firms send, by the business that takes it. */
const SENT = {
  IMPCEB: ['311', '411', '511', '513', '621', '623', '625', '711'],
  EXPCEB: ['213', '215', '303', '403', '505', '507', '509', '603', '605', '607', '701'],
};
const messages = Object.entries(SENT).flatMap(([business, numbers]) =>
  numbers.flatMap((number) =>
    (['least', 'most'] as const).map((extent) => ({ business, root: `CEB${number}Message`, extent })),
  ),
);

describe('by the official schemas', byTheSchemas);

function byTheSchemas(): void {
  test.each([
    ...exampleFiles('documents', '.xml')
      .filter((file) => /CEB\d{3}/.test(file))
      .map((file) => `documents/${file}`),
    ...exampleFiles('receipts', '.xml')
      .filter((file) => file.startsWith('ceb'))
      .map((file) => `receipts/${file}`),
  ])('the example %s is valid', (file) => {
    expect(violations(exampleBytes(file))).toEqual([]);
  });

  const written = (root: string, extent: Extent): string =>
    schemas.get(schemaOf(root) ?? '')?.write(root, extent) ?? '';

  test.each(messages)('swic takes a valid $root with $extent in it for $business', ({ business, root, extent }) => {
    const xml = written(root, extent);
    expect(violations(xml)).toEqual([]);
    expect(check(business, readText(xml)).filter(({ level }) => level === 'reject')).toEqual([]);
  });

  test.each(messages)('every answer of the simulated platform to a $root with $extent is valid', async (message) => {
    const to = await received(written(message.root, message.extent), message.business);
    const all = EVERY_RULE.flatMap((rule) => answers(to, rule));
    expect(all.length).toBeGreaterThan(EVERY_RULE.length);
    expect(all.flatMap(violations)).toEqual([]);
  });

  test.each([...schemas.values()].flatMap(({ roots }) => roots))(
    'a valid %s says a business, as a document or an answer',
    async (root) => {
      const sender = Object.entries(SENT).find(([, numbers]) => numbers.some((number) => root.includes(number)))?.[0];
      const [found] = await jobs.unseal([Buffer.from(written(root, 'most'))], never);
      expect(sender === undefined ? found?.kind : 'business-receipt').toBe('business-receipt');
      expect(found?.keys.length).toBeGreaterThan(0);
      expect(found?.businesses.length).toBeGreaterThan(0);
    },
  );
}
