import { existsSync } from 'node:fs';
import { connect as connectSocket, type Socket } from 'node:net';
import {
  ConnectionError,
  createMessageConnection,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { CONTROL_PROTOCOL, type CommandMap, type CommandName } from '../../contract/commands.js';
import { Fault, type FaultRecord } from '../../contract/fault.js';
import type { NotificationMap } from '../../contract/notifications.js';
import { withDeadline } from '../../runtime/deadline.js';
import { controlAddress, demandPrivate } from '../control/address.js';
import { type ErrorData, type Hello, helloRequest, notificationOf, requestOf } from '../control/protocol.js';

/** A connection to a running agent. */
export interface ControlClient extends AsyncDisposable {
  readonly agent: Hello;
  /** Rejects with the agent's own Fault, or `instance.not-running` when the agent ended before it answered. */
  call<Name extends CommandName>(name: Name, params: CommandMap[Name]['params']): Promise<CommandMap[Name]['result']>;
  /** Called for each notification after `subscribe`; returns how to end it. */
  on<Name extends keyof NotificationMap>(name: Name, listener: (value: NotificationMap[Name]) => void): () => void;
  /** Resolves when the agent is gone, never rejects. */
  readonly closed: Promise<void>;
}

/** A process that is stopped keeps its socket, and the system accepts connections for it. */
const FIRST_ANSWER_MS = 10_000;

/**
 * Connects to the agent that owns this data directory. Rejects with `instance.not-running` when nothing listens, `instance.silent`
 * when there is no first answer within `limitMs`, `control.refused` when we may not, `control.protocol` when it speaks another version.
 */
export async function connectAgent(dataDir: string, limitMs = FIRST_ANSWER_MS): Promise<ControlClient> {
  const { path, privateDirectory } = controlAddress(dataDir);
  // A socket in a directory of another user could be that user's: what we say there, it would hear.
  if (privateDirectory !== null && existsSync(privateDirectory)) demandPrivate(privateDirectory);
  const socket = await openSocket(path);
  const connection = createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket));
  // The socket's own word: a connection that is disposed never says that it closed.
  const closed = new Promise<void>((resolve) => void socket.once('close', () => resolve()));
  connection.onError(() => socket.destroy());
  // What the connection does not hear once it is disposed would be an uncaught 'error'.
  socket.on('error', () => socket.destroy());
  connection.listen();
  const gone = closed.then(() => turns(QUEUED_MAX));
  const request = async <T>(send: () => Promise<T>): Promise<T> => {
    try {
      return await Promise.race([send(), gone.then(() => Promise.reject(new Fault('instance.not-running')))]);
    } catch (reason) {
      throw toFault(reason);
    }
  };
  const hello = request(() => connection.sendRequest(helloRequest, { protocol: CONTROL_PROTOCOL, version: '' }));
  const agent = await withDeadline(hello, limitMs, 'instance.silent').catch((reason: unknown) => {
    connection.dispose();
    socket.destroy();
    throw reason;
  });
  return {
    agent,
    closed,
    call: (name, params) => request(() => connection.sendRequest(requestOf(name), { params })),
    on: (name, listener) => {
      const subscription = connection.onNotification(notificationOf(name), listener);
      return () => subscription.dispose();
    },
    async [Symbol.asyncDispose]() {
      connection.dispose();
      socket.destroy();
      await closed;
    },
  };
}

/**
 * The connection reads one message a turn of the event loop, so the last answer of an agent that ended may still be in line when the
 * socket has closed already. More than an agent ever sends ahead; as many empty turns are a millisecond.
 */
const QUEUED_MAX = 1_000;

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}

function openSocket(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connectSocket(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', (reason: NodeJS.ErrnoException) => {
      const isRefused = reason.code === 'EACCES' || reason.code === 'EPERM';
      reject(Fault.from(reason, isRefused ? 'control.refused' : 'instance.not-running', { path }));
    });
  });
}

function toFault(reason: unknown): Fault {
  if (reason instanceof ResponseError) {
    const data = reason.data as ErrorData | undefined;
    if (data !== undefined) return Fault.fromRecord(data.fault satisfies FaultRecord);
  }
  // It has closed before this was asked.
  if (reason instanceof ConnectionError) return new Fault('instance.not-running', {}, reason);
  return Fault.from(reason, 'command.failed');
}
