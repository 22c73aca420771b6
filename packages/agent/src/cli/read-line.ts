import { createInterface } from 'node:readline/promises';
import type { Readable } from 'node:stream';
import { sayQuestion } from './output.js';

/** A text at a terminal; '' where nothing is typed, and at the end of the input. */
export async function readLine(question: string, input: Readable = process.stdin): Promise<string> {
  sayQuestion(question);
  const lines = createInterface({ input, terminal: false });
  try {
    for await (const line of lines) return line.trim();
    return '';
  } finally {
    lines.close();
  }
}
