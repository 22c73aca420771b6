import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createQueueDirectory, queueDirectory } from './queue-directory.js';

test('a queue says its format, one of before there was one is taken, and one of a newer swic is left as it is', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'swic-queue-'));
  try {
    const queue = queueDirectory(directory, 'SW.SEND');
    await createQueueDirectory(queue);
    const format = path.join(queue.root, 'format');
    expect(readFileSync(format, 'utf8')).toBe('1\n');
    rmSync(format);
    await createQueueDirectory(queue);
    expect(readFileSync(format, 'utf8')).toBe('1\n');
    writeFileSync(format, '2\n');
    await expect(createQueueDirectory(queue)).rejects.toMatchObject({
      code: 'transport.queue-newer',
      fate: 'halt',
      detail: { found: 2, known: 1 },
    });
    expect(readFileSync(format, 'utf8')).toBe('2\n');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
