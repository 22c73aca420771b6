import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import { toFault } from '../boxes/faults.js';
import { Fault } from '../contract/fault.js';
import { isDocumentId } from '../domain/document.js';
import { type DropWorld, drop } from './commands/drop.js';
import type { CommandHandlers } from './control/conversation.js';
import { type ActWorld, demandRight, tellAct } from './web/acts.js';
import { type Answer, jsonAnswer, refusal } from './web/answer.js';
import { readBody } from './web/read-body.js';
import type { SessionRoute, SessionRoutes } from './web/routes.js';
import type { Session } from './web/sessions.js';

export interface UploadWorld extends ActWorld, DropWorld {
  readonly correct: CommandHandlers['correct'];
  readonly dataDir: string;
}

/** A declaration with its attachments; a larger file is put into its OutBox by hand. */
const BYTES_MAX = 32 * 1024 * 1024;
/** Each has its bytes in memory. */
const AT_ONCE_MAX = 4;
/** With it a file is checked and put nowhere. */
const TRIAL = 'x-swic-trial';
/** Name of the file, percent-encoded: a header holds no Chinese. */
const NAME = 'x-swic-name';
const NAME_CHARS_MAX = 2_000;

/**
 * Files that an operator's browser brings: the corrected copy of a document, or a new file for a business. Their bytes are the body, and
 * are in a file of our own name while they are checked.
 */
export function uploadRoutes(world: UploadWorld): SessionRoutes {
  // A crash during a check leaves its file.
  rmSync(uploadsIn(world.dataDir), { recursive: true, force: true });
  const upload = createUpload(world);
  return {
    'POST /corrections/*': upload('correct', async ({ word, file, isTrial, keep }, signal) => {
      if (!isDocumentId(word)) throw new Fault('command.not-found', { document: word });
      if (!isTrial) await keep({ command: 'correct', about: `document=${word}`, document: word });
      return world.correct({ document: word, file, isTrial }, signal, () => undefined);
    }),
    'POST /drops/*': upload('drop', async ({ word, name, file, bytes, isTrial, keep }, signal) => {
      if (!isTrial) await keep({ command: 'drop', about: `business=${word} file=${name}`, document: null });
      return drop(world, { business: word, name, file, bytes, isTrial }, signal);
    }),
  };
}

interface Upload {
  /** What the path says: a document or a business. */
  readonly word: string;
  readonly name: string;
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly isTrial: boolean;
  readonly keep: (act: Parameters<typeof tellAct>[2]) => Promise<void>;
}

type Work = (upload: Upload, signal: AbortSignal) => Promise<object>;

function createUpload(world: UploadWorld): (command: string, work: Work) => SessionRoute {
  let running = 0;
  return (command, work) =>
    async (request, session, [word = '']) => {
      if (running >= AT_ONCE_MAX) return refusal(429, 'wait', { 'Retry-After': '1' });
      running += 1;
      try {
        demandRight(world, session, command, 'operator');
        const bytes = await readBody(request, BYTES_MAX);
        if (bytes === null) return refusal(413, 'too large');
        return await withFile(world.dataDir, bytes, async (file) => {
          const upload = { word, bytes, file, ...factsOf(request), keep: keeperOf(world, session) };
          return jsonAnswer(200, await work(upload, whenGone(request)));
        });
      } catch (reason) {
        return faultAnswer(Fault.from(reason, 'command.failed'));
      } finally {
        running -= 1;
      }
    };
}

const keeperOf =
  (world: ActWorld, session: Session): Upload['keep'] =>
  (act) =>
    tellAct(world, session, act, true);

const faultAnswer = (fault: Fault): Answer =>
  jsonAnswer(fault.code === 'web.forbidden' ? 403 : 422, { fault: fault.toRecord() });

function factsOf({ headers }: IncomingMessage): Pick<Upload, 'name' | 'isTrial'> {
  const text = String(headers[NAME] ?? '').slice(0, NAME_CHARS_MAX);
  return { name: decoded(text), isTrial: headers[TRIAL] === '1' };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // No page of ours sends that.
    return '';
  }
}

/** A check ends when its browser has gone. */
function whenGone({ socket }: IncomingMessage): AbortSignal {
  const gone = new AbortController();
  socket.once('close', () => gone.abort());
  return gone.signal;
}

const uploadsIn = (dataDir: string): string => path.join(dataDir, 'uploads');

async function withFile<T>(dataDir: string, bytes: Uint8Array, work: (file: string) => Promise<T>): Promise<T> {
  const directory = uploadsIn(dataDir);
  const file = path.join(directory, randomUUID());
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await writeFile(file, bytes, { mode: 0o600, flag: 'wx' });
  } catch (reason) {
    throw toFault(reason, 'box', file);
  }
  try {
    return await work(file);
  } finally {
    await rm(file, { force: true });
  }
}
