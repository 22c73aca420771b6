import {
  AbstractMessageReader,
  AbstractMessageWriter,
  createMessageConnection,
  type DataCallback,
  type Disposable,
  type Message,
  type MessageReader,
  type MessageWriter,
} from 'vscode-jsonrpc/node';
import type { WebSocket } from 'ws';
import type { CommandName } from '../../contract/commands.js';
import { WEB_CLOSE } from '../../contract/web.js';
import { callEvery } from '../../runtime/timer.js';
import { answerOver } from '../control/answer.js';
import {
  type Conversation,
  type ConversationSettings,
  createConversation,
  type Notify,
} from '../control/conversation.js';
import { checkedParams } from './checked-params.js';
import type { Session } from './sessions.js';
import { handlersFor, type UserWorld, WEB_COMMANDS } from './user-handlers.js';

export interface PageWorld extends UserWorld, Omit<ConversationSettings, 'handlers'> {
  readonly version: string;
}

/** A page that reads slower than things happen is sent no more than this ahead; then it misses some of them. */
const UNSENT_BYTES_MAX = 1024 * 1024;
/** A laptop that was closed says no goodbye. */
const PING_MS = 30_000;

/** The conversation of the control socket over a WebSocket, with the rights of one user, until either side closes. */
export function servePage(socket: WebSocket, session: Session, world: PageWorld): void {
  const connection = createMessageConnection(readerOf(socket), writerOf(socket));
  const notify: Notify = (name, value) => {
    if (socket.readyState !== socket.OPEN || socket.bufferedAmount >= UNSENT_BYTES_MAX) return;
    // A page that has gone needs no answer.
    void connection.sendNotification(name, value).catch(() => socket.terminate());
  };
  const conversation = checked(createConversation({ ...world, handlers: handlersFor(world, session) }, notify));
  const end = (): void => socket.close(WEB_CLOSE.sessionEnded, 'session');
  session.onEnd.add(end);
  const stop = keepAlive(socket);
  connection.onError(() => socket.terminate());
  // What is not JSON-RPC, or too large, ends the connection and nothing else.
  socket.on('error', () => socket.terminate());
  socket.once('close', () => {
    stop();
    session.onEnd.delete(end);
    conversation.end();
    connection.dispose();
  });
  answerOver({ connection, conversation, names: WEB_COMMANDS, version: world.version });
  connection.listen();
}

/** `watch` belongs to the conversation and not to the handlers: what it asks for is bounded here. */
function checked(conversation: Conversation): Conversation {
  return {
    call: async (name, params) => {
      if (name === 'watch') checkedParams(name satisfies CommandName, params);
      return conversation.call(name, params);
    },
    end: () => conversation.end(),
  };
}

function keepAlive(socket: WebSocket): () => void {
  let isAlive = true;
  socket.on('pong', () => (isAlive = true));
  return callEvery(PING_MS, () => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  });
}

/** Each message of the socket is one of JSON-RPC: no header, since a WebSocket knows where a message ends. */
class SocketReader extends AbstractMessageReader implements MessageReader {
  readonly #socket: WebSocket;

  constructor(socket: WebSocket) {
    super();
    this.#socket = socket;
  }

  listen(callback: DataCallback): Disposable {
    const onMessage = (data: Buffer, isBinary: boolean): void => {
      const message = isBinary ? null : parseMessage(data.toString('utf8'));
      if (message === null) this.#socket.terminate();
      else callback(message);
    };
    const onClose = (): void => this.fireClose();
    this.#socket.on('message', onMessage);
    this.#socket.once('close', onClose);
    return {
      dispose: () => {
        this.#socket.off('message', onMessage);
        this.#socket.off('close', onClose);
      },
    };
  }
}

class SocketWriter extends AbstractMessageWriter implements MessageWriter {
  readonly #socket: WebSocket;

  constructor(socket: WebSocket) {
    super();
    this.#socket = socket;
  }

  write(message: Message): Promise<void> {
    return new Promise((resolve, reject) =>
      this.#socket.send(JSON.stringify(message), (reason) =>
        reason === undefined || reason === null ? resolve() : reject(reason),
      ),
    );
  }

  end(): void {
    this.#socket.close();
  }
}

const readerOf = (socket: WebSocket): MessageReader => new SocketReader(socket);
const writerOf = (socket: WebSocket): MessageWriter => new SocketWriter(socket);

function parseMessage(text: string): Message | null {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Message) : null;
  } catch {
    // Not JSON is not from a page of ours.
    return null;
  }
}
