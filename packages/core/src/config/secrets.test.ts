import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { resolveSecret } from './secrets.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'swic-credentials-'));
  writeFileSync(join(directory, 'mq'), 'the word\n');
  chmodSync(join(directory, 'mq'), 0o440);
});
afterEach(() => {
  delete process.env['CREDENTIALS_DIRECTORY'];
  rmSync(directory, { recursive: true, force: true });
});

test.skipIf(process.platform === 'win32')(
  'a credential that systemd gives is no file that others may read',
  async () => {
    await expect(resolveSecret({ file: join(directory, 'mq') }, '/')).rejects.toMatchObject({
      code: 'config.secret-missing',
    });
    process.env['CREDENTIALS_DIRECTORY'] = directory;
    expect(await resolveSecret({ file: join(directory, 'mq') }, '/')).toBe('the word');
    expect(await resolveSecret({ file: 'mq' }, directory)).toBe('the word');
  },
);
