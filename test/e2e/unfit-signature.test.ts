import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runSwic, startSwic } from '../support/agent-process.js';
import { keyMaterial } from '../support/card/identity.js';
import { carried } from '../support/card/signing-world.js';
import { describeWithCompiler } from '../support/compiler.js';
import { declaration } from '../support/documents.js';
import { exampleBytes } from '../support/example-files.js';
import { openPlatform } from '../support/platform.js';
import { until } from '../support/until.js';
import { openWorld } from '../support/world.js';

const [DEC, ELBP, MINE] = ['Deccus001', 'Elbp', 'Mine'] as const;

describeWithCompiler('a key whose signatures are longer than DecSign/Sign', () => {
  test('holds declarations once and says why, while other elements are signed with it', async () => {
    const { keyPem, certificatePem } = keyMaterial('rsa-sha1', 400, 'swic synthetic operator', 2_048);
    const businesses = {
      DEC: {},
      ELBP: {},
      MINE: { receivers: ['DXPDSWMINE000001'], sign: { element: 'Order/Seal', date: 'SealedAt' } },
    };
    const signer = { kind: 'software', key: { file: 'key.pem' }, certificate: 'certificate.pem', watchMs: 1_000 };
    await using world = openWorld({ transport: 'embedded', businesses, more: { signer } });
    writeFileSync(path.join(world.directory, 'key.pem'), keyPem, { mode: 0o600 });
    writeFileSync(path.join(world.directory, 'certificate.pem'), certificatePem);
    await using platform = await openPlatform(world);
    await using agent = startSwic(world, ['run']);
    await using client = await agent.connect();
    for (let number = 0; number < 5; number += 1) world.drop(DEC, `报关单_${number}.xml`, declaration(number));
    const held = async (): Promise<unknown> => (await client.call('why', { file: '报关单_0.xml' })).flow;
    await until('declarations are held', async () => JSON.stringify(await held()).includes('too-long'));

    world.drop(ELBP, 'ELBP.xml', exampleBytes('documents/ELBP/锂电池包装_ELBP004_示例.xml'));
    world.drop(MINE, 'own.xml', '<Order><No>1</No><Seal/></Order>');
    world.drop(MINE, 'none.xml', '<Parcel/>');
    await until('the others are sent', () => platform.received.length === 2);
    const contents = platform.received.map((message) => carried(message).toString()).sort();
    expect(contents[0]).toMatch(/<SignDate>\d{16}<\/SignDate>\s*<Sign>[\w+/=]{344}<\/Sign>/);
    expect(contents[1]).toMatch(/^<Order><No>1<\/No><Seal>[\w+/=]{344}<\/Seal><SealedAt>\d{16}<\/SealedAt><\/Order>$/);
    await until('what has no such element is refused', () => world.list(MINE, 'FailBox').length === 1);
    const [why] = world.list(MINE, 'InBox').filter((name) => name.startsWith('Failed_none_'));
    expect(world.read(MINE, 'InBox', why ?? '')).toMatch(/signer\.no-place[\s\S]*Order/);

    // The signer was looked at since then and is well; that alone lets nothing go.
    for (let look = 0; look < 5; look += 1) await client.call('signer', null);
    const answer = await client.call('why', { file: '报关单_0.xml' });
    expect(answer.en).toMatch(/longer than its field.*DecMessage\/DecSign\/Sign.*344.*200/);
    const info = await runSwic(world, ['card', 'info']);
    expect(info.code).toBe(69);
    expect(info.stdout).toMatch(/DEC: (The signature is longer than its field|签名比单据中的签名字段长)[\s\S]*344/);
    expect(world.list(DEC, 'FailBox')).toEqual([]);
    await until('all declarations wait in OutBox', () => world.list(DEC, 'OutBox').length === 5);
    const events = world.logs().split('\n');
    expect(events.filter((line) => line.includes('flow.held') && line.includes('signature-too-long'))).toHaveLength(1);
    expect(events.filter((line) => line.includes('flow.resumed'))).toEqual([]);
    agent.kill('SIGTERM');
    await agent.finished;
  });
});
