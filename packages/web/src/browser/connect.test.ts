import { Fault } from '@swic/core/contract';
import { expect, test } from 'vitest';
import { converse } from './connect.js';

/** The other side of a socket, which answers as it is told. */
function openPair(answer: (asked: { readonly id: number; readonly method: string }) => object | null) {
  const target = new EventTarget();
  let close = (): void => undefined;
  const closed = new Promise<void>((resolve) => (close = resolve));
  const tell = (message: object): void =>
    void target.dispatchEvent(Object.assign(new Event('message'), { data: JSON.stringify(message) }));
  const socket = Object.assign(target, {
    OPEN: 1,
    readyState: 1,
    close,
    send: (text: string) => {
      const asked = JSON.parse(text) as { readonly id: number; readonly method: string };
      const said = asked.method === 'hello' ? { result: { protocol: 2, version: '7' } } : answer(asked);
      if (said !== null) queueMicrotask(() => tell({ jsonrpc: '2.0', id: asked.id, ...said }));
    },
  });
  return { socket: socket as unknown as WebSocket, closed, tell, close: () => close() };
}

test('answers go to what asked for them in whatever order, and a fault of the agent is that fault', async () => {
  const { socket, closed } = openPair(({ method }) =>
    method === 'status' ? { result: { a: 1 } } : { error: { data: { fault: new Fault('web.off').toRecord() } } },
  );
  const client = await converse(socket, closed);
  expect(client.agent.version).toBe('7');
  const [status, other] = await Promise.allSettled([client.call('status', null), client.call('signer', null)]);
  expect(status).toMatchObject({ status: 'fulfilled', value: { a: 1 } });
  expect(other).toMatchObject({ status: 'rejected', reason: { code: 'web.off' } });
});

test('what was asked for when the agent went away is told so, and nothing waits for ever', async () => {
  const { socket, closed, close } = openPair(() => null);
  const client = await converse(socket, closed);
  const asked = client.call('status', null);
  close();
  await expect(asked).rejects.toMatchObject({ code: 'instance.not-running' });
});

test('a notification reaches its listeners until they end', async () => {
  const { socket, closed, tell } = openPair(() => null);
  const client = await converse(socket, closed);
  const heard: unknown[] = [];
  const end = client.on('snapshot', (value) => void heard.push(value));
  tell({ method: 'snapshot', params: { at: 1 } });
  end();
  tell({ method: 'snapshot', params: { at: 2 } });
  expect(heard).toEqual([{ at: 1 }]);
});
