import { spawn } from 'node:child_process';
import { describe } from 'vitest';

/** `describe` for tests by promtool; skipped, and counted so, with SWIC_TEST_SKIP_PROMTOOL=1. */
export const describeWithPromtool = describe.skipIf(process.env['SWIC_TEST_SKIP_PROMTOOL'] === '1');

export interface PromtoolAnswer {
  readonly code: number | null;
  /** Both outputs. */
  readonly said: string;
}

/** Runs promtool of Debian's `prometheus`, with a text as its input. */
export function promtool(args: readonly string[], input = ''): Promise<PromtoolAnswer> {
  return new Promise((resolve, reject) => {
    const child = spawn('promtool', args, { stdio: ['pipe', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => void (said += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, said }));
    child.stdin.end(input);
  });
}
