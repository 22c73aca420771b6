import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { declareProgram } from '../../packages/agent/src/cli/program.js';
import { type RunningSwic, runSwic, startSwic } from '../support/agent-process.js';
import { documentedLines } from '../support/documented/command-lines.js';
import { EXECUTED, NOT_EXECUTED, type Run } from '../support/documented/runs.js';
import { declaration } from '../support/documents.js';
import { findFreePorts } from '../support/free-ports.mjs';
import { until } from '../support/until.js';
import { openWorld, type World } from '../support/world.js';

const ROOT = path.join(import.meta.dirname, '../..');
const SWIC = path.join(ROOT, 'packages/agent/bin/swic.cjs');
const DOCUMENTED = documentedLines().map(({ line }) => line);
/** The list of all commands in README; a test beside the commands compares it with them. */
const isList = (line: string): boolean => line.includes(' · ');

let world: World;
let agent: RunningSwic;

beforeAll(async () => {
  const [port = 0] = await findFreePorts(1);
  world = openWorld({
    transport: 'embedded',
    businesses: { DEC: { send: { settleMs: 50 } }, RMFT: {} },
    more: {
      sandbox: { enabled: true, delayMs: 1 },
      web: { port },
      alerts: { channels: { duty: { kind: 'command', command: [process.execPath, '-e', '0'] } } },
    },
  });
  agent = startSwic(world, ['run'], { SWIC_SECRETS_FILE: path.join(world.directory, 'secrets.json') });
  await using client = await agent.connect();
  world.drop('Deccus001', 'NAME.xml', declaration(1));
  world.drop('Deccus001', 'broken.xml', '<NoDocument/>');
  await until('one is sent and one refused', async () => {
    const { businesses } = await client.call('status', null);
    const dec = businesses.find(({ key }) => key === 'DEC');
    return dec?.counts.filed === 1 && dec.counts.rejected === 1;
  });
  await until('its alert is open', async () => (await runSwic(world, ['alerts', 'list'])).code === 1);
}, 120_000);
afterAll(async () => {
  await agent?.[Symbol.asyncDispose]();
  await world?.[Symbol.asyncDispose]();
});

test('every command line of the documents is executed here, or it is said why not', () => {
  const known = new Set([...Object.keys(EXECUTED), ...Object.keys(NOT_EXECUTED)]);
  expect(DOCUMENTED.filter((line) => !known.has(line) && !isList(line))).toEqual([]);
  // A row whose line is in no document says nothing.
  expect([...known].filter((line) => !DOCUMENTED.includes(line))).toEqual([]);
});

test.each(Object.keys(NOT_EXECUTED).filter((line) => /^(?:sudo |npx )?swic /.test(line)))(
  '%s is not executed, and is a command with such options all the same',
  async (line) => {
    for (const words of alternatives(line)) await expect(parses(words), words.join(' ')).resolves.toBe(true);
  },
);

test.each(Object.keys(NOT_EXECUTED).filter((line) => /^npm (?:run|start|test)/.test(line)))(
  '%s is a script',
  (line) => {
    const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const [, name = ''] = /^npm (?:run )?([\w:]+)/.exec(line) ?? [];
    expect(Object.keys(scripts)).toContain(name);
  },
);

test.each(Object.entries(EXECUTED))(
  '%s',
  async (_, run) => {
    for (const words of run.words) {
      const { code, said } = await execute(words, run);
      expect({ words, code, said }).toEqual({ words, code: run.code, said: expect.stringMatching(run.says) as string });
    }
  },
  120_000,
);

/** The built command, where a person would type it. */
async function execute(words: readonly string[], run: Run): Promise<{ code: number | null; said: string }> {
  const cwd = path.join(world.directory, 'at');
  if (!existsSync(cwd)) {
    mkdirSync(cwd);
    writeFileSync(path.join(cwd, 'FILE.xml'), declaration(2));
  }
  const placed = words.map((word) => word.replace('{dir}', cwd));
  const config = run.isWithoutConfig ? [] : ['--config', world.config];
  const env = { ...process.env, LC_ALL: 'C', SWIC_SECRETS_FILE: path.join(world.directory, 'secrets.json') };
  const child = spawn(process.execPath, [SWIC, ...placed, ...config], { cwd, env });
  let said = '';
  const hear = (text: string): void => {
    said += text;
    if (run.endsWhenSaid?.test(said) === true) child.kill('SIGINT');
  };
  child.stdout.setEncoding('utf8').on('data', hear);
  child.stderr.setEncoding('utf8').on('data', hear);
  child.stdin.end(run.input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

/** `a [--b c] d|e` as what a person may type. */
function alternatives(line: string): readonly (readonly string[])[] {
  const words = line
    .replace(/^(?:sudo |npx )/, '')
    .split(' ')
    .slice(1);
  const choice = words.findIndex((word) => word.includes('|'));
  if (choice === -1) return [words];
  return (words[choice] ?? '').split('|').map((one) => words.with(choice, one));
}

async function parses(words: readonly string[]): Promise<boolean> {
  let isCalled = false;
  const program = declareProgram('en', () => async () => {
    isCalled = true;
  });
  await program.parseAsync([process.execPath, 'swic', ...words]);
  return isCalled;
}
