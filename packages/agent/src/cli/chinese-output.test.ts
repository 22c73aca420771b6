import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { brokenDeclaration, declaration } from '../../../../test/support/documents.js';
import { listenToProgram } from '../../../../test/support/spoken.js';

/**
 * Names that stay as they are in Chinese: of the program and its commands, options, settings and codes, of boxes, files and paths, of
 * systems and of the trade.
 */
const NAMES =
  /swic(?: [a-z-]+)*|（原文：[^）]*）|rebuild|restore|dec-sign|--[a-z-]+|\[[a-z.-]+\]|\{[^}]*\}|\S*[/\\._=@]\S*|\b(?:DXPESW\w*|OutBox|SentBox|FailBox|InBox|TempBox|embedded|Successed|Failed|Receipt|DecMessage|DecHead|DecSign|IEFlag|ClientSeqNo|RabbitMQ|Prometheus|JSON|Schema|Ctrl|[A-Z]{2,}\w*|[0-9A-Z]{8,})\b/g;

/** A command after the first run, with the exit codes that it may have. */
const COMMANDS: readonly (readonly [words: readonly string[], codes: readonly number[]])[] = [
  [['status'], [0]],
  [['documents'], [0]],
  [['receipts'], [0]],
  [['overdue', '--since', '1h'], [0]],
  [['report'], [0]],
  [['trace', '好单.xml'], [0]],
  [['trace', '坏单.xml'], [0]],
  [['verify', '--full'], [0]],
  [['ledger', 'check'], [0]],
  [['config', 'check'], [0]],
  [['test-connection'], [0]],
  [
    ['validate', 'FAILBOX'],
    [1, 3],
  ],
  [['validate', 'SENTBOX'], [0]],
  [['backup', 'BACKUP'], [0]],
  [['resend', '坏单.xml'], [0]],
  [['handle', '坏单.xml'], [0]],
  [['handle', '坏单.xml'], [1]],
  [['settle', '好单.xml', 'lost'], [1]],
  [['secret', 'list'], [0]],
  [['status', '--check'], [69]],
  [['ledger', 'repair'], [0]],
  [['restore', 'BACKUP', '--yes'], [0]],
];

const program = listenToProgram(
  'transport: { kind: embedded }\nsandbox: { enabled: true, delayMs: 1 }\nbusinesses: { DEC: { send: { settleMs: 50 } } }\n',
);

const box = (name: string): string => path.join(program.directory, 'boxes', 'Deccus001', name);

function run(words: readonly string[]): Promise<number> {
  const places: Readonly<Record<string, string>> = {
    FAILBOX: box('FailBox'),
    SENTBOX: box('SentBox'),
    BACKUP: path.join(program.directory, 'backup.swic'),
  };
  const there = words.map((word) => places[word] ?? word);
  return program.run(there);
}

/** English words of four letters and more. */
const english = (text: string): readonly string[] => [
  ...new Set(text.replaceAll(NAMES, ' ').match(/[A-Za-z]{4,}/g) ?? []),
];

test('what every command says, the log and the explanation of a refusal are Chinese where the configuration says so', async () => {
  mkdirSync(box('OutBox'), { recursive: true });
  writeFileSync(path.join(box('OutBox'), '好单.xml'), declaration(1));
  writeFileSync(path.join(box('OutBox'), '坏单.xml'), brokenDeclaration(2));
  writeFileSync(path.join(box('OutBox'), '扫描件.docx'), '');
  expect(await run(['run', '--once', '--wait', '20'])).toBe(3);
  const left = new Map<string, readonly string[]>();
  const look = (of: string, text: string): void => {
    const lines = text.split('\n').filter((line) => english(line).length > 0);
    if (lines.length > 0) left.set(of, lines);
  };
  look('run --once', program.said());
  for (const [words, codes] of COMMANDS) {
    const code = await run(words);
    expect({ words, code, said: program.said(), isExpected: codes.includes(code) }).toMatchObject({
      words,
      code,
      isExpected: true,
    });
    look(words.join(' '), program.said());
    expect({ words, said: program.said() }).toEqual({ words, said: expect.stringMatching(/[\u4e00-\u9fff]/) });
  }
  const logs = path.join(program.directory, 'data', 'logs');
  const messages = readdirSync(logs).flatMap((name) =>
    readFileSync(path.join(logs, name), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => (JSON.parse(line) as { msg: string }).msg),
  );
  expect(messages.length).toBeGreaterThan(5);
  look('log', messages.join('\n'));
  const explained = readdirSync(box('InBox')).find((name) => name.startsWith('Failed_坏单'));
  const text = readFileSync(path.join(box('InBox'), explained ?? 'none'), 'utf8');
  const chinese = [...text.matchAll(/"zh":\s*"((?:[^"\\]|\\.)*)"/g)].map(([, words]) => words ?? '');
  expect(chinese.length).toBeGreaterThan(0);
  look('explanation', chinese.join('\n'));
  expect(Object.fromEntries(left)).toEqual({});
}, 60_000);
