import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { getFromFile, namesInFile, removeFromFile, setInFile } from './encrypted-file.js';
import { ownMachineId } from './machine.js';

function inDirectory(work: (file: string) => void): void {
  const directory = mkdtempSync(path.join(tmpdir(), 'swic-secrets-'));
  try {
    work(path.join(directory, 'inner', 'secrets.json'));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

test('what was set is found again, in a file that only its owner reads and that does not show it', () => {
  inDirectory((file) => {
    expect(getFromFile(file, 'pin')).toBeNull();
    setInFile(file, 'pin', '卡密码 1');
    setInFile(file, 'mq', 'second');
    setInFile(file, 'pin', '13572468');
    expect(getFromFile(file, 'pin')).toBe('13572468');
    expect(namesInFile(file)).toEqual(['pin', 'mq']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).not.toMatch(/13572468|second/);
    expect(removeFromFile(file, 'pin')).toBe(true);
    expect(removeFromFile(file, 'pin')).toBe(false);
    expect(getFromFile(file, 'mq')).toBe('second');
  });
});

test('an entry under another name, or changed by a bit, opens nothing', () => {
  inDirectory((file) => {
    setInFile(file, 'a', 'one');
    setInFile(file, 'b', 'two');
    const content = JSON.parse(readFileSync(file, 'utf8')) as { entries: Record<string, { data: string }> };
    const { a, b } = content.entries;
    writeFileSync(file, JSON.stringify({ ...content, entries: { a: b, b: a } }));
    expect(() => getFromFile(file, 'a')).toThrow(expect.objectContaining({ code: 'config.secret-missing' }));
    writeFileSync(file, JSON.stringify({ ...content, entries: { a: { ...a, data: 'AAAA' } } }));
    expect(() => getFromFile(file, 'a')).toThrow(
      expect.objectContaining({ detail: expect.objectContaining({ problem: 'sealed-elsewhere' }) }),
    );
  });
});

test('a machine without an id gets one of its own, once', () => {
  inDirectory((file) => {
    const directory = path.dirname(file);
    const made = ownMachineId(directory);
    expect(made).toMatch(/^[0-9a-f]{32}$/);
    expect(ownMachineId(directory)).toBe(made);
    expect(statSync(path.join(directory, 'machine-id')).mode & 0o777).toBe(0o600);
  });
});

test('a damaged file is told of and never overwritten', () => {
  inDirectory((file) => {
    setInFile(file, 'pin', '1');
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, 40));
    const before = readFileSync(file, 'utf8');
    expect(() => setInFile(file, 'pin', '2')).toThrow(expect.objectContaining({ code: 'config.secret-missing' }));
    expect(readFileSync(file, 'utf8')).toBe(before);
  });
});
