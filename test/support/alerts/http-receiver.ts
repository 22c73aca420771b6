import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TakenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface HttpReceiver extends AsyncDisposable {
  readonly url: string;
  readonly taken: readonly TakenRequest[];
}

/** Null = it never answers. */
export type Answer = (request: TakenRequest) => { readonly status: number; readonly body: string } | null;

/** A server that answers as it is told and keeps what it was asked. */
export async function openHttpReceiver(answer: Answer = () => ({ status: 200, body: '{}' })): Promise<HttpReceiver> {
  const taken: TakenRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => {
      const { method = '', url = '', headers } = request;
      const one = { method, path: url, headers, body: Buffer.concat(chunks).toString('utf8') };
      taken.push(one);
      const said = answer(one);
      if (said !== null) response.writeHead(said.status, { 'content-type': 'application/json' }).end(said.body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    taken,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
