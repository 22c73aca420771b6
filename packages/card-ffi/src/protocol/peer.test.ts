import { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { FrameError } from './frames.js';
import { Peer, PeerFault, PeerGone, type PeerHandler } from './peer.js';

const never = new AbortController().signal;
const echo: PeerHandler = async (method, params) => {
  if (method === 'refuse')
    throw new PeerFault({ code: 'profile', detail: { function: 'SpcSignData' }, reason: 'as told' });
  if (method === 'blunder') throw new Error('the PIN is 13572468');
  if (method === 'wait') await new Promise(() => undefined);
  return params;
};

/** Two streams, each reading what the other writes. */
function pair(): readonly [Duplex, Duplex] {
  const ends: Duplex[] = [];
  const end = (other: number): Duplex =>
    new Duplex({
      read: () => undefined,
      write: (chunk: Buffer, _encoding, done) => {
        ends[other]?.push(chunk);
        done();
      },
      destroy: (reason, done) => {
        ends[other]?.push(null);
        done(reason);
      },
    });
  ends.push(end(1), end(0));
  return [ends[0] as Duplex, ends[1] as Duplex];
}

test('answers find their requests, whichever side asks', async () => {
  const [left, right] = pair();
  const client = new Peer(left, echo);
  const host = new Peer(right, echo);
  const answers = await Promise.all([
    client.request('a', 1, never),
    host.request('b', 'two', never),
    client.request('c', null, never),
  ]);
  expect(answers).toEqual([1, 'two', null]);
});

test('a fault that was made to be told arrives whole, any other error tells nothing', async () => {
  const [left, right] = pair();
  new Peer(right, echo);
  const client = new Peer(left, echo);
  await expect(client.request('refuse', null, never)).rejects.toMatchObject({
    fault: { code: 'profile', detail: { function: 'SpcSignData' }, reason: 'as told' },
  });
  await expect(client.request('blunder', null, never)).rejects.toMatchObject({
    fault: { code: 'internal', detail: {}, reason: null },
  });
});

test('the end of the connection rejects every waiting request and every later one', async () => {
  const [left, right] = pair();
  const host = new Peer(right, echo);
  const client = new Peer(left, echo);
  const waiting = [client.request('wait', 1, never), client.request('wait', 2, never)].map((one) =>
    one.catch((reason: unknown) => reason),
  );
  host.destroy();
  expect(await Promise.all(waiting)).toEqual([expect.any(PeerGone), expect.any(PeerGone)]);
  await client.ended;
  await expect(client.request('echo', 1, never)).rejects.toBeInstanceOf(PeerGone);
});

test('an aborted request is forgotten and its connection lives on', async () => {
  const [left, right] = pair();
  new Peer(right, echo);
  const client = new Peer(left, echo);
  const leaving = new AbortController();
  const waiting = client.request('wait', null, leaving.signal);
  leaving.abort();
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  expect(await client.request('echo', 'still here', never)).toBe('still here');
});

const message = (content: string): string => `Content-Length: ${Buffer.byteLength(content)}\r\n\r\n${content}`;

test.each([
  ['no header', 'GET / HTTP/1.1\r\n\r\n'],
  ['no JSON', message('{"pin":"13572468"')],
  ['neither request nor answer', message('{"jsonrpc":"2.0","kind":"nonsense"}')],
])('garbage ends the connection: %s', async (_, garbage) => {
  const [left, right] = pair();
  const client = new Peer(left, echo);
  right.write(Buffer.from(garbage));
  await client.ended;
  expect(client.isGone).toBe(true);
});

test('what is cut anywhere is read whole', async () => {
  const [left, right] = pair();
  const answers: string[] = [];
  right.on('data', (chunk: Buffer) => answers.push(chunk.toString()));
  new Peer(left, echo);
  const request = Buffer.from(message('{"jsonrpc":"2.0","id":1,"method":"echo","params":{"value":"报关单"}}'));
  for (const octet of request) right.write(Buffer.from([octet]));
  await expect.poll(() => answers.join('')).toContain('报关单');
});

const OCTETS_MAX = 1_000;

test('a message that never ends cannot take the memory', async () => {
  const [left, right] = pair();
  const client = new Peer(left, echo, OCTETS_MAX);
  const chunk = Buffer.alloc(64 * 1024, ' ');
  right.write('Content-Length: 99999999\r\n\r\n');
  for (let count = 0; count < 20 && !client.isGone; count += 1) {
    right.write(chunk);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await client.ended;
});

test('a request that is too large is refused here, without its content, and the connection goes on', async () => {
  const [left, right] = pair();
  new Peer(right, echo);
  const client = new Peer(left, echo, OCTETS_MAX);
  const failure: unknown = await client
    .request('echo', '1357'.repeat(OCTETS_MAX), never)
    .catch((reason: unknown) => reason);
  expect(failure).toBeInstanceOf(FrameError);
  expect(String(failure)).not.toContain('1357');
  expect(await client.request('echo', 'still here', never)).toBe('still here');
});
