import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '../../packages/core/src/config/load.js';
import type { Message } from '../../packages/core/src/domain/message.js';
import { openTransport } from '../../packages/core/src/gateway/parts/open-transport.js';
import { sendOne } from '../../packages/core/src/ports/array-of-one.js';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import { runSwic, startSwic } from '../support/agent-process.js';
import { carried } from '../support/card/signing-world.js';
import { EXAMPLES, exampleBytes } from '../support/example-files.js';
import { openPlatform } from '../support/platform.js';
import { describeWithBroker } from '../support/rabbitmq.js';
import { until } from '../support/until.js';
import { openWorld, type World } from '../support/world.js';
import { zipOf } from '../support/zip-writer.js';

const [DEC, EDOC, IMPCEB] = ['Deccus001', 'Decedoc001', 'Impceb'] as const;
const BYTES = Buffer.from([...Buffer.from('%PDF-1.4\n'), 0, 0xff, 0xfe, 0x3c, 0x0d, 0x0a, ...Buffer.from('%%EOF\n')]);
const TRAILER =
  '<DataInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedData><EnvelopInfo><Message_Type>USF001</Message_Type></EnvelopInfo>' +
  '<Data><PRE_ENTRY_ID>TEST20250000000001</PRE_ENTRY_ID><FILE_NAME>E1.pdf</FILE_NAME></Data></SignedData></DataInfo>';
const TRAILED = Buffer.concat([BYTES, Buffer.from(TRAILER.padEnd(2_048))]);

const textAt = (message: Message | undefined, name: string): string =>
  new RegExp(`<${name}>([^<]*)<`).exec(Buffer.from(message?.body ?? '').toString())?.[1] ?? '';

/** An answer of the platform about a file, with only its name or a key to tell which. */
function answer(id: string, more: string, receipt: string): Buffer {
  return Buffer.from(
    `<DxpMsg xmlns="http://www.chinaport.gov.cn/dxp" ver="1.0"><TransInfo><CopMsgId>${id}</CopMsgId><SenderId>DXPDSWDECEDOC002</SenderId><ReceiverIds><ReceiverId>DXPESW0000000001</ReceiverId></ReceiverIds>` +
      `<CreatTime>2025-01-01T08:00:00+08:00</CreatTime><MsgType>DECEDOC001</MsgType></TransInfo><Data>${Buffer.from(receipt).toString('base64')}</Data><AddInfo>${more}</AddInfo></DxpMsg>`,
  );
}

async function deliver(world: World, bodies: readonly Buffer[]): Promise<void> {
  const never = new AbortController().signal;
  const { transport, sendQueue } = await openTransport(loadConfig(world.config), 'platform', systemClock);
  await using session = await transport.open(never);
  for (const [index, body] of bodies.entries())
    await sendOne(
      session,
      sendQueue,
      { id: `P${index}`, type: '', contentType: 'application/xml', headers: {}, sentAtMs: 0, body },
      never,
    );
}

describeWithBroker('files that are no XML, over RabbitMQ', () => {
  test('are sent byte for byte, filed under their own extension, found, sent again and answered', async () => {
    const businesses = { DEC: { send: { incompleteGraceMs: 300 } }, EDOC: {}, IMPCEB: {} };
    await using world = openWorld({ transport: 'rabbitmq', businesses });
    await using platform = await openPlatform(world);
    await using agent = startSwic(world, ['run']);
    await using client = await agent.connect();
    const packed = zipOf([
      { name: 'a.pdf', content: 'x' },
      { name: 'd/b.pdf', content: 'y' },
    ]);
    const files: readonly (readonly [folder: string, name: string, content: Buffer])[] = [
      [DEC, 'E1.PDF', TRAILED],
      [DEC, 'E2.pdf', BYTES.subarray(0, 12)],
      [EDOC, '附件.OFD', BYTES],
      [EDOC, '打包.Zip', packed],
    ];
    for (const [folder, name, content] of files) world.drop(folder, name, content);
    world.drop(DEC, 'empty.pdf', '');
    world.drop(IMPCEB, 'order.xml', exampleBytes('documents/IMPCEB/进口订单_CEB311_示例.xml'));

    await until('all are sent', () => platform.received.length === files.length + 1);
    for (const [folder, name, content] of files) {
      const message = platform.received.find((one) => textAt(one, 'FileName') === name);
      expect([name, message === undefined ? null : carried(message).equals(content)]).toEqual([name, true]);
      expect([textAt(message, 'ReceiverId'), textAt(message, 'MsgType')]).toEqual(['DXPDSWDECEDOC002', 'DECEDOC001']);
      const { base, ext } = { base: path.parse(name).name, ext: path.extname(name) };
      const filed = (): string | undefined => world.list(folder, 'SentBox').find((file) => file.includes(base));
      await until(`${name} is filed`, () => filed() !== undefined);
      expect(filed()).toMatch(new RegExp(`^\\d{8}[\\\\/]${base}_\\d{17}\\${ext}$`, 'u'));
      expect(readFileSync(path.join(world.box(folder, 'SentBox'), filed() ?? '')).equals(content)).toBe(true);
    }
    const order = platform.received.find((one) => textAt(one, 'FileName') === 'order.xml');
    expect(textAt(order, 'MsgType')).toBe('CEB311Message');

    await until('the empty one is refused', () => world.list(DEC, 'FailBox').length === 1);
    const [why] = world.list(DEC, 'InBox').filter((name) => name.startsWith('Failed_empty.pdf_'));
    expect(world.read(DEC, 'InBox', why ?? '')).toContain('文件为空');
    expect(world.logs()).not.toContain('truncated');

    const by = (more: string): string => `<BizKey><Key name="preEntryId">${more}</Key></BizKey>`;
    await deliver(world, [
      answer('R1', by('TEST20250000000001'), '<Unknown><Result>1</Result></Unknown>'),
      answer('R2', '<FileName>附件.OFD</FileName>', '<Unknown><Result>2</Result></Unknown>'),
      answer('R3', '', TRAILER),
    ]);
    const receiptsOf = async (query: string): Promise<readonly string[]> =>
      (await client.call('trace', { query })).flatMap(({ receipts }) => receipts.map(({ root }) => root)).sort();
    await until('they are linked', async () => (await receiptsOf('E1.PDF')).length === 3);
    expect(await receiptsOf('E1.PDF')).toEqual(['DataInfo', 'DxpRep', 'Unknown']);
    await until('by name too', async () => (await receiptsOf('附件.OFD')).length === 2);
    expect(await receiptsOf('TEST20250000000001')).toHaveLength(3);

    const [filed] = world.list(DEC, 'SentBox').filter((file) => file.includes('E1_'));
    expect(await client.call('resend', { files: [path.basename(filed ?? '')] })).toMatchObject([
      { outcome: 'queued', queuedAs: 'E1.PDF' },
    ]);
    await until('it is sent again', () => platform.received.length === files.length + 2);
    await until('and filed', () => world.list(DEC, 'SentBox').length === 3);
    const again = platform.received.at(-1);
    expect(again === undefined ? null : carried(again).equals(TRAILED)).toBe(true);
    await until('the agent says so, too', async () =>
      (await client.call('why', { file: 'E1.PDF' })).en.includes('left OutBox: stage filed'),
    );
    agent.kill('SIGTERM');
    await agent.finished;
    expect(await runSwic(world, ['verify'])).toMatchObject({ code: 0 });
    expect(await runSwic(world, ['validate', world.box(DEC, 'SentBox')])).toMatchObject({ code: 0 });
    expect((await runSwic(world, ['validate', '--business', 'RMFT', path.join(EXAMPLES, 'README.md')])).stdout).toMatch(
      /不接受|takes no files/,
    );
  });
});
