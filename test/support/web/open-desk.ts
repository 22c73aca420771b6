import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import { loadConfig } from '../../../packages/core/src/config/load.js';
import type { SwicEvent } from '../../../packages/core/src/contract/events.js';
import type { Snapshot } from '../../../packages/core/src/contract/snapshot.js';
import type { CommandHandlers } from '../../../packages/core/src/gateway/control/conversation.js';
import { jsonAnswer } from '../../../packages/core/src/gateway/web/answer.js';
import { openWebDesk } from '../../../packages/core/src/gateway/web/web-server.js';
import { apiRoutes } from '../../../packages/core/src/gateway/web-api.js';
import type { Clock } from '../../../packages/core/src/ports/clock.js';
import { systemClock } from '../../../packages/core/src/runtime/system-clock.js';
import { findFreePorts } from '../free-ports.mjs';
import { until } from '../until.js';

/** The page's server over a real socket, with commands that only write down what they were asked. */
export interface DeskUnderTest extends AsyncDisposable {
  readonly port: number;
  readonly dataDir: string;
  readonly events: SwicEvent[];
  /** Commands that were carried out, with what they were given. */
  readonly calls: { readonly name: string; readonly params: unknown }[];
  /** What the ledger would keep. */
  readonly kept: readonly { readonly user: string; readonly command: string; readonly document: string | null }[];
  link(): string;
  /** Lets time pass for sessions and attempts. */
  pass(ms: number): void;
  ask(asked: Asked): Promise<Heard>;
  /** Cookie and token of a fresh session. */
  signIn(words: object): Promise<{ readonly cookie: string; readonly csrf: string }>;
}

export interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface Heard {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const LOOK_MS = 20;

const COMMANDS = [
  'status',
  'startFlow',
  'stopFlow',
  'resend',
  'shutdown',
  'settings',
  'editSettings',
  'why',
  'verifyPin',
  'examine',
  'listDocuments',
];

export async function openDesk(more: object = {}): Promise<DeskUnderTest> {
  const directory = mkdtempSync(path.join(tmpdir(), 'swic-web-'));
  const page = path.join(directory, 'page');
  mkdirSync(path.join(page, 'assets'), { recursive: true });
  mkdirSync(path.join(directory, 'data'));
  writeFileSync(path.join(page, 'index.html'), '<!doctype html><div id="page"></div>');
  writeFileSync(path.join(page, 'assets', 'index-x.js'), `//${'x'.repeat(10_000)}`);
  writeFileSync(path.join(directory, 'secret.txt'), 'not for browsers');
  const [port = 0] = await findFreePorts(1);
  const config = path.join(directory, 'swic.yaml');
  writeFileSync(
    config,
    stringify({
      clientId: 'DXPESW0000000001',
      transport: { kind: 'embedded' },
      businesses: {},
      web: { port, ...more },
    }),
  );
  const events: SwicEvent[] = [];
  const calls: { readonly name: string; readonly params: unknown }[] = [];
  const kept: {
    readonly user: string;
    readonly command: string;
    readonly about: string;
    readonly document: string | null;
  }[] = [];
  let passedMs = 0;
  const clock: Clock = {
    ...systemClock,
    tickMs: () => systemClock.tickMs() + passedMs,
    // What looks now and then looks often here.
    sleep: (ms, signal) => systemClock.sleep(Math.min(ms, LOOK_MS), signal),
  };
  const handlers = Object.fromEntries(
    COMMANDS.map((name) => [
      name,
      async (params: unknown) => {
        calls.push({ name, params });
        return { changed: 1 };
      },
    ]),
  ) as unknown as CommandHandlers;
  const desk = openWebDesk({
    loaded: loadConfig(config),
    clock,
    emit: (event) => void events.push(event),
    handlers: { ...handlers, subscribe: async () => [] },
    onEvent: () => () => undefined,
    snapshot: () => ({}) as Snapshot,
    version: '7',
    pageDirectory: page,
    keepAct: async (user, act) => void kept.push({ user, ...act }),
    routes: { ...apiRoutes(handlers), 'GET /files/documents/*': (_, __, [id = '']) => jsonAnswer(200, { id }) },
  });
  if (desk === null) throw new Error('no page is configured');
  const ending = new AbortController();
  const running = desk.run(ending.signal);
  const linkOf = (): string => new URL(desk.link('wang@desk')).hash.replace('#link=', '');
  await until('the page is served', () => {
    try {
      return linkOf() !== '';
    } catch {
      return false;
    }
  });
  const ask = (asked: Asked): Promise<Heard> => askPort(port, asked);
  return {
    port,
    dataDir: path.join(directory, 'data'),
    events,
    calls,
    kept,
    link: linkOf,
    pass: (ms) => (passedMs += ms),
    ask,
    async signIn(words) {
      const heard = await ask({
        method: 'POST',
        path: '/session',
        headers: { 'Content-Type': 'application/json', Origin: `http://127.0.0.1:${port}` },
        body: JSON.stringify(words),
      });
      const cookie = (heard.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
      const { csrf = '' } = JSON.parse(heard.text) as { readonly csrf?: string };
      return { cookie, csrf };
    },
    async [Symbol.asyncDispose]() {
      ending.abort();
      await running;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function askPort(port: number, { method = 'GET', path: url, headers = {}, body }: Asked): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const asking = request(
      { host: '127.0.0.1', port, method, path: url, headers, agent: false },
      (response: IncomingMessage) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => void chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
        response.on('error', reject);
      },
    );
    asking.on('error', reject);
    asking.end(body);
  });
}
