import path from 'node:path';
import { expect, test } from 'vitest';
import { runSwic } from '../support/agent-process.js';
import { brokenDeclaration, declaration } from '../support/documents.js';
import { openWorld } from '../support/world.js';

/** Everything that a terminal obeys or does not show; Windows forbids some of it in names. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const EVIL = '\u001b[2J\u001b]0;owned\u0007\u009b31m\u202etxt\u200b\u007f\n2026-11-23 00:00:00 INFO forged';

function expectPrintable(text: string): void {
  expect(text.split('\n').filter((line) => UNPRINTABLE.test(line))).toEqual([]);
}

test.skipIf(process.platform === 'win32')(
  'a file name that a terminal would obey reaches it written out, by every command and in every log line',
  async () => {
    await using world = openWorld({
      transport: 'embedded',
      businesses: { DEC: {} },
      more: { sandbox: { enabled: true, delayMs: 1 } },
    });
    const good = `${EVIL} good.xml`;
    const bad = `${EVIL} bad.xml`;
    world.drop('Deccus001', good, declaration(1));
    world.drop('Deccus001', bad, brokenDeclaration(2));
    const commands = [
      ['validate', world.box('Deccus001', 'OutBox')],
      ['validate', world.box('Deccus001', 'OutBox'), '--json'],
      ['run', '--once'],
      ['documents'],
      ['documents', '--json'],
      ['receipts'],
      ['trace', good],
      ['trace', bad],
      ['trace', bad, '--json'],
      ['trace', EVIL],
      ['resend', `${EVIL} nothing.xml`],
      ['status', '--locale', 'zh'],
      [EVIL],
      ['status', `--${EVIL}`],
    ];
    for (const words of commands) {
      const { stdout, stderr, code } = await runSwic(world, words);
      expectPrintable(stdout);
      expectPrintable(stderr);
      if (words[0] === 'run') expect({ code, stderr }).toMatchObject({ code: 3 });
      if (words[0] === 'documents' && words.length === 1) expect(stdout).toContain('\\u001b[2J\\u001b]0;owned\\u0007');
      if (words[0] === 'trace' && words.length === 3)
        expect(JSON.parse(stdout)).toMatchObject([{ document: { name: bad } }]);
    }
    const logs = world.logs();
    expect(logs).toContain('owned');
    expectPrintable(logs);
  },
  60_000,
);

test('settings that a terminal would obey reach it written out', async () => {
  await using world = openWorld({
    transport: 'embedded',
    businesses: { DEC: {} },
    more: { boxesDir: './b\u001b[2J\u202e', dashboard: { keys: { ['x\u009b31m']: ['a'] } } },
  });
  const missing = path.join(world.directory, 'no\u001b[31m.yaml');
  for (const words of [['config', 'show'], ['config', 'check'], ['config', 'show', '--json'], ['status']]) {
    const { stdout, stderr } = await runSwic(world, words);
    expectPrintable(stdout);
    expectPrintable(stderr);
  }
  const { stderr } = await runSwic({ ...world, config: missing }, ['status']);
  expect(stderr).toContain('no\\u001b[31m.yaml');
  expectPrintable(stderr);
});
