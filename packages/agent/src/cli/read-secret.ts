import { Fault, readTextBytes } from '@swic/core';
import { endLine, sayQuestion } from './output.js';

/** Longer is no PIN and no password, but a wrong file. */
const SECRET_BYTES_MAX = 16_384;

/**
 * A secret from standard input: piped, or typed at a prompt that shows nothing. Never from the command line, where every
 * process of the machine can read it. A line end at its end is not part of it.
 */
export async function readSecret(question: string): Promise<string> {
  const secret = process.stdin.isTTY ? await readHidden(question) : await readPiped();
  if (secret === '') throw new Fault('command.usage', { problem: 'empty-secret' });
  return secret;
}

/**
 * What is piped in, or typed up to Ctrl-D; never more than a page of settings has. PowerShell pipes UTF-16 or a byte order mark where
 * it is told so; neither is part of a password.
 */
export async function readPiped(): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin) {
    chunks.push(Buffer.from(chunk as Buffer));
    bytes += (chunk as Buffer).length;
    if (bytes > SECRET_BYTES_MAX) throw new Fault('command.usage', { problem: 'secret-too-long' });
  }
  const reading = readTextBytes(Buffer.concat(chunks));
  if (reading.outcome !== 'text') throw new Fault('command.usage', { problem: 'secret-not-utf-8' });
  return reading.text.replace(/[\r\n]+$/, '');
}

async function readHidden(question: string): Promise<string> {
  const { stdin } = process;
  sayQuestion(question);
  stdin.setRawMode(true).setEncoding('utf8').resume();
  try {
    return await new Promise<string>((resolve, reject) => {
      let text = '';
      stdin.on('data', (typed: string | Buffer) => {
        for (const key of typed.toString()) {
          if (key === '\r' || key === '\n') return resolve(text);
          if (key === '\u0003' || key === '\u0004') return reject(new Fault('operation.aborted'));
          text = key === '\u007f' || key === '\b' ? text.slice(0, -1) : text + key;
        }
      });
    });
  } finally {
    stdin.removeAllListeners('data');
    stdin.setRawMode(false).pause();
    endLine();
  }
}
