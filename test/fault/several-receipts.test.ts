import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../packages/core/src/config/load.js';
import { openTransport } from '../../packages/core/src/gateway/parts/open-transport.js';
import { sendOne } from '../../packages/core/src/ports/array-of-one.js';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import { startNode, startSwic } from '../support/agent-process.js';
import { declaration } from '../support/documents.js';
import { exampleBytes } from '../support/example-files.js';
import { until } from '../support/until.js';
import { expectVerified } from '../support/verify.js';
import { openWorld, type World } from '../support/world.js';

const CRASH_AGENT = fileURLToPath(new URL('./crash-agent.mjs', import.meta.url));
const NAMES = ['dec-1.xml', 'dec-2.xml', 'coo-1.xml', 'coo-2.xml'] as const;

async function deliver(world: World, text: string): Promise<void> {
  const never = new AbortController().signal;
  const { transport, sendQueue } = await openTransport(loadConfig(world.config), 'platform', systemClock);
  await using session = await transport.open(never);
  const message = { id: 'P1', type: '', contentType: 'application/xml', headers: {}, sentAtMs: 0 } as const;
  await sendOne(session, sendQueue, { ...message, body: Buffer.from(text) }, never);
}

/** Four documents of two businesses are sent, and the agent has stopped. */
async function sendAll(world: World): Promise<string> {
  const certificate = exampleBytes('documents/COO/原产地证书_示例.xml').toString();
  const numbered = (number: number): string => certificate.replace(/(<CertNo>)[^<]*/, `$1CERT-${String(number)}`);
  for (const number of [1, 2]) {
    world.drop('Deccus001', `dec-${String(number)}.xml`, declaration(number));
    world.drop('Coo', `coo-${String(number)}.xml`, numbered(number));
  }
  await using agent = startSwic(world, ['run']);
  await until(
    'all are sent',
    () => world.list('Deccus001', 'SentBox').length + world.list('Coo', 'SentBox').length === 4,
  );
  agent.kill('SIGTERM');
  await agent.finished;
  const result = (number: number, channel: string): string => {
    const own = /<ClientSeqNo>([^<]*)/.exec(declaration(number))?.[1] ?? '';
    return `<DEC_RESULT><CUS_CIQ_NO>I2025000000000000${String(number)}</CUS_CIQ_NO><CLIENTSEQ_NO>${own}</CLIENTSEQ_NO><CHANNEL>${channel}</CHANNEL></DEC_RESULT>`;
  };
  const fileRet = (number: number, type: string): string =>
    `<FileRet><CertNo>CERT-${String(number)}</CertNo><RetType>${type}</RetType></FileRet>`;
  return `<All>${result(1, 'P')}${fileRet(1, '1')}${result(2, 'E')}${fileRet(2, '2')}</All>`;
}

const STEPS = [
  ['ledger', 'write', 1],
  ['ledger', 'write', 2],
  ['inBox', 'deposit', 1],
  ['inBox', 'deposit', 2],
  ['inBox', 'flush', 1],
] as const;

describe('a message that holds receipts of four documents', () => {
  for (const [port, method, nth] of STEPS)
    for (const when of ['before', 'after'] as const)
      test(`is whole, and once in each InBox, after a kill ${when} ${port}.${method} number ${String(nth)}`, async () => {
        await using world = openWorld({ transport: 'embedded', businesses: { DEC: {}, COO: {} } });
        const body = await sendAll(world);
        await deliver(world, body);
        await using crashing = startNode(world, [CRASH_AGENT, world.config, port, method, when, String(nth)], {});
        expect(await crashing.finished).toMatchObject({ signal: 'SIGKILL' });
        await using agent = startSwic(world, ['run']);
        await using client = await agent.connect();
        const inBox = (folder: string): readonly string[] => world.list(folder, 'InBox');
        await until('it is in both', () => inBox('Deccus001').length > 0 && inBox('Coo').length > 0);
        const said = async (name: string): Promise<readonly unknown[]> => {
          const [trace] = await client.call('trace', { query: name });
          return (trace?.receipts ?? []).map(({ code, depositedMs }) => [code, depositedMs !== null]);
        };
        for (const [index, name] of NAMES.entries()) {
          const code = ['P', 'E', '1', '2'][index];
          await until(
            `${name} is answered`,
            async () => JSON.stringify(await said(name)) === `[["${String(code)}",true]]`,
          );
        }
        const why = await client.call('why', { file: 'coo-2.xml' });
        expect(why.en).toContain('refused 2');
        agent.kill('SIGTERM');
        await agent.finished;
        expect(inBox('Deccus001').map((name) => name.replace(/_\d+\.xml$/, ''))).toEqual([
          'Receipt_I20250000000000002',
        ]);
        expect(inBox('Coo').map((name) => name.replace(/_\d+\.xml$/, ''))).toEqual(['Failed_coo-2']);
        for (const folder of ['Deccus001', 'Coo'])
          for (const name of inBox(folder)) expect(world.read(folder, 'InBox', name)).toBe(body);
        await expectVerified(world);
      }, 90_000);
});
