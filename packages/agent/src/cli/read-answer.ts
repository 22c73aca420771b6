import { createInterface } from 'node:readline/promises';
import type { Readable } from 'node:stream';
import { sayQuestion } from './output.js';

/** A question at a terminal that only a clear yes answers with true; the end of the input is a no. */
export async function readAnswer(question: string, input: Readable = process.stdin): Promise<boolean> {
  sayQuestion(question);
  const lines = createInterface({ input, terminal: false });
  try {
    for await (const line of lines) return /^(?:y|yes|是|好)$/i.test(line.trim());
    return false;
  } finally {
    lines.close();
  }
}
