import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runs32Bit, tinyProgram } from './run-32-bit.mjs';

test('whether this kernel runs 32-bit programs is asked with one that is a whole program', () => {
  expect(tinyProgram()).toHaveLength(96);
  expect(tinyProgram().readUInt32LE(24) - tinyProgram().readUInt32LE(60)).toBe(84);
  expect(typeof runs32Bit()).toBe('boolean');
});

test.runIf(process.platform === 'linux')('the answer is that of the kernel', () => {
  const directory = mkdtempSync(join(tmpdir(), 'swic-32-bit-'));
  try {
    const file = join(directory, 'program');
    writeFileSync(file, tinyProgram(), { mode: 0o755 });
    const words = ['-c', '"$0"; [ $? = 42 ] && echo yes || echo no', file];
    expect(execFileSync('sh', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()).toBe(
      runs32Bit() ? 'yes' : 'no',
    );
  } finally {
    rmSync(directory, { recursive: true });
  }
});
