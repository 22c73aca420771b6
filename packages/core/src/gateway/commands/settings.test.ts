import { lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type LoadedConfig, loadConfig } from '../../config/load.js';
import { editSettings, readSettings, type SettingsWorld } from './settings.js';

const TEXT = `clientId: DXPESW0000000001
transport: { kind: embedded }
businesses:
  DEC: {}   # 货物申报
`;
const signal = new AbortController().signal;

let directory: string;
let file: string;
let running: LoadedConfig;
const reloadConfig = vi.fn(async () => ({ applied: ['businesses.DEC'], restartNeeded: [] }));

function world(): SettingsWorld {
  return { loaded: () => running, reloadConfig };
}

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'swic-settings-'));
  file = path.join(directory, 'swic.yaml');
  writeFileSync(file, TEXT);
  running = loadConfig(file);
  reloadConfig.mockClear();
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

const limit = (value: unknown): { readonly path: readonly string[]; readonly value: unknown } => ({
  path: ['businesses', 'DEC', 'send', 'maxConcurrent'],
  value,
});

test('a trial says what would change and whether it needs a restart, and writes nothing', async () => {
  const { version } = readSettings(world());
  const edits = [limit(8), { path: ['dataDir'], value: './other' }];
  const result = await editSettings(world(), { version, edits, isTrial: true }, signal);
  expect(result).toMatchObject({
    diff: { line: 4, removed: ['  DEC: {}   # 货物申报'] },
    problems: [],
    report: { applied: ['businesses.DEC'], restartNeeded: ['dataDir'] },
    isWritten: false,
  });
  expect(readFileSync(file, 'utf8')).toBe(TEXT);
});

test('what the schema refuses is said with its place, and nothing is written', async () => {
  const { version } = readSettings(world());
  const result = await editSettings(world(), { version, edits: [limit(0)], isTrial: false }, signal);
  expect(result.problems).toMatchObject([{ path: 'businesses.DEC.send.maxConcurrent' }]);
  expect(readFileSync(file, 'utf8')).toBe(TEXT);
});

test('an edit is written with the comments of its owner, and applied', async () => {
  const { version } = readSettings(world());
  const result = await editSettings(world(), { version, edits: [limit(8)], isTrial: false }, signal);
  expect(result).toMatchObject({ isWritten: true, report: { applied: ['businesses.DEC'] } });
  expect(readFileSync(file, 'utf8')).toBe(TEXT.replace('DEC: {} ', 'DEC: { send: { maxConcurrent: 8 } } '));
  expect(reloadConfig).toHaveBeenCalledOnce();
});

test('a file that was changed since it was opened is left alone', async () => {
  const { version } = readSettings(world());
  writeFileSync(file, `${TEXT}# mine\n`);
  await expect(editSettings(world(), { version, edits: [limit(8)], isTrial: false }, signal)).rejects.toMatchObject({
    code: 'config.edited-meanwhile',
  });
  expect(readFileSync(file, 'utf8')).toBe(`${TEXT}# mine\n`);
});

test.skipIf(process.platform === 'win32')(
  'a configuration that is a link stays one: its target is written, with its own mode',
  async () => {
    const target = path.join(directory, 'elsewhere', 'firm.yaml');
    mkdirSync(path.dirname(target));
    writeFileSync(target, TEXT, { mode: 0o640 });
    rmSync(file);
    symlinkSync(path.join('elsewhere', 'firm.yaml'), file);
    const { version } = readSettings(world());
    await editSettings(world(), { version, edits: [limit(8)], isTrial: false }, signal);
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, 'utf8')).toContain('maxConcurrent: 8');
    expect(statSync(target).mode & 0o777).toBe(0o640);
  },
);

// Linux alone has a file that is always full.
test.skipIf(process.platform !== 'linux')('an edit that the disk refuses leaves nothing beside the file', async () => {
  symlinkSync('/dev/full', `${file}.new`);
  const { version } = readSettings(world());
  await expect(editSettings(world(), { version, edits: [limit(8)], isTrial: false }, signal)).rejects.toMatchObject({
    code: 'disk.failed',
  });
  expect(readFileSync(file, 'utf8')).toBe(TEXT);
  expect(lstatSync(`${file}.new`, { throwIfNoEntry: false })).toBeUndefined();
});
