import { expect, test } from 'vitest';
import { openDesk } from '../../../../test/support/web/open-desk.js';
import { addWebUser } from './web/users.js';

const basic = (words: string) => ({ Authorization: `Basic ${Buffer.from(words).toString('base64')}` });

test('a program reads by name and password, gets no cookie, and is refused with a wrong one', async () => {
  await using desk = await openDesk();
  await addWebUser(desk.dataDir, { name: 'erp', role: 'viewer' }, 'correct:horse:battery');
  const heard = await desk.ask({ path: '/api/status', headers: basic('erp:correct:horse:battery') });
  expect([heard.status, heard.headers['set-cookie'], heard.headers['content-type']]).toEqual([
    200,
    undefined,
    'application/json; charset=utf-8',
  ]);
  expect((await desk.ask({ path: '/api/status', headers: basic('erp:guess') })).status).toBe(401);
  expect((await desk.ask({ path: '/api/status' })).status).toBe(401);
  // Asking for a password would have browsers keep one and send it along.
  expect((await desk.ask({ path: '/api/status' })).headers['www-authenticate']).toBeUndefined();
  // Only what is described is read in this way.
  expect((await desk.ask({ path: '/files/documents/1', headers: basic('erp:correct:horse:battery') })).status).toBe(
    401,
  );
});

test('what is asked of the documents reaches the ledger bounded, and what is not described is refused', async () => {
  await using desk = await openDesk();
  const { cookie } = await desk.signIn({ link: desk.link() });
  const ask = async (query: string) =>
    (await desk.ask({ path: `/api/documents${query}`, headers: { Cookie: cookie } })).status;
  expect(await ask('?business=DEC&stage=rejected,unknown&limit=5')).toBe(200);
  expect(desk.calls.at(-1)).toEqual({
    name: 'listDocuments',
    params: {
      business: 'DEC',
      stages: ['rejected', 'unknown'],
      customs: null,
      sinceMs: null,
      untilMs: null,
      text: null,
      before: null,
      limit: 5,
    },
  });
  for (const wrong of ['?limit=0', '?limit=1001', '?limit=1e3', '?limit=-1', '?order=name', '?sinceMs=yesterday'])
    expect(await ask(wrong), wrong).toBe(400);
  expect(desk.calls).toHaveLength(1);
});
