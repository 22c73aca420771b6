import type { ControlClient } from '@swic/core/client';
import { CONTROL_PROTOCOL, Fault, type FaultRecord, WEB_CLOSE, WEB_SUBPROTOCOL } from '@swic/core/contract';

/** What comes over the socket: the answer to a request, or something that was not asked for. */
interface Incoming {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly data?: { readonly fault?: FaultRecord } };
}

interface Waiting {
  readonly resolve: (result: never) => void;
  readonly reject: (fault: Fault) => void;
}

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
  return converse(socket, closed);
}

/** JSON-RPC 2.0, a message of it in each frame. A library for it would be an eighth of the page (decision 0092). */
export async function converse(socket: WebSocket, closed: Promise<void>): Promise<ControlClient> {
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, Set<(value: never) => void>>();
  let lastId = 0;
  const request = <T>(method: string, params: object): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      if (socket.readyState !== socket.OPEN) return reject(new Fault('instance.not-running'));
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      socket.send(JSON.stringify({ jsonrpc: '2.0', id: lastId, method, params }));
    });
  socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
    const { id, method, params, result, error } = JSON.parse(data) as Incoming;
    if (method !== undefined) {
      for (const listener of listeners.get(method) ?? []) listener(valueOf(params) as never);
      return;
    }
    const asked = waiting.get(id ?? 0);
    waiting.delete(id ?? 0);
    if (error === undefined) asked?.resolve(result as never);
    else asked?.reject(faultOf(error));
  });
  void closed.then(() => {
    for (const { reject } of waiting.values()) reject(new Fault('instance.not-running'));
    waiting.clear();
  });
  const agent = await request<ControlClient['agent']>('hello', { protocol: CONTROL_PROTOCOL, version: '' });
  return {
    agent,
    closed,
    call: (name, params) => request(name, { params }),
    on: (name, listener) => {
      const known = listeners.get(name) ?? new Set();
      listeners.set(name, known.add(listener as (value: never) => void));
      return () => known.delete(listener as (value: never) => void);
    },
    async [Symbol.asyncDispose]() {
      listeners.clear();
      socket.close();
    },
  };
}

/** One value is sent as it is, or as the only one of a list: JSON-RPC allows no bare text or number. */
const valueOf = (params: unknown): unknown => (Array.isArray(params) && params.length === 1 ? params[0] : params);

const faultOf = ({ data }: NonNullable<Incoming['error']>): Fault =>
  data?.fault === undefined ? new Fault('command.failed') : Fault.fromRecord(data.fault);
