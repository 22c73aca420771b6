import { chmodSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import type { CommandName } from '../../contract/commands.js';
import { Fault } from '../../contract/fault.js';
import { withDeadline } from '../../runtime/deadline.js';
import { type ControlAddress, demandPrivate } from './address.js';
import { answerOver } from './answer.js';
import { type Conversation, type ConversationSettings, createConversation, type Notify } from './conversation.js';

export interface ControlServerSettings extends ConversationSettings {
  readonly address: ControlAddress;
  readonly version: string;
}

/** A subscriber that reads slower than events come is sent no more than this ahead; then events are dropped for it alone. */
const UNSENT_BYTES_MAX = 4 * 1024 * 1024;

export interface ControlServer extends AsyncDisposable {
  /** Listens anew where the socket was removed and its directory is there; never rejects. */
  listenAgain(): Promise<void>;
}

/** Listens until disposed. The socket is its owner's alone: a program that can open it can stop a firm's declarations. */
export async function openControlServer(settings: ControlServerSettings): Promise<ControlServer> {
  const served = new Set<Served>();
  const server = createServer((socket) => {
    const one = serve(settings, socket);
    served.add(one);
    socket.once('close', () => {
      served.delete(one);
      one.conversation.end();
    });
  });
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    await Promise.all([...served].map(endServed));
    await closed;
  };
  try {
    await listen(server, settings.address);
  } catch (reason) {
    await close();
    throw reason;
  }
  return {
    async listenAgain() {
      const { path: socket } = settings.address;
      if (process.platform === 'win32' || existsSync(socket) || !existsSync(path.dirname(socket))) return;
      server.removeAllListeners('error').close();
      // What keeps it from listening now is tried again at the next look.
      await listen(server, settings.address).catch(() => undefined);
    },
    [Symbol.asyncDispose]: close,
  };
}

/** One client: what it is told, over what, and what is on its way to it. */
interface Served {
  readonly socket: Socket;
  readonly connection: MessageConnection;
  readonly conversation: Conversation;
  readonly unsent: ReadonlySet<Promise<void>>;
}

/** What was answered last has to get out: Windows writes into its pipes in the background. A client that does not read is not waited for. */
const END_MS_MAX = 200;

/** The conversation first: a connection that is disposed throws at everything it is asked to send, and never says that it closed. */
async function endServed({ socket, connection, conversation, unsent }: Served): Promise<void> {
  conversation.end();
  await withDeadline(Promise.allSettled([...unsent]), END_MS_MAX, 'transport.timeout').catch(() => undefined);
  connection.dispose();
  await endInTime(socket);
}

async function endInTime(socket: Socket): Promise<void> {
  if (socket.destroyed) return;
  const closed = new Promise<void>((resolve) => void socket.once('close', () => resolve()));
  socket.end();
  await withDeadline(closed, END_MS_MAX, 'transport.timeout').catch(() => socket.destroy());
  await closed;
}

async function listen(server: Server, address: ControlAddress): Promise<void> {
  const isPipe = process.platform === 'win32';
  if (address.privateDirectory !== null) takePrivateDirectory(address.privateDirectory);
  // Only the holder of the ledger's lock comes here, so a socket that is there belongs to a dead process.
  if (!isPipe) rmSync(address.path, { force: true });
  try {
    await new Promise<void>((resolve, reject) => {
      // It stays after that: a client that could not be accepted, since handles ran out, must not end the agent.
      server.on('error', reject);
      // The umask closes the instant between bind and chmod, in which another user could connect. Node binds within the call, and
      // the umask is the whole process's: what other threads make at the same time must not get it, least of all directories.
      const umask = isPipe ? null : process.umask(0o177);
      try {
        server.listen(address.path, resolve);
      } finally {
        if (umask !== null) process.umask(umask);
      }
    });
  } catch (reason) {
    throw Fault.from(reason, 'control.refused', { path: address.path });
  }
  if (!isPipe) chmodSync(address.path, 0o600);
}

function takePrivateDirectory(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  demandPrivate(directory);
}

function serve(settings: ControlServerSettings, socket: Socket): Served {
  const connection = createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket));
  const unsent = new Set<Promise<void>>();
  const send = async (name: string, value: unknown): Promise<void> => {
    try {
      await connection.sendNotification(name, value);
    } catch {
      // It has gone; no notification is an answer.
      socket.destroy();
    }
  };
  const notify: Notify = (name, value) => {
    if (socket.destroyed || socket.writableLength >= UNSENT_BYTES_MAX) return;
    const sending = send(name, value).finally(() => unsent.delete(sending));
    unsent.add(sending);
  };
  const conversation = createConversation(settings, notify);
  // A client that goes away in the middle of an answer is its own business.
  connection.onError(() => socket.destroy());
  socket.on('error', () => socket.destroy());
  const names = [...(Object.keys(settings.handlers) as CommandName[]), 'watch' as const];
  answerOver({ connection, conversation, names, version: settings.version });
  connection.listen();
  return { socket, connection, conversation, unsent };
}
