import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

/** Made by the last build of each format, by test/ledger/make-fixture.mjs; how many records they have, beside five claims without one. */
export const FIXTURES = { 1: 1_495, 2: 9_995 } as const;
export type FixtureFormat = keyof typeof FIXTURES;

/** Weeks after the last claim: what was sent is no longer kept in SentBox. */
export const FIXTURE_END_MS = Date.UTC(2026, 3, 7, 0);

/** Below `directory`: `data/ledger` as a killed agent left it, and `boxes` with the files that its documents have. */
export function unpackFixture(format: FixtureFormat, directory: string): void {
  const bytes = brotliDecompressSync(
    readFileSync(new URL(`../../ledger/fixtures/ledger-${format}.br`, import.meta.url)),
  );
  const head = bytes.indexOf('\n');
  const table = JSON.parse(bytes.toString('utf8', 0, head)) as readonly (readonly [file: string, sizeBytes: number])[];
  let at = head + 1;
  for (const [file, sizeBytes] of table) {
    const target = path.join(directory, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, bytes.subarray(at, at + sizeBytes));
    at += sizeBytes;
  }
}
