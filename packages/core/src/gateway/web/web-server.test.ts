import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type DeskUnderTest, openDesk } from '../../../../../test/support/web/open-desk.js';
import { addWebUser, removeWebUser } from './users.js';

const JSON_TYPE = { 'Content-Type': 'application/json' };
const originOf = ({ port }: DeskUnderTest): string => `http://127.0.0.1:${port}`;

test('the page comes with a policy that forbids foreign and inline scripts, frames and guessed types', async () => {
  await using desk = await openDesk();
  const { status, headers } = await desk.ask({ path: '/' });
  expect(status).toBe(200);
  const policy = String(headers['content-security-policy']);
  for (const rule of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"])
    expect(policy).toContain(rule);
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['x-frame-options']).toBe('DENY');
});

test('a file with a hash in its name is compressed and kept for ever, the page itself is asked for again', async () => {
  await using desk = await openDesk();
  const script = await desk.ask({ path: '/assets/index-x.js', headers: { 'Accept-Encoding': 'gzip, br' } });
  expect(script.headers).toMatchObject({
    'content-encoding': 'br',
    'cache-control': expect.stringContaining('immutable'),
  });
  expect(Number(script.headers['content-length'])).toBeLessThan(200);
  const first = await desk.ask({ path: '/' });
  expect(first.headers['cache-control']).toBe('no-cache');
  const again = await desk.ask({ path: '/', headers: { 'If-None-Match': String(first.headers.etag) } });
  expect([again.status, again.text]).toEqual([304, '']);
});

test.each([
  '/../secret.txt',
  '/assets/../../secret.txt',
  '/assets/..%2f..%2fsecret.txt',
  '/%2e%2e/secret.txt',
  '/assets/....//secret.txt',
  '/assets\\..\\..\\secret.txt',
  '//etc/passwd',
  '/files/documents/..%2f..%2fsecret',
  '/constructor',
  '/__proto__',
])('%s leads to nothing', async (path) => {
  await using desk = await openDesk();
  const { cookie } = await desk.signIn({ link: desk.link() });
  const heard = await desk.ask({ path, headers: { Cookie: cookie } });
  expect(heard.status).toBe(404);
  expect(heard.text).not.toContain('not for browsers');
});

test('under the name of another site nothing is answered, whatever address that name was pointed at', async () => {
  await using desk = await openDesk();
  for (const host of ['evil.example', `evil.example:${desk.port}`, '192.0.2.7', 'localhost.evil.example'])
    expect((await desk.ask({ path: '/', headers: { Host: host } })).status).toBe(421);
  for (const host of [`localhost:${desk.port}`, `127.0.0.1:${desk.port}`, 'localhost:18080'])
    expect((await desk.ask({ path: '/', headers: { Host: host } })).status).toBe(200);
});

test('a link opens one session, once, and not after a minute', async () => {
  await using desk = await openDesk();
  const link = desk.link();
  const { cookie } = await desk.signIn({ link });
  expect(cookie).toMatch(/^swic-\d+=[\w-]{43}$/);
  expect((await desk.signIn({ link })).cookie).toBe('');
  const late = desk.link();
  desk.pass(61_000);
  expect((await desk.signIn({ link: late })).cookie).toBe('');
});

test('the cookie is out of reach of scripts and of other sites, and its value is never one that a browser brought', async () => {
  await using desk = await openDesk();
  const planted = `swic-${desk.port}=planted`;
  const heard = await desk.ask({
    method: 'POST',
    path: '/session',
    headers: { ...JSON_TYPE, Origin: originOf(desk), Cookie: planted },
    body: JSON.stringify({ link: desk.link() }),
  });
  const [cookie = ''] = heard.headers['set-cookie'] ?? [];
  expect(cookie).toMatch(/; HttpOnly; SameSite=Strict$/);
  expect(cookie).not.toContain('planted');
  expect((await desk.ask({ path: '/session', headers: { Cookie: planted } })).status).toBe(401);
});

test('a form of another site changes nothing: its origin is foreign, its type is no JSON, its token is missing', async () => {
  await using desk = await openDesk();
  const { cookie, csrf } = await desk.signIn({ link: desk.link() });
  const leave = (headers: Readonly<Record<string, string>>) =>
    desk.ask({ method: 'DELETE', path: '/session', headers: { Cookie: cookie, ...headers } });
  expect((await leave({ 'X-Swic-Csrf': csrf, Origin: 'http://evil.example' })).status).toBe(403);
  expect((await leave({ 'X-Swic-Csrf': csrf })).status).toBe(403);
  expect((await leave({ Origin: originOf(desk) })).status).toBe(403);
  expect((await leave({ 'X-Swic-Csrf': csrf, Origin: originOf(desk), 'Sec-Fetch-Site': 'cross-site' })).status).toBe(
    403,
  );
  const form = await desk.ask({
    method: 'POST',
    path: '/session',
    headers: { 'Content-Type': 'text/plain', Origin: originOf(desk) },
    body: JSON.stringify({ link: desk.link() }),
  });
  expect(form.status).toBe(400);
  expect((await leave({ 'X-Swic-Csrf': csrf, Origin: originOf(desk) })).status).toBe(200);
  expect((await desk.ask({ path: '/session', headers: { Cookie: cookie } })).status).toBe(401);
});

test('a session that no person touches ends, with what is open in its name; one that is touched goes on', async () => {
  await using desk = await openDesk({ idleMinutes: 10 });
  const { cookie, csrf } = await desk.signIn({ link: desk.link() });
  const page = await openSocket(desk, { cookie, csrf });
  desk.pass(9 * 60_000);
  const touched = { Cookie: cookie, 'X-Swic-Csrf': csrf, Origin: originOf(desk) };
  await desk.ask({ method: 'POST', path: '/session/touch', headers: touched });
  desk.pass(9 * 60_000);
  expect((await desk.ask({ path: '/session', headers: { Cookie: cookie } })).status).toBe(200);
  desk.pass(2 * 60_000);
  const closed = once(page, 'close');
  expect((await desk.ask({ path: '/session', headers: { Cookie: cookie } })).status).toBe(401);
  expect((await closed)[0]).toBe(4401);
});

test('a name and a password let in with the role of the user, and a wrong one is told and slowed', async () => {
  await using desk = await openDesk();
  await addWebUser(desk.dataDir, { name: '李明', role: 'viewer' }, 'correct horse battery');
  const { csrf } = await desk.signIn({ name: '李明', password: 'correct horse battery' });
  expect(csrf).not.toBe('');
  const attempt = (password: string) =>
    desk.ask({
      method: 'POST',
      path: '/session',
      headers: { ...JSON_TYPE, Origin: originOf(desk) },
      body: JSON.stringify({ name: '李明', password }),
    });
  for (let count = 0; count < 5; count += 1) expect((await attempt('guess')).status).toBe(403);
  const slowed = await attempt('correct horse battery');
  expect(slowed.status).toBe(429);
  expect(Number(slowed.headers['retry-after'])).toBeGreaterThan(0);
  expect(desk.events).toContainEqual({ type: 'web.refused', user: '李明', address: '127.0.0.1', what: 'password' });
  desk.pass(60_000);
  expect((await attempt('correct horse battery')).status).toBe(200);
  await removeWebUser(desk.dataDir, '李明');
  expect((await attempt('correct horse battery')).status).toBe(403);
});

test('a user who is removed, also one who is added again at once, is signed out; a person of a link is not', async () => {
  await using desk = await openDesk();
  const add = () => addWebUser(desk.dataDir, { name: 'li', role: 'operator' }, 'correct horse battery');
  await add();
  const words = await desk.signIn({ name: 'li', password: 'correct horse battery' });
  const page = await openSocket(desk, words);
  const byLink = await desk.signIn({ link: desk.link() });
  const closed = once(page, 'close');
  await removeWebUser(desk.dataDir, 'li');
  await add();
  expect((await closed)[0]).toBe(4401);
  const session = ({ cookie }: { readonly cookie: string }) =>
    desk.ask({ path: '/session', headers: { Cookie: cookie } });
  expect((await session(words)).status).toBe(401);
  expect((await session(byLink)).status).toBe(200);
});

test('a viewer looks and can act by no command; who tried is told', async () => {
  await using desk = await openDesk();
  await addWebUser(desk.dataDir, { name: 'li', role: 'viewer' }, 'correct horse battery');
  const page = await openSocket(desk, await desk.signIn({ name: 'li', password: 'correct horse battery' }));
  expect((await call(page, 'status', null)).error).toBeUndefined();
  for (const name of ['startFlow', 'stopFlow', 'resend', 'settings', 'editSettings', 'verifyPin'])
    expect((await call(page, name, {})).error?.data?.fault.code).toBe('web.forbidden');
  expect(desk.calls.map(({ name }) => name)).toEqual(['status']);
  expect(desk.events).toContainEqual({ type: 'web.refused', user: 'li', address: '127.0.0.1', what: 'resend' });
  page.terminate();
});

test('an operator acts under the own name, whatever name the browser says, and never beyond the page', async () => {
  await using desk = await openDesk();
  const page = await openSocket(desk, await desk.signIn({ link: desk.link() }));
  await call(page, 'stopFlow', { business: 'DEC', direction: 'send', by: 'another user' });
  expect(desk.calls.at(-1)?.params).toEqual({ business: 'DEC', direction: 'send', by: 'wang@desk' });
  expect(desk.events).toContainEqual({
    type: 'web.acted',
    user: 'wang@desk',
    command: 'stopFlow',
    about: 'business=DEC direction=send',
  });
  expect(desk.kept).toEqual([
    { user: 'wang@desk', command: 'stopFlow', about: 'business=DEC direction=send', document: null },
  ]);
  await call(page, 'resend', { files: ['20261130100000000000001'] });
  expect(desk.kept.at(-1)).toMatchObject({ command: 'resend', document: '20261130100000000000001' });
  await call(page, 'editSettings', { version: '1', edits: [], isTrial: true });
  expect(desk.kept).toHaveLength(2);
  expect((await call(page, 'shutdown', null)).error?.code).toBe(-32_601);
  await call(page, 'verifyPin', { pin: '88888888' });
  expect(JSON.stringify(desk.events)).not.toContain('88888888');
  page.terminate();
});

test('settings that name programs, directories or addresses are not changed on the page', async () => {
  await using desk = await openDesk();
  const page = await openSocket(desk, await desk.signIn({ link: desk.link() }));
  const edit = (path: unknown) =>
    call(page, 'editSettings', { version: '1', edits: [{ path, value: 1 }], isTrial: false });
  for (const path of [
    ['signer', 'library'],
    ['alerts'],
    ['web', 'host'],
    ['boxesDir'],
    ['businesses', 'DEC', 'boxes', 'outBox'],
    'log',
  ])
    expect((await edit(path)).error?.data?.fault.code).toBe('web.forbidden');
  expect((await edit(['businesses', 'DEC', 'send', 'maxConcurrent'])).error).toBeUndefined();
  expect((await edit(['log', 'level'])).error).toBeUndefined();
  page.terminate();
});

test('what a browser asks for is bounded, and a path is no word for a file', async () => {
  await using desk = await openDesk();
  const page = await openSocket(desk, await desk.signIn({ link: desk.link() }));
  const wrong: readonly (readonly [string, unknown])[] = [
    ['examine', { document: { toString: 1 } }],
    ['why', { file: '/etc/passwd' }],
    ['why', { file: 'C:\\Windows\\win.ini' }],
    ['resend', { files: ['../../data/ledger'] }],
    ['resend', { files: 'x' }],
    ['examine', { document: 'x'.repeat(5_000) }],
    ['status', { limit: 1e9 }],
    ['watch', { afterSeq: null, level: 'info', perSecond: 1e9 }],
  ];
  for (const [name, params] of wrong)
    expect((await call(page, name, params)).error?.data?.fault.code, `${name} ${JSON.stringify(params)}`).toBe(
      'command.usage',
    );
  expect(desk.calls).toEqual([]);
  page.terminate();
});

test('a WebSocket without the session, from another site, or without its token is not opened', async () => {
  await using desk = await openDesk();
  const { cookie, csrf } = await desk.signIn({ link: desk.link() });
  const own = originOf(desk);
  const attempts = [
    { cookie: '', csrf, origin: own },
    { cookie, csrf: 'guess', origin: own },
    { cookie, csrf, origin: 'http://evil.example' },
    { cookie, csrf, origin: own, host: 'evil.example' },
  ];
  for (const attempt of attempts) await expect(openSocket(desk, attempt)).rejects.toThrow(/40[13]|421/);
  await expect(openSocket(desk, { cookie, csrf, path: '/other' })).rejects.toThrow('404');
});

test('a frame that is too large, or is no message of ours, ends that connection and nothing else', async () => {
  await using desk = await openDesk();
  const words = await desk.signIn({ link: desk.link() });
  for (const frame of ['x'.repeat(300_000), 'not json', '[]', Buffer.from([1, 2, 3])]) {
    const page = await openSocket(desk, words);
    const closed = once(page, 'close');
    page.send(frame);
    await closed;
  }
  const page = await openSocket(desk, words);
  expect((await call(page, 'status', null)).error).toBeUndefined();
  page.terminate();
});

test('one session opens a dozen connections and not one more', async () => {
  await using desk = await openDesk();
  const words = await desk.signIn({ link: desk.link() });
  const pages = await Promise.all(Array.from({ length: 12 }, () => openSocket(desk, words)));
  await expect(openSocket(desk, words)).rejects.toThrow('503');
  for (const page of pages) page.terminate();
});

test('a body that is too large is not read, and a request that comes drop by drop is ended while others are served', async () => {
  await using desk = await openDesk();
  const large = desk.ask({
    method: 'POST',
    path: '/session',
    headers: { ...JSON_TYPE, Origin: originOf(desk) },
    body: Buffer.alloc(2_000_000, ' '),
  });
  // The answer may come before all of it is sent, and the connection ends then.
  await large.then(
    ({ status }) => expect(status).toBe(400),
    (reason: NodeJS.ErrnoException) => expect(reason.code).toMatch(/EPIPE|ECONNRESET/),
  );
  const slow = Array.from({ length: 20 }, () => connect(desk.port, '127.0.0.1'));
  for (const socket of slow) {
    socket.on('error', () => undefined);
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
  }
  expect((await desk.ask({ path: '/' })).status).toBe(200);
  await Promise.all(slow.map((socket) => (socket.resume(), once(socket, 'close'))));
}, 30_000);

interface Words {
  readonly cookie: string;
  readonly csrf: string;
  readonly origin?: string;
  readonly host?: string;
  readonly path?: string;
}

async function openSocket(
  desk: DeskUnderTest,
  { cookie, csrf, origin, host, path = '/rpc' }: Words,
): Promise<WebSocket> {
  const page = new WebSocket(`ws://127.0.0.1:${desk.port}${path}`, ['swic-1', `csrf.${csrf}`], {
    headers: { Cookie: cookie, Origin: origin ?? originOf(desk), ...(host === undefined ? {} : { Host: host }) },
  });
  await once(page, 'open');
  page.on('error', () => undefined);
  return page;
}

interface Reply {
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly data?: { readonly fault: { readonly code: string } } };
}

let lastId = 0;

async function call(page: WebSocket, method: string, params: unknown): Promise<Reply> {
  lastId += 1;
  const id = lastId;
  page.send(JSON.stringify({ jsonrpc: '2.0', id, method, params: { params } }));
  for (;;) {
    const [data] = (await once(page, 'message')) as [Buffer];
    const reply = JSON.parse(data.toString('utf8')) as Reply & { readonly id?: number };
    if (reply.id === id) return reply;
  }
}
