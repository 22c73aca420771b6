import type { ControlClient } from '@swic/core/client';
import { CONTROL_PROTOCOL, Fault, type FaultRecord, WEB_CLOSE, WEB_SUBPROTOCOL } from '@swic/core/contract';
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  createMessageConnection,
  type DataCallback,
  type Disposable,
  type Message,
  ResponseError,
} from 'vscode-jsonrpc/browser';

/** The conversation of the control socket over a WebSocket. `onEnded` is told when the session is over, and signing in is what helps. */
export async function connectPage(csrf: string, onEnded: () => void): Promise<ControlClient> {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const socket = new WebSocket(`${scheme}://${location.host}/rpc`, [WEB_SUBPROTOCOL, `csrf.${csrf}`]);
  const closed = new Promise<void>((resolve) =>
    socket.addEventListener('close', ({ code }) => {
      if (code === WEB_CLOSE.sessionEnded) onEnded();
      resolve();
    }),
  );
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve(), { once: true });
    socket.addEventListener('close', () => reject(new Fault('instance.not-running')), { once: true });
  });
  const connection = createMessageConnection(new SocketReader(socket), new SocketWriter(socket));
  connection.onError(() => socket.close());
  connection.listen();
  const request = async <T>(name: string, params: object): Promise<T> => {
    try {
      return await Promise.race([
        connection.sendRequest<T>(name, params),
        closed.then(() => Promise.reject(new Fault('instance.not-running'))),
      ]);
    } catch (reason) {
      throw toFault(reason);
    }
  };
  const agent = await request<ControlClient['agent']>('hello', { protocol: CONTROL_PROTOCOL, version: '' });
  return {
    agent,
    closed,
    call: (name, params) => request(name, { params }),
    on: (name, listener) => {
      const subscription = connection.onNotification(name, listener);
      return () => subscription.dispose();
    },
    async [Symbol.asyncDispose]() {
      connection.dispose();
      socket.close();
    },
  };
}

function toFault(reason: unknown): Fault {
  if (reason instanceof ResponseError) {
    const data = reason.data as { readonly fault: FaultRecord } | undefined;
    if (data !== undefined) return Fault.fromRecord(data.fault);
  }
  return Fault.from(reason, 'command.failed');
}

class SocketReader extends AbstractMessageReader {
  readonly #socket: WebSocket;

  constructor(socket: WebSocket) {
    super();
    this.#socket = socket;
  }

  listen(callback: DataCallback): Disposable {
    const onMessage = ({ data }: MessageEvent<string>): void => callback(JSON.parse(data) as Message);
    this.#socket.addEventListener('message', onMessage);
    return { dispose: () => this.#socket.removeEventListener('message', onMessage) };
  }
}

class SocketWriter extends AbstractMessageWriter {
  readonly #socket: WebSocket;

  constructor(socket: WebSocket) {
    super();
    this.#socket = socket;
  }

  async write(message: Message): Promise<void> {
    this.#socket.send(JSON.stringify(message));
  }

  end(): void {
    this.#socket.close();
  }
}
