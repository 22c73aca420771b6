import type { RoundResult } from './report.js';
import type { Stage } from './stage.js';

export async function playFullDisk(
  _stage: Stage,
  _number: number,
  _documents: number,
  _signal: AbortSignal,
): Promise<RoundResult> {
  return { outcome: 'not-run', reason: process.platform === 'linux' ? 'no-rights' : 'not-linux' };
}
