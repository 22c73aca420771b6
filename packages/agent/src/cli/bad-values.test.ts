import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { listenToProgram } from '../../../../test/support/spoken.js';

/** [words, exit code, what the sentence has in Chinese]. Every command and every option that takes a value, with a wrong one. */
const CASES: readonly (readonly [words: readonly string[], code: number, says: RegExp])[] = [
  [
    ['init', '--dir', 'x', '--transport', 'rabbit'],
    2,
    /--transport 应为 embedded、rabbitmq、ibmmq 之一，是否指 rabbitmq？/,
  ],
  [['init', '--dir', 'x', '--business', 'FOO'], 2, /没有这个业务/],
  [['init', '--dir', 'x', '--business', 'DEC', '--client-id', 'a b'], 2, /DXPESW 加十位/],
  [['init', '--dir', 'a-file/x'], 74, /是文件，不是目录/],
  [['import-official', '--settings', 'nothing.xml', '--dir', 'y'], 78, /找不到官方客户端的设置文件/],
  [['import-official', '--transport', 'rabbit'], 2, /--transport 应为/],
  [['import-official', '--client-id', 'odd'], 2, /DXPESW 加十位/],
  [['import-official', '--observe', '--seconds', 'abc'], 2, /--seconds 应为 1 到/],
  [['run', '--once', '--wait', 'abc'], 2, /--wait 应为 0 到/],
  [['run', '--once', '--wait', '-1'], 2, /--wait/],
  [['status', '--nothing'], 2, /没有选项 --nothing/],
  [['trace', 'nothing'], 1, /没有与 nothing 相符的单据/],
  [['trace'], 2, /缺少参数 what/],
  [['why', 'nothing.xml'], 69, /没有正在运行的 swic/],
  [['documents', '--limit', 'abc'], 2, /--limit 应为 1 到 1000 的整数/],
  [['documents', '--limit', '0'], 2, /--limit 应为/],
  [['documents', '--limit', '1e3'], 2, /--limit 应为/],
  [['documents', '--business', 'FOO'], 2, /没有名为 FOO 的业务.*DEC/],
  [['documents', '--business', 'DECC'], 2, /是否指 DEC？/],
  [['documents', '--state', 'foo'], 2, /--state 应为 claimed、/],
  [['documents', '--state', 'filled'], 2, /是否指 filed？/],
  [['documents', '--since', 'yesterday'], 2, /--since 应为时间/],
  [['documents', 'extra'], 2, /参数过多/],
  [['receipts', '--limit', '-5'], 2, /--limit/],
  [['receipts', '--business', 'FOO'], 2, /没有名为 FOO 的业务/],
  [['receipts', '--state', 'foo'], 2, /--state 应为/],
  [['receipts', '--since', 'x'], 2, /--since 应为/],
  [['overdue', '--business', 'FOO'], 2, /没有名为 FOO 的业务/],
  [['overdue', '--since', 'x'], 2, /--since 应为/],
  [['report', '--date', '2026-02-30'], 2, /--date 应为/],
  [['resend', 'nothing.xml'], 1, /没有找到所指的内容/],
  [['settle', 'nothing', 'sent'], 1, /没有找到所指的内容/],
  [['settle', 'nothing', 'sned'], 2, /是否指 send？/],
  [['settle', 'nothing', 'send'], 69, /没有正在运行的 swic/],
  [['validate', 'nothing.xml'], 1, /没有找到所指的内容/],
  [['validate', '.', '--business', 'FOO'], 2, /没有这个业务/],
  [['start', 'FOO'], 2, /没有名为 FOO 的业务/],
  [['stop', 'DEC', 'sideways'], 2, /direction 应为 send、receive 之一/],
  [['shutdown', '--wait', 'abc'], 2, /--wait 应为/],
  [['pause'], 69, /没有正在运行的 swic/],
  [['resume'], 69, /没有正在运行的 swic/],
  [['metrics'], 69, /没有正在运行的 swic/],
  [['card', 'info'], 78, /签名配置不正确/],
  [['card', 'sign', 'nothing'], 78, /签名配置不正确/],
  [['card', 'verify', 'nothing'], 2, /缺少选项 --signature/],
  [['card', 'serve'], 78, /缺少此项/],
  [['card', 'nothing'], 2, /没有命令 nothing/],
  [['secret', 'remove', 'nothing'], 1, /没有 nothing/],
  [['service', 'print', '--as', 'foo'], 2, /--as 应为 systemd、task、winsw 之一/],
  [['service', 'print', '--as', 'systmd'], 2, /是否指 systemd？/],
  [['sandbox', '--seed', 'abc'], 2, /--seed 应为/],
  [['sandbox', '--delay', 'abc'], 2, /--delay 应为/],
  [['sandbox', '--misbehave', 'foo'], 2, /--misbehave 应为 duplicate、/],
  [['sandbox', '--misbehave', 'drop,dupli'], 2, /是否指 duplicate？/],
  [['sandbox', '--scenario', 'nothing.yaml'], 78, /找不到配置文件/],
  [['demo', '--dir', 'a-file/x'], 74, /是文件，不是目录/],
  [['statsu'], 2, /没有命令 statsu，是否指 status？/],
  [['status', '--locale', 'fr'], 2, /--locale 应为 zh、en 之一/],
  [['status', '--check', '--ignore', 'retuned'], 2, /是否指 returned？/],
  [['resend', 'a', 'b', '--edit'], 2, /一次只能更正一份单据/],
  [['resend', 'nothing.xml', '--edit'], 69, /没有正在运行的 swic/],
  [['handle', 'nothing.xml'], 1, /没有找到所指的内容/],
  [['handle'], 2, /缺少参数 document/],
];

/** Words that stay as they are: names of the product, of commands, options and settings, of the trade and of the systems. */
const NAMES =
  /参数 \w+|是否指 \w+|可用值：.*|swic(?:\.yaml)?|--?[a-z][a-z-]*|\[[a-z.-]+\]|<[^>]*>|DXPESW|DEC|OutBox|FailBox|SentBox|InBox|TempBox|ENOENT|ECONNREFUSED|embedded|rabbitmq|ibmmq|DFWJobSettings\.xml|（原文：[^）]*）|原文：.*|\S+[/\\.]\S+/g;

const program = listenToProgram('transport: { kind: embedded }\nbusinesses: { DEC: {} }\n');
const { run } = program;

const PLACES: ReadonlySet<string> = new Set(['x', 'y', 'a-file/x']);

test('every wrong value is answered by a sentence in the language of the configuration and the documented exit code', async () => {
  writeFileSync(path.join(program.directory, 'a-file'), '');
  expect(await run(['run', '--once'])).toBe(0);
  for (const [words, code, says] of CASES) {
    const there = words.map((word) => (PLACES.has(word) ? path.join(program.directory, word) : word));
    const ended = await run(there);
    expect({ words, ended, said: program.said() }).toEqual({ words, ended: code, said: expect.stringMatching(says) });
    expect({ words, said: program.said() }).not.toEqual({
      words,
      said: expect.stringMatching(/\n\s+at |internal\.unexpected/),
    });
    const sentence = program.said().split('\n')[0]?.replaceAll(NAMES, '') ?? '';
    const english = sentence.match(/[A-Za-z]{4,}/g)?.filter((word) => !words.includes(word)) ?? [];
    expect({ words, english }).toEqual({ words, english: [] });
  }
}, 120_000);

test('the help of every command is in the language of the configuration', async () => {
  for (const words of [[], ['init'], ['documents'], ['card'], ['card', 'verify'], ['service', 'print'], ['settle']]) {
    await run([...words, '--help']);
    const rest = program
      .said()
      .replaceAll(NAMES, '')
      .match(/\b(Usage|Options|Commands|Arguments|default|choices|display|output)\b/g);
    expect({ words, rest }).toEqual({ words, rest: null });
    expect(program.said()).toContain('用法：');
  }
});

test.each([
  ['a tab', 'locale: zh\ntransport:\n\tkind: embedded\n', /制表符/],
  ['a wrong value', 'locale: "zh"\nclientId: 12345\ntransport: { kind: embedded }\nbusinesses: {}\n', /请加引号/],
  ['GBK', Buffer.concat([Buffer.from('locale: zh\nboxesDir: '), Buffer.from([0xb5, 0xa5])]), /不是 UTF-8/],
])('a configuration with %s is explained in the language that it asks for', async (_, text, says) => {
  writeFileSync(path.join(program.directory, 'swic.yaml'), text);
  expect(await run(['config', 'check'])).toBe(78);
  expect(program.said()).toMatch(says);
  expect(await run(['status'])).toBe(78);
  expect(program.said()).toMatch(says);
});
