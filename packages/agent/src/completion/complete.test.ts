import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { listenToProgram } from '../../../../test/support/spoken.js';
import { COMMANDS } from '../cli/commands.js';
import { runProgram } from '../cli/program.js';

const program = listenToProgram('transport: { kind: embedded }\nbusinesses: { DEC: {}, SAS: {} }\n');
const printed: string[] = [];

// The library that answers the shells prints by itself.
beforeEach(() => {
  printed.length = 0;
  vi.spyOn(console, 'log').mockImplementation((line) => void printed.push(String(line)));
});
afterEach(() => vi.restoreAllMocks());

/** The words that are offered behind those that are typed. */
async function offered(...typed: readonly string[]): Promise<readonly string[]> {
  printed.length = 0;
  expect(await runProgram([process.execPath, 'swic', 'complete', '--', ...typed])).toBe(0);
  return printed.filter((line) => !line.startsWith(':')).map((line) => line.split('\t')[0] ?? '');
}

test('a command that is begun is completed', async () => {
  expect(await offered('st')).toEqual(expect.arrayContaining(['status', 'start', 'stop']));
});

test('every command is offered', async () => {
  expect((await offered('')).length).toBeGreaterThanOrEqual(COMMANDS.length);
});

test('the businesses of the configuration are offered where one is asked for', async () => {
  const config = path.join(program.directory, 'swic.yaml');
  expect(await offered('documents', '--config', config, '--business', '')).toEqual(['DEC', 'SAS']);
});

test('the words that an option takes are offered', async () => {
  expect(await offered('documents', '--format', 'c')).toEqual(['csv']);
});

test('the options that may be in front of the command, and their words, are offered there', async () => {
  expect(await offered('--lo')).toEqual(['--locale']);
  expect(await offered('--locale', '')).toEqual(['zh', 'en']);
  expect(await offered('--locale', 'zh', 'stat')).toEqual(['status']);
  writeFileSync(path.join(program.directory, 'other.yaml'), '');
  expect(await offered('--config', `${program.directory}/oth`)).toEqual([`${program.directory}/other.yaml`]);
});

test('the states of documents are offered where a list is filtered by them', async () => {
  expect(await offered('documents', '--state', 'un')).toEqual(['unknown']);
});

test('the states of customs are offered where a list is filtered by them', async () => {
  expect(await offered('receipts', '--customs', 'rel')).toEqual(['released']);
});

test('the rules of alerts are offered where one is silenced', async () => {
  expect(await offered('alerts', 'silence', '2h', '--rule', 'flow')).toEqual(['flow-held']);
});

test('a command of a group is offered behind the group', async () => {
  expect(await offered('ledger', 're')).toEqual(expect.arrayContaining(['repair', 'rebuild']));
});

test('a file name that a shell would run is not offered', async () => {
  for (const name of ['good.xml', '$(touch x).xml', '`id`.xml', 'a;b.xml', 'a b.xml'])
    writeFileSync(path.join(program.directory, name), '');
  const files = await offered('validate', `${program.directory}/`);
  expect(files.filter((file) => file.endsWith('.xml'))).toEqual([`${program.directory}/good.xml`]);
});

test('without an agent no document is offered, and nothing is said', async () => {
  expect(await offered('trace', '')).toEqual([]);
});
