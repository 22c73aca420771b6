import { expect, test } from 'vitest';
import { fuzzReaders } from './readers.js';

// The long run with changing seeds is `npm run soak`.
test('no document, archive or envelope ends a reader, keeps it for long, or lets a name out of its box', async () => {
  const report = await fuzzReaders({ seed: 20_250_101, goOn: (inputs) => inputs < 1_500 });
  expect(report.inputs).toBe(1_500);
  // Some of what is tried must be readable, or the readers would not have been tried.
  for (const [reader, count] of Object.entries(report.read)) expect([reader, count > 3]).toEqual([reader, true]);
}, 60_000);
