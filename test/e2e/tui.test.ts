import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectAgent } from '@swic/core/client';
import { expect, test } from 'vitest';
import { loadConfig } from '../../packages/core/src/config/load.js';
import { runSwic, startSwic } from '../support/agent-process.js';
import { makeDirectory, type TestDirectory } from '../support/boxes/box-world.js';
import { brokenDeclaration, declaration } from '../support/documents.js';
import { openPlatform } from '../support/platform.js';
import { describeWithTmux, openTmux, type Tmux } from '../support/tmux.js';
import { until } from '../support/until.js';
import { expectVerified } from '../support/verify.js';
import { openWorld, type World } from '../support/world.js';

const SWIC = fileURLToPath(new URL('../../packages/agent/bin/swic.cjs', import.meta.url));
const FOLDER = 'Deccus001';

/** The wizard in a directory, which it takes for the firm's. */
function openWizard({ path: directory }: TestDirectory): Promise<Tmux> {
  return openTmux({ columns: 80, rows: 24, words: [process.execPath, SWIC, 'init', '--locale', 'en'], directory });
}

function openScreen(world: World, words: readonly string[], size = { columns: 100, rows: 30 }): Promise<Tmux> {
  return openTmux({
    ...size,
    words: [process.execPath, SWIC, ...words, '--config', world.config],
    directory: world.directory,
  });
}

describeWithTmux('in a real terminal', () => {
  test('the keys of swic.yaml work, and the bottom line shows them', async () => {
    await using world = openWorld({
      transport: 'embedded',
      businesses: { DEC: {} },
      more: { dashboard: { keys: { help: ['H'], quit: ['Q'] } } },
    });
    await using agent = startSwic(world, ['run']);
    await using _client = await agent.connect();
    await using screen = await openScreen(world, ['tui']);
    await screen.shows('H help');
    await screen.press('H');
    await screen.shows('PgUp');
  });

  test('an operator starts a flow, finds a failure, sends again, changes a limit and leaves; the agent lives on', async () => {
    await using world = openWorld({
      transport: 'embedded',
      businesses: { DEC: { send: { enabled: false } }, MFT: {} },
    });
    await using _platform = await openPlatform(world);
    await using agent = startSwic(world, ['run']);
    await using client = await agent.connect();
    for (let number = 0; number < 5; number += 1) world.drop(FOLDER, `报关单_${number}.xml`, declaration(number));
    world.drop(FOLDER, '字段过长.xml', brokenDeclaration(99));
    await using screen = await openScreen(world, ['tui']);
    await screen.shows('attached to pid');
    await screen.shows('off');

    await screen.press('s');
    await screen.shows('1 flow changed');
    await until('all five are sent', () => world.list(FOLDER, 'SentBox').length === 5);
    await screen.press('2');
    await screen.shows('报关单_4.xml');

    await screen.type('/');
    await screen.type('单_3');
    await until('the filter holds', async () => !(await screen.picture()).includes('报关单_4.xml'));
    await screen.press('Enter');
    await screen.press('R');
    await screen.shows('Send 1 document again?');
    await screen.press('y');
    await until('it is sent again', () => world.list(FOLDER, 'SentBox').length === 6);
    await screen.press('Escape', 'f');
    // The one sent again was refused as used before, and is newer: only then it is the first of the two.
    await until('both failures are listed, and nothing else', async () => {
      const picture = await screen.picture();
      return (
        ['报关单_3.xml', '字段过长.xml'].every((name) => picture.includes(name)) && !picture.includes('报关单_4.xml')
      );
    });
    await screen.press('j', 'Enter');
    await screen.shows('DecMessage/DecHead/IEFlag');
    await screen.shows('line 3');

    await screen.press('8');
    await screen.shows('documents at a time');
    await screen.type('jjj');
    await screen.press('Enter');
    await screen.shows('businesses.DEC.send.maxConcurrent');
    await screen.press('C-u');
    await screen.type('7');
    await screen.press('Enter');
    await screen.shows('Write this into the configuration?');
    await screen.press('y');
    await screen.shows('Takes effect at once: DEC documents at a time');
    await until('it is written', () => readFileSync(world.config, 'utf8').includes('maxConcurrent: 7'));

    await screen.press('q');
    await screen.shows('[ended 0]');
    await screen.shows('Detached. swic goes on');
    expect(await client.call('status', null)).toMatchObject({ agent: { state: 'running' } });
  });

  test('where none runs it hosts the agent; quitting asks, drains and says so', async () => {
    await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} } });
    await using _platform = await openPlatform(world);
    await using screen = await openScreen(world, [], { columns: 80, rows: 24 });
    await screen.shows('hosted here');
    world.drop(FOLDER, 'one.xml', declaration(1));
    await until('it is sent', () => world.list(FOLDER, 'SentBox').length === 1);
    await screen.press('9');
    await screen.shows('Nothing is late');
    await screen.press('1', 'L');
    await screen.shows('1 监控');
    await screen.resize(120, 30);
    await screen.shows('走势');
    await screen.press('q');
    await screen.shows('退出会停止它');
    await screen.press('y');
    await screen.shows('[ended 0]');
    await screen.shows('没有在途单据');
  });

  test('quitting a hosted agent with documents in flight brings them to their end and leaves the rest where it is', async () => {
    const DOCUMENTS = 400;
    await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} } });
    await using _platform = await openPlatform(world);
    await using screen = await openScreen(world, [], { columns: 80, rows: 24 });
    await screen.shows('hosted here');
    for (let number = 0; number < DOCUMENTS; number += 1) world.drop(FOLDER, `doc-${number}.xml`, declaration(number));
    await screen.press('q');
    await screen.shows('quitting stops it');
    await until('some are on their way', () => world.list(FOLDER, 'OutBox').length < DOCUMENTS);
    await screen.press('y');
    await screen.shows('[ended 0]');
    expect(world.list(FOLDER, 'TempBox')).toEqual([]);
    const sent = world.list(FOLDER, 'SentBox').length;
    expect(sent).toBeGreaterThan(0);
    expect(sent + world.list(FOLDER, 'OutBox').length).toBe(DOCUMENTS);
    await expectVerified(world);
  });

  test('a second Ctrl-C gives up waiting for a document that cannot be finished, says so, and leaves it for the next start', async () => {
    await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} } });
    await using _platform = await openPlatform(world);
    await using screen = await openScreen(world, [], { columns: 80, rows: 24 });
    await screen.shows('hosted here');
    // As when its volume goes away: the document is sent, and has no place.
    const away = path.join(world.directory, 'away');
    renameSync(world.box(FOLDER, 'SentBox'), away);
    world.drop(FOLDER, 'one.xml', declaration(1));
    {
      await using client = await connectAgent(path.join(world.directory, 'data'));
      await until('it is sent', async () => {
        const [trace] = await client.call('trace', { query: 'one.xml' });
        return trace?.document.stage === 'sent';
      });
    }
    await screen.press('C-c');
    await screen.shows('quitting stops it');
    await screen.press('y');
    await screen.shows('Finishing what is in flight: 1 left');
    await screen.press('C-c');
    await screen.shows('[ended 130]');
    await screen.shows('What was in flight is not finished');
    expect(world.list(FOLDER, 'TempBox')).toHaveLength(1);

    renameSync(away, world.box(FOLDER, 'SentBox'));
    expect(await runSwic(world, ['run', '--once'])).toMatchObject({ code: 0 });
    expect(world.list(FOLDER, 'SentBox')).toHaveLength(1);
    await expectVerified(world);
  });

  test('swic init without flags asks step by step and ends in a running dashboard', async () => {
    using directory = makeDirectory();
    await using screen = await openWizard(directory);
    await screen.shows('Setting up');
    await screen.press('Enter');
    await screen.shows('Client id');
    await screen.press('C-u');
    await screen.type('DXPESW0000000007');
    await screen.press('Enter');
    await screen.shows('[x] DEC');
    await screen.press('Down', 'Down', 'Space', 'Enter');
    await screen.shows('boxesDir');
    await screen.press('C-u');
    await screen.type('./firm');
    await screen.press('Enter');
    await screen.shows('IBM MQ');
    await screen.press('Down', 'Down', 'Enter');
    await screen.shows('nothing reaches customs');
    await screen.press('Space', 'Enter');
    await screen.shows('Names of send results');
    await screen.press('Enter');
    await screen.shows('no signing here');
    await screen.press('Enter');
    await screen.shows('no page');
    await screen.press('Down', 'Enter');
    await screen.shows('DXPESW0000000007');
    await screen.press('Enter');
    await screen.shows('hosted here');
    await screen.shows('EDOC');
    const text = readFileSync(path.join(directory.path, 'swic.yaml'), 'utf8');
    expect(text).toContain('clientId: DXPESW0000000007   # given by the platform');
    expect(text).toContain('boxesDir: ./firm   # ');
    expect(loadConfig(path.join(directory.path, 'swic.yaml')).config.web.port).toBe(9465);
    expect(readdirSync(path.join(directory.path, 'firm'))).toEqual(expect.arrayContaining(['Deccus001', 'Decedoc001']));
    await screen.press('q');
    await screen.press('y');
    await screen.shows('[ended 0]');
  });

  test('what cannot be written is said, all answers stay, and the password is a secret and not in the file', async () => {
    using directory = makeDirectory();
    const secrets = path.join(directory.path, 'secrets.json');
    await using screen = await openTmux({
      columns: 80,
      rows: 24,
      words: ['env', `SWIC_SECRETS_FILE=${secrets}`, process.execPath, SWIC, 'init', '--locale', 'zh'],
      directory: directory.path,
    });
    await screen.shows('初次设置');
    await screen.press('Enter');
    await screen.shows('客户端编号');
    await screen.press('C-u');
    await screen.type('DXPESW0000000007');
    await screen.press('Enter');
    await screen.shows('[x] DEC');
    await screen.press('Enter');
    await screen.shows('业务目录');
    await screen.press('Enter');
    await screen.shows('IBM MQ');
    await screen.press('Enter');
    await screen.shows('门户的传输设置');
    await screen.type('主机：127.0.0.1，端口：1，发送队列：SW.SEND.9，生效日期：2026-11-23');
    await screen.shows('未识别');
    await screen.press('C-d');
    await screen.shows('虚拟主机');
    await screen.type('top5ecret');
    await screen.shows('*********');
    await screen.press('Enter');
    await screen.shows('操作手册的拼写');
    await screen.press('Down', 'Enter');
    await screen.shows('本机不签名');
    await screen.press('Enter');
    await screen.shows('不提供网页');
    await screen.press('Enter');
    await screen.shows('保存为机密');
    const file = path.join(directory.path, 'swic.yaml');
    writeFileSync(file, 'clientId: X\n');
    await screen.press('Enter');
    await screen.shows('目标已存在');
    await screen.shows('DXPESW0000000007');
    rmSync(file);
    await screen.press('Enter');
    await screen.shows('正在连接');
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('password: { keyring: mq-DXPESW0000000007 }');
    expect(text).not.toContain('top5ecret');
    expect(text).toContain('routingKey: SW.SEND.9');
    expect(text).toContain('# 传输设置: 生效日期：2026-11-23');
    expect(text).toContain('successPrefix: Successted_');
    expect(readFileSync(secrets, 'utf8')).not.toContain('top5ecret');
    await screen.press('q');
    await screen.press('y');
    await screen.shows('[ended');
  });

  test('Enter that was pressed before swic init had the terminal answers its first question', async () => {
    using directory = makeDirectory();
    await using screen = await openWizard(directory);
    await screen.press('Enter');
    await screen.shows('Client id');
    await screen.press('C-c');
    await screen.shows('[ended');
  });

  test('swic init takes over the settings of the official client that lie there, and writes who signs', async () => {
    using directory = makeDirectory();
    const box = (name: string): string => path.join(directory.path, 'ImpPath', 'Rmft', name);
    const boxes = ['OutBox', 'SentBox', 'InBox', 'FailBox', 'TempBox'];
    for (const name of boxes) mkdirSync(box(name), { recursive: true });
    writeFileSync(
      path.join(directory.path, 'DFWJobSettings.xml'),
      `<Settings><FormSettings><FormSetting Key="RMFT" SystemId="DXPDSWRMFT000009"><SubFormSetting FormId="RMFT" ${boxes
        .map((name) => `${name}="${box(name)}"`)
        .join(' ')}/></FormSetting></FormSettings><TimeInterval>15</TimeInterval></Settings>`,
    );
    await using screen = await openWizard(directory);
    await screen.shows('Setting up');
    await screen.press('Enter');
    await screen.shows('take them over');
    await screen.press('Enter');
    await screen.shows('clientId');
    await screen.press('Enter');
    await screen.shows('IBM MQ');
    await screen.press('Down', 'Down', 'Enter');
    await screen.shows('nothing reaches customs');
    await screen.press('Space', 'Enter');
    await screen.shows('no signing here');
    await screen.press('Down', 'Enter');
    await screen.shows('no page');
    await screen.press('Enter');
    await screen.shows('import-official');
    await screen.press('Enter');
    await screen.shows('hosted here');
    const { config } = loadConfig(path.join(directory.path, 'swic.yaml'));
    expect(config.businesses['RMFT']?.boxes).toMatchObject({ outBox: box('OutBox') });
    expect(config.sandbox.enabled).toBe(true);
    expect(readFileSync(path.join(directory.path, 'swic.yaml'), 'utf8')).toContain('# signer:\n#   kind: card\n');
    await screen.press('q');
    await screen.press('y');
    await screen.shows('[ended 0]');
    await screen.shows('The interval of 15 s is not needed');
  });

  test('a declaration without an answer is found among the late ones, by a person who only looks', async () => {
    await using world = openWorld({
      transport: 'embedded',
      businesses: { DEC: { receive: { resultWithinMs: 1_000 } } },
    });
    await using agent = startSwic(world, ['run']);
    await (await agent.connect())[Symbol.asyncDispose]();
    world.drop(FOLDER, '报关单_无回执.xml', declaration(1));
    await until('it is sent', () => world.list(FOLDER, 'SentBox').length === 1);
    await using screen = await openScreen(world, ['tui', '--read-only'], { columns: 80, rows: 24 });
    await screen.shows('read-only');
    // Opening the view asks anew: who has it open would be told within half a minute.
    await until('it is late', async () => {
      await screen.press('9');
      return (await screen.picture()).includes('报关单_无回执.xml');
    });
    await screen.press('Enter');
    await screen.shows('Story');
    await screen.press('Escape');
    await screen.shows('1 late of the last seven days');
  });

  test('an agent that dies is shown as gone, and found again when it is back', async () => {
    await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} } });
    await using first = startSwic(world, ['run']);
    await (await first.connect())[Symbol.asyncDispose]();
    await using screen = await openScreen(world, ['tui', '--read-only']);
    await screen.shows('read-only');
    first.kill('SIGKILL');
    await screen.shows('The agent is gone');
    await using second = startSwic(world, ['run']);
    await screen.shows(`attached to pid ${second.child.pid}`);
    await until('the line is gone', async () => !(await screen.picture()).includes('The agent is gone'));
  });
});
