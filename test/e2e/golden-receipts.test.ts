import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../packages/core/src/config/load.js';
import { openTransport } from '../../packages/core/src/gateway/parts/open-transport.js';
import { sendOne } from '../../packages/core/src/ports/array-of-one.js';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import { runSwic, startNode, startSwic } from '../support/agent-process.js';
import { declaration } from '../support/documents.js';
import { EXAMPLES, exampleBytes } from '../support/example-files.js';
import { until } from '../support/until.js';
import { openWorld, type World } from '../support/world.js';

interface Expected {
  readonly kind: 'send-result' | 'business-receipt' | 'platform-response' | 'unknown' | 'wrapped';
  readonly isSuccess: boolean | null;
  readonly businesses: readonly string[];
  readonly code: string | null;
  readonly fileNameKey: string | null;
}

const EXPECTED = JSON.parse(readFileSync(`${EXAMPLES}receipts/expected.json`, 'utf8')) as Record<string, Expected>;
/** Businesses of the world below, and where their receipts go. */
const FOLDERS: Readonly<Record<string, string>> = {
  DEC: 'Deccus001',
  RMFT: 'Rmft',
  SAS: 'Sas',
  ACD: 'Acd',
  IMPCEB: 'Impceb',
};

function wrap(bytes: Uint8Array, id: string, fileName: string): Buffer {
  const data = Buffer.from(bytes).toString('base64');
  return Buffer.from(
    `<DxpMsg xmlns="http://www.chinaport.gov.cn/dxp" ver="1.0"><TransInfo><CopMsgId>${id}</CopMsgId><SenderId>DXPSIM0000000001</SenderId><ReceiverIds><ReceiverId>DXPESW0000000001</ReceiverId></ReceiverIds><CreatTime>2025-01-01T08:00:00+08:00</CreatTime><MsgType/></TransInfo><Data>${data}</Data><AddInfo><FileName>${fileName}</FileName></AddInfo></DxpMsg>`,
  );
}

async function deliver(world: World, bodies: Readonly<Record<string, Buffer>>): Promise<void> {
  const never = new AbortController().signal;
  const { transport, sendQueue } = await openTransport(loadConfig(world.config), 'platform', systemClock);
  await using session = await transport.open(never);
  for (const [id, body] of Object.entries(bodies))
    await sendOne(
      session,
      sendQueue,
      { id, type: '', contentType: 'application/xml', headers: {}, sentAtMs: 0, body },
      never,
    );
}

/** As the manual and the domain rules name it: prefix by kind, then the document's own name or the receipt's key, then the time. */
function nameOf({ kind, isSuccess, fileNameKey }: Expected, sentAs: string): RegExp {
  if (kind === 'send-result')
    return new RegExp(`^${isSuccess === true ? 'Successed' : 'Failed'}_${sentAs}_\\d{17}\\.xml$`);
  const prefix = kind === 'platform-response' && isSuccess === false ? 'Failed' : 'Receipt';
  return new RegExp(`^${prefix}_${fileNameKey ?? '.+'}_\\d{17}\\.xml$`);
}

describe.each(['in an envelope', 'plain'])('every example receipt, delivered %s', (form) => {
  test('is in the InBox of its business, byte for byte, under its name', async () => {
    const businesses = Object.fromEntries(Object.keys(FOLDERS).map((key) => [key, {}]));
    await using world = openWorld({ transport: 'embedded', businesses });
    const files = Object.entries(EXPECTED).filter(([, { kind }]) => kind !== 'wrapped');
    await deliver(
      world,
      Object.fromEntries(
        files.map(([file], index) => {
          const bytes = exampleBytes(`receipts/${file}`);
          return [`P${index}`, form === 'plain' ? bytes : wrap(bytes, `P${index}`, `单据_${index}.xml`)];
        }),
      ),
    );
    await using agent = startSwic(world, ['run']);
    const folders = [...Object.values(FOLDERS), 'Others'];
    const all = (): readonly { folder: string; name: string }[] =>
      folders.flatMap((folder) => world.list(folder, 'InBox').map((name) => ({ folder, name })));
    await until('all are there', () => all().length === files.length);
    const byContent = new Map(
      all().map(({ folder, name }) => [
        readFileSync(path.join(world.box(folder, 'InBox'), name)).toString('base64'),
        { folder, name },
      ]),
    );
    files.forEach(([file, expected], index) => {
      const found = byContent.get(exampleBytes(`receipts/${file}`).toString('base64'));
      // A response of the platform repeats the message type of what it answers.
      const owners = expected.kind === 'platform-response' ? ['DEC'] : expected.businesses;
      const owner = owners.find((key) => key in FOLDERS) ?? '';
      // Without an envelope nothing says which document a send result without addressee answers: then its own root names it.
      const sentAs = form === 'plain' ? '.+' : `单据_${index}`;
      expect({ file, ...found }).toEqual({
        file,
        folder: FOLDERS[owner] ?? 'Others',
        name: expect.stringMatching(nameOf(expected, sentAs)),
      });
    });
    agent.kill('SIGTERM');
    await agent.finished;
  });
});

test('a declaration gets every receipt that is its own, and its life is told in order with the meaning of each code', async () => {
  await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} } });
  const content = declaration(1).replace(/T0+1</, 'T20250101000000001<');
  world.drop('Deccus001', '报关单.xml', content);
  await using agent = startSwic(world, ['run']);
  await using client = await agent.connect();
  await until('it is sent', () => world.list('Deccus001', 'SentBox').length === 1);
  // The send result last: what came before it finds its document by it.
  const files = [
    'dec-result-R',
    'dec-result-P',
    'dec-result-J',
    'dec-result-L',
    'dec-result-7',
    'dec-import-response-ok',
  ];
  for (const [index, file] of files.entries())
    await deliver(world, { [`P${index}`]: exampleBytes(`receipts/${file}.xml`) });
  await until(
    'all are linked',
    async () => (await client.call('trace', { query: '报关单.xml' }))[0]?.receipts.length === 6,
  );
  const [trace] = await client.call('trace', { query: '报关单.xml' });
  expect(trace?.state).toMatchObject({ phase: 'closed', code: 'R', zh: '已结关' });
  for (const key of ['I20250000000000001', '000020251000000001'])
    expect((await client.call('trace', { query: key })).map(({ document }) => document.id)).toEqual([
      trace?.document.id,
    ]);
  const { stdout } = await runSwic(world, ['trace', '报关单.xml', '--locale', 'zh']);
  for (const meaning of ['直接申报成功', '通关无纸化审结', '已放行', '已结关']) expect(stdout).toContain(meaning);
  agent.kill('SIGTERM');
  await agent.finished;
});

test('a business that only receives gets its receipts and sends nothing', async () => {
  await using world = openWorld({ transport: 'embedded', businesses: { DECSUB: {} } });
  await deliver(world, { P1: exampleBytes('receipts/dec-result-L.xml') });
  world.drop('Decsub', 'never.xml', declaration(1));
  await using agent = startSwic(world, ['run']);
  await using client = await agent.connect();
  await until('it is there', () => world.list('Decsub', 'InBox').length === 1);
  expect(world.list('Decsub', 'InBox')).toEqual([expect.stringMatching(/^Receipt_I20250000000000001_\d{17}\.xml$/)]);
  expect(world.list('Decsub', 'OutBox')).toEqual(['never.xml']);
  expect((await client.call('listReceipts', ALL)).map(({ receipt }) => receipt.business)).toEqual(['DECSUB']);
  agent.kill('SIGTERM');
  await agent.finished;
});

const ALL = {
  business: null,
  states: null,
  customs: null,
  sinceMs: null,
  untilMs: null,
  text: null,
  before: null,
  limit: 10,
};
const CRASH_AGENT = fileURLToPath(new URL('../fault/crash-agent.mjs', import.meta.url));

test('a document of unknown outcome that is held is settled by the receipt that arrives, and says so', async () => {
  await using world = openWorld({
    transport: 'embedded',
    businesses: { DEC: { send: { onUnknown: 'hold', settleMs: 50 } } },
  });
  world.drop('Deccus001', 'held.xml', declaration(1).replace(/T0+1</, 'T20250101000000001<'));
  await using crashing = startNode(world, [CRASH_AGENT, world.config, 'session', 'send', 'after', '1'], {});
  expect(await crashing.finished).toMatchObject({ signal: 'SIGKILL' });

  await using agent = startSwic(world, ['run']);
  await using client = await agent.connect();
  const stage = async (): Promise<string | undefined> =>
    (await client.call('trace', { query: 'held.xml' }))[0]?.document.stage;
  await until('it is unknown', async () => (await stage()) === 'unknown');
  expect(world.list('Deccus001', 'SentBox')).toEqual([]);
  await deliver(world, { P1: exampleBytes('receipts/dec-import-response-ok.xml') });
  await until('it is filed', async () => (await stage()) === 'filed');
  const events = await client.call('subscribe', { afterSeq: null });
  const settled = events.map(({ event }) => event).find(({ type }) => type === 'document.settled');
  expect(settled).toMatchObject({ by: 'receipt', receipt: expect.any(String) });
  const [trace] = await client.call('trace', { query: 'held.xml' });
  expect(trace?.document.attempts).toBe(1);
  const receipt = trace?.receipts[0]?.id ?? '';
  expect(trace?.document.verdict).toMatchObject({ as: 'sent', receipt });
  expect(trace?.steps.find(({ step }) => step === 'verdict')?.en).toBe(`receipt ${receipt} shows that it arrived`);
  agent.kill('SIGTERM');
  await agent.finished;
});
