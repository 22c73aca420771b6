import { Fault } from '@swic/core';
import { endLine, sayQuestion } from './output.js';

/** Longer is no PIN and no password, but a wrong file. */
const SECRET_CHARACTERS_MAX = 16_384;

/**
 * A secret from standard input: piped, or typed at a prompt that shows nothing. Never from the command line, where every
 * process of the machine can read it. A line end at its end is not part of it.
 */
export async function readSecret(question: string): Promise<string> {
  const secret = process.stdin.isTTY ? await readHidden(question) : await readPiped();
  if (secret === '') throw new Fault('command.usage', { problem: 'empty-secret' });
  return secret;
}

/** What is piped in, or typed up to Ctrl-D; never more than a page of settings has. */
export async function readPiped(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    text += chunk as string;
    if (text.length > SECRET_CHARACTERS_MAX) throw new Fault('command.usage', { problem: 'secret-too-long' });
  }
  return text.replace(/\r?\n$/, '');
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
