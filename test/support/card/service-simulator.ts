import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { readSigningKey, signWith } from '@swic/card-ffi';
import { type WebSocket, WebSocketServer } from 'ws';
import {
  BLOCK_MARK,
  BlockAssembler,
  needsBlocks,
  toBlocks,
} from '../../../packages/card-ffi/src/service/block-text.js';
import { type CardAlgorithm, type KeyMaterial, keyMaterial } from './identity.js';
import { CARD } from './world.js';

/** What the simulated service does; a test changes it while it runs. */
export interface ServiceState {
  pin: string;
  wrongTries: number;
  cardId: string;
  /** `absent` answers 50070, `unreadable` 50200. */
  reader: 'ok' | 'absent' | 'unreadable';
  /** The next signatures fail with these entries instead of being made. */
  signErrors: (readonly string[])[];
  /** Requests are read and never answered. */
  isSilent: boolean;
  /** The open message is not sent. */
  isMute: boolean;
  /** An answer of a signature is this much longer than it need be, to come in blocks. */
  padding: number;
}

/**
 * A SIMULATOR of the vendor's local websocket service: our own code, written from the public description. It proves our
 * side of the protocol, not the vendor's. Its words for a wrong PIN are invented.
 */
export interface ServiceSimulator extends AsyncDisposable {
  readonly url: string;
  readonly material: KeyMaterial;
  readonly state: ServiceState;
  /** Methods asked for, in order. */
  readonly calls: readonly string[];
  /** Sizes of the block frames that came in. */
  readonly blocks: readonly number[];
  dropConnections(): void;
}

export async function startServiceSimulator(
  algorithm: CardAlgorithm,
  port = 0,
  material: KeyMaterial = keyMaterial(algorithm),
): Promise<ServiceSimulator> {
  const state: ServiceState = {
    pin: CARD.pin,
    wrongTries: 0,
    cardId: CARD.cardId,
    reader: 'ok',
    signErrors: [],
    isSilent: false,
    isMute: false,
    padding: 0,
  };
  const calls: string[] = [];
  const blocks: number[] = [];
  const server = new WebSocketServer({ host: '127.0.0.1', port });
  await once(server, 'listening');
  server.on('connection', (socket) => serve(socket, { state, material, calls, blocks }));
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    material,
    state,
    calls,
    blocks,
    dropConnections: () => {
      for (const client of server.clients) client.terminate();
    },
    async [Symbol.asyncDispose]() {
      for (const client of server.clients) client.terminate();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

interface Serving {
  readonly state: ServiceState;
  readonly material: KeyMaterial;
  readonly calls: string[];
  readonly blocks: number[];
}

function serve(socket: WebSocket, serving: Serving): void {
  const assembler = new BlockAssembler();
  let waiting: readonly string[] = [];
  const send = (text: string): void => {
    const [first = '', ...rest] = needsBlocks(text) ? toBlocks(text, '01234567-89ab-cdef-0123-456789abcdef') : [text];
    waiting = rest;
    socket.send(first);
  };
  const take = (text: string): void => {
    const request = JSON.parse(text) as {
      readonly _method: string;
      readonly _id: number;
      readonly args: Record<string, string>;
    };
    if (request._method === '_nextBlock') {
      const [next, ...rest] = waiting;
      waiting = rest;
      if (next !== undefined) socket.send(next);
      return;
    }
    serving.calls.push(request._method);
    if (serving.state.isSilent) return;
    const result = answer(request._method, request.args, serving);
    send(
      JSON.stringify({
        _id: request._id,
        _method: request._method,
        _status: '00',
        _args: { Result: result.errors.length === 0, Data: result.data, Error: result.errors },
      }),
    );
  };
  socket.on('message', (data: Buffer) => {
    const text = data.toString('utf8');
    if (!text.startsWith(BLOCK_MARK)) return take(text);
    serving.blocks.push(Buffer.byteLength(text));
    const result = assembler.push(text);
    if (result.kind === 'complete') take(result.text);
    else if (result.kind === 'more') socket.send(JSON.stringify({ _method: '_nextBlock', _id: 0, args: {} }));
    else socket.terminate();
  });
  if (!serving.state.isMute) socket.send(JSON.stringify({ _method: 'open', _id: 0, args: {} }));
}

interface Result {
  readonly data: readonly string[];
  readonly errors: readonly string[];
}

const done = (...data: readonly string[]): Result => ({ data, errors: [] });
const failed = (...errors: readonly string[]): Result => ({ data: [], errors });

function answer(method: string, args: Record<string, string>, { state, material }: Serving): Result {
  if (state.reader === 'absent') return failed('[读卡器底层库]复位读卡器失败:错误码=50070', 'Err:Custom50070');
  if (state.reader === 'unreadable') return failed('[读卡器底层库]打开读卡器失败:错误码=50200', 'Err:Custom50200');
  switch (method) {
    case 'cus-sec_SpcGetCardID':
      return done(state.cardId);
    case 'cus-sec_SpcGetCertNo':
      return done(CARD.certificateNumber);
    case 'cus-sec_SpcGetUName':
      return done(CARD.owner);
    case 'cus-sec_SpcGetSignCertAsPEM':
      return done(material.certificateDer.toString('base64'));
    case 'cus-sec_SpcVerifyPIN':
      return isPinRight(args, state) ? done() : failed('卡密码错误', 'Err:Sim51001');
    case 'cus-sec_SpcSignDataAsPEM':
      return sign(Buffer.from(args['inData'] ?? '', 'utf8'), args, state, material);
    case 'cus-sec_SpcSignPemDataAsPem':
      return sign(Buffer.from(args['inData'] ?? '', 'base64'), args, state, material);
    default:
      return failed('没有这个方法');
  }
}

function sign(data: Buffer, args: Record<string, string>, state: ServiceState, material: KeyMaterial): Result {
  if (!isPinRight(args, state)) return failed('卡密码错误', 'Err:Sim51001');
  const planned = state.signErrors.shift();
  if (planned !== undefined) return failed(...planned);
  const key = readSigningKey(material.keyPem, null);
  if (key === undefined) return failed('没有密钥');
  const filler = state.padding === 0 ? [] : ['中'.repeat(state.padding)];
  return done(signWith(key, data).toString('base64'), CARD.certificateNumber, ...filler);
}

function isPinRight(args: Record<string, string>, state: ServiceState): boolean {
  if (args['passwd'] === state.pin) return true;
  state.wrongTries += 1;
  return false;
}
