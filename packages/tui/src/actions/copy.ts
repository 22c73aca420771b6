import { type App, say, wordsOf } from '../app.js';

/** More than terminals take in one sequence. */
const CHARS_MAX = 8_000;

/** Into the clipboard of the operator's own machine, also over SSH: OSC 52. */
export function copyToClipboard(app: App, text: string): void {
  const base64 = Buffer.from(text.slice(0, CHARS_MAX), 'utf8').toString('base64');
  app.write(`\u001b]52;c;${base64}\u0007`);
  say(app, wordsOf(app)('done.copied', { text }), 'info');
}
