import type { Message, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';

/** Of one message. Both sides refuse what is longer, so that a stray writer cannot take their memory. */
export const FRAME_OCTETS_MAX = 96 * 1024 * 1024;

/** A message that is too large to be sent. It carries no content: a message may hold a PIN. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

type WriterOptions = ConstructorParameters<typeof StreamMessageWriter>[1];
type ReaderOptions = ConstructorParameters<typeof StreamMessageReader>[1];

/** How messages become octets: JSON in UTF-8. */
export function encodingOf(octetsMax: number): WriterOptions {
  return { contentTypeEncoder: { name: 'application/json', encode: async (message) => encode(message, octetsMax) } };
}

/** How octets become messages; `onRead` is called for each. */
export function decodingOf(onRead: () => void): ReaderOptions {
  const decode = async (octets: Uint8Array): Promise<Message> => {
    onRead();
    return parse(octets);
  };
  return { contentTypeDecoder: { name: 'application/json', decode } };
}

function encode(message: Message, octetsMax: number): Uint8Array {
  const octets = Buffer.from(JSON.stringify(message));
  if (octets.length <= octetsMax) return octets;
  throw new FrameError(`a message of ${octets.length} octets is larger than ${octetsMax}`);
}

function parse(octets: Uint8Array): Message {
  try {
    return JSON.parse(Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString()) as Message;
  } catch {
    // JSON.parse quotes the text it could not read, and that text may hold a PIN: its error is dropped on purpose.
    throw new TypeError(`a message of ${octets.length} octets is not JSON`);
  }
}
