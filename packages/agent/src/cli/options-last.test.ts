import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { listenToProgram } from '../../../../test/support/spoken.js';
import { runProgram } from './program.js';

const program = listenToProgram('transport: { kind: embedded }\nbusinesses: { DEC: {} }\n');

const runAsIs = (words: readonly string[]): Promise<number> => runProgram([process.execPath, 'swic', ...words]);

test.each([
  [['--locale', 'en', '--config', 'CONFIG', 'config', 'check'], / is valid/],
  [['--config=CONFIG', '--locale=en', 'config', 'check'], / is valid/],
  [['-c', 'CONFIG', 'config', '--locale', 'en', 'check'], / is valid/],
  [['--json', '-c', 'CONFIG', 'config', 'check'], /"problems": \[\]/],
])('options of every command are understood before it: %s', async (words, says) => {
  const file = path.join(program.directory, 'swic.yaml');
  const code = await runAsIs(words.map((word) => word.replace('CONFIG', file)));
  expect({ code, said: program.said() }).toMatchObject({ code: 0, said: expect.stringMatching(says) as string });
});

test('an option that no command has is still refused, and a command that is none is named', async () => {
  expect(await program.run(['--nothing', 'status'])).toBe(2);
  expect(program.said()).toContain('没有选项 --nothing');
  expect(await runAsIs(['--locale', 'zh', 'statsu'])).toBe(2);
  expect(program.said()).toContain('没有命令 statsu，是否指 status？');
});

test('without locale a configuration speaks the default also where it has an error, and an English system is told', async () => {
  const file = path.join(program.directory, 'swic.yaml');
  const text = 'clientId: DXPESW0000000001\ntransport: { kind: embedded }\nbusinesses: { DEC: {} }\n';
  writeFileSync(file, text);
  expect(await program.run(['config', 'check'])).toBe(0);
  expect(program.said()).toMatch(/locale: en/);
  writeFileSync(file, `${text}log: { levle: info }\n`);
  expect(await program.run(['config', 'check'])).toBe(78);
  expect(program.said()).toMatch(/有 1 个问题[\s\S]*是否指 log\.level？/);
  expect(await program.run(['config', 'check', '--locale', 'en'])).toBe(78);
  expect(program.said()).toMatch(/has 1 problem\n[\s\S]*did you mean log\.level\?/);
});
