import type { FaultRecord } from '../../../contract/fault.js';

/**
 * What the adapter and its client process say to each other, over Node's IPC channel with structured cloning. Every field is
 * always there. One request is answered once; deliveries and signs of life come by themselves.
 */

/** How to connect; with the password, so it crosses the channel and nothing else: no argument, no environment. */
export interface ConnectionOrder {
  readonly queueManager: string;
  readonly channel: string;
  readonly connectionName: string;
  readonly username: string | null;
  readonly password: string | null;
  readonly tls: {
    readonly cipherSpec: string;
    readonly keyRepository: string;
    readonly certLabel: string | null;
  } | null;
  readonly ccsid: number;
  readonly maxMessageBytes: number;
}

/** A message as MQ has it: two ids of 24 bytes, a mark, and a body. */
export interface PutMessage {
  readonly queue: string;
  readonly messageId: Uint8Array;
  readonly correlationId: Uint8Array;
  /** Which attempt this is, from 1; a later one is marked in the descriptor. */
  readonly attempt: number;
  readonly body: Uint8Array;
}

export interface WireDelivery {
  /** Names it in a settlement; unique in its client process. */
  readonly tag: number;
  readonly messageId: Uint8Array;
  readonly correlationId: Uint8Array;
  /** 1 where the descriptor bears no mark of ours. */
  readonly attempt: number;
  readonly backoutCount: number;
  readonly body: Uint8Array;
}

export type SettleWord = 'accept' | 'release' | 'refuse';

export interface Settlement {
  readonly tag: number;
  readonly word: SettleWord;
}

/** Every request, with what it is asked with and answered by. */
export interface Requests {
  /** Loads the package and the library; the slow and fragile part, apart from connecting. */
  load: { readonly order: null; readonly result: null };
  connect: { readonly order: ConnectionOrder; readonly result: null };
  /** Opens a queue for the use, asks for its depth, closes it; takes nothing. */
  look: { readonly order: { readonly queue: string; readonly use: 'send' | 'receive' }; readonly result: QueueFacts };
  /** Puts a message under syncpoint and backs it out: the whole way, and no reader ever sees it. */
  rehearse: { readonly order: { readonly queue: string }; readonly result: null };
  put: { readonly order: { readonly messages: readonly PutMessage[] }; readonly result: PutResult };
  /** Connects by itself, with several connections where the prefetch asks for them. */
  receive: {
    readonly order: { readonly connection: ConnectionOrder; readonly queue: string; readonly prefetch: number };
    readonly result: null;
  };
  settle: { readonly order: { readonly settlements: readonly Settlement[] }; readonly result: null };
  /** No more deliveries; what was delivered may still be settled. */
  stop: { readonly order: null; readonly result: null };
  /** A sign of life, of the process and of the connection. */
  probe: { readonly order: null; readonly result: null };
  /** What is not settled goes back, then a good-bye to the queue manager. The process ends after the answer. */
  close: { readonly order: null; readonly result: null };
}

export type RequestKind = keyof Requests;

/** null where the user may not inquire. */
export interface QueueFacts {
  readonly depth: number | null;
  readonly depthMax: number | null;
  readonly messageBytesMax: number | null;
}

/**
 * What became of a batch. `taken` speaks of the messages whose outcome is 0: the commit succeeded (yes), was certainly not done
 * (no), or was asked for and not answered (unknown).
 */
export interface PutResult {
  /** The reason code of each message, 0 for one that was put; in the order of the batch. */
  readonly outcomes: readonly number[];
  readonly taken: 'yes' | 'no' | 'unknown';
  /** Set when the connection is no longer of use. */
  readonly lost: ClientFailure | null;
}

/** Why the client process could not do something: what a verb of the MQI said, or whatever else went wrong. */
export type ClientFailure =
  | { readonly kind: 'mqi'; readonly verb: string; readonly reason: number }
  | { readonly kind: 'fault'; readonly fault: FaultRecord };

export type Request = {
  readonly [K in RequestKind]: { readonly id: number; readonly kind: K; readonly order: Requests[K]['order'] };
}[RequestKind];

export type Report =
  | { readonly kind: 'done'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: ClientFailure }
  | { readonly kind: 'deliveries'; readonly deliveries: readonly WireDelivery[] }
  /** The receiving lane goes round: nothing hangs. */
  | { readonly kind: 'alive' }
  /** The connection is gone; nothing more will come. */
  | { readonly kind: 'lost'; readonly failure: ClientFailure };
