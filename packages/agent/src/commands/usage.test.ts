import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { declaration } from '../../../../test/support/documents.js';
import { listenToProgram } from '../../../../test/support/spoken.js';

const program = listenToProgram(
  'transport: { kind: embedded }\nsandbox: { enabled: true, delayMs: 1 }\nbusinesses: { DEC: { send: { settleMs: 50 } } }\n',
);

const box = (name: string): string => path.join(program.directory, 'boxes', 'Deccus001', name);

/** One document that was sent, under this name. */
async function send(name: string): Promise<void> {
  expect(await program.run(['run', '--once', '--wait', '1'])).toBe(0);
  writeFileSync(path.join(box('OutBox'), name), declaration(1));
  await program.run(['run', '--once', '--wait', '5']);
}

describe('swic help', () => {
  test.each([
    [['transport.unreachable'], /连接不上消息服务器[\s\S]*退出码 69/],
    [['transport.host'], /transport\(rabbitmq\)\.host[\s\S]*127\.0\.0\.1/],
    [['send.settleMs'], /没有关于 send\.settleMs 的说明/],
    [['exit-codes'], /78 {2}配置错误/],
    [['faults'], /ledger\.broken/],
    [['configuration'], /^clientId /m],
    [['config'], /用法： swic config/],
    [['events'], /document\.filed/],
    [['ledger', 'repair'], /用法： swic ledger repair/],
    [['stauts'], /是否指 status？/],
  ])('explains %j, or says what was meant', async (words, says) => {
    await program.run(['help', ...words]);
    expect(program.said()).toMatch(says);
  });

  test('answers a program', async () => {
    await program.run(['help', 'transport.unreachable', '--json']);
    expect(JSON.parse(program.said())).toMatchObject({ code: 'transport.unreachable', fate: 'hold', exitCode: 69 });
  });
});

describe('swic open', () => {
  test.each([
    [['DEC'], 'OutBox'],
    [['dec', 'failbox'], 'FailBox'],
  ])('%j is a box of a business', async (words, name) => {
    expect(await program.run(['open', ...words, '--print'])).toBe(0);
    expect(program.said().trim()).toBe(box(name));
  });

  test('a document is where its file is', async () => {
    await send('好单.xml');
    expect(await program.run(['open', '好单.xml', '--print'])).toBe(0);
    expect(program.said()).toMatch(/SentBox[\\/]\d{8}[\\/]好单_\d{17}\.xml/);
  });

  test('a box that there is not is answered with those there are', async () => {
    expect(await program.run(['open', 'DEC', 'SendBox', '--print'])).toBe(2);
    expect(program.said()).toContain('是否指 SentBox？');
  });
});

describe('a list', () => {
  test('is a table with how long ago, a CSV that Excel reads as Chinese, or JSON', async () => {
    await send('=1+1,好单.xml');
    await program.run(['documents']);
    expect(program.said()).toMatch(/\d+ 秒钟前/);
    await program.run(['documents', '--format', 'csv']);
    expect(program.said()).toMatch(/^\ufeff时间,业务,阶段,海关状态,文件,编号\n/);
    // No cell is a formula, and a comma of a name separates nothing.
    expect(program.said()).toContain(`"'=1+1,好单.xml"`);
    await program.run(['documents', '--format', 'json']);
    expect(JSON.parse(program.said())).toMatchObject([{ name: '=1+1,好单.xml' }]);
  });

  test.each([
    ['documents'],
    ['receipts'],
    ['overdue'],
    ['why'],
    ['report'],
    ['alerts list'],
    ['secret list'],
    ['web user list'],
  ])('%s takes no other form', async (command) => {
    expect(await program.run([...command.split(' '), '--format', 'xml'])).toBe(2);
    expect(program.said()).toContain('--format 应为 table、csv、json 之一');
  });

  test('--json beside another form is answered', async () => {
    expect(await program.run(['documents', '--json', '--format', 'csv'])).toBe(2);
    expect(program.said()).toContain('--json 与 --format 不能同时使用');
  });
});
