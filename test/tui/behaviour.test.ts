import { expect, test } from 'vitest';
import { openScreen } from './open-screen.js';
import { openRecordedAgent, recordedSnapshot, recording } from './recorded-agent.js';

process.env['TZ'] = 'Asia/Shanghai';

const SIZE = { columns: 80, rows: 24, locale: 'en' } as const;
const SIGNER = {
  kind: 'card',
  state: 'held',
  cardId: '2100030000000',
  certificateNumber: null,
  owner: null,
  algorithm: null,
  validUntilMs: null,
  faultCode: 'signer.pin-wrong',
} as const;

test('stopping a flow asks with counts, and only a yes stops it', async () => {
  const agent = openRecordedAgent(recordedSnapshot());
  await using screen = openScreen([agent], SIZE);
  const { terminal } = screen;
  await terminal.shows('DXPESW');
  terminal.type('s');
  await terminal.shows('Stop sending DEC');
  terminal.type('n');
  terminal.type('s');
  await terminal.shows('0 in flight are finished first;');
  expect(agent.called.map(({ name }) => name)).not.toContain('stopFlow');
  terminal.type('y');
  await terminal.shows('1 flow changed');
  expect(agent.called).toContainEqual({ name: 'stopFlow', params: { business: 'DEC', direction: 'send' } });
});

test('a terminal that does not know its size gets the dashboard of a common one, and not an empty screen', async () => {
  await using screen = openScreen([openRecordedAgent(recordedSnapshot())], { ...SIZE, columns: 0, rows: 0 });
  await screen.terminal.shows('Overview');
});

test('a test environment is in the title of every view', async () => {
  const snapshot = recordedSnapshot();
  const agent = openRecordedAgent({ ...snapshot, agent: { ...snapshot.agent, environment: 'test' } });
  await using screen = openScreen([agent], { ...SIZE, locale: 'zh' });
  for (const key of ['1', '2', '3', '5']) {
    screen.terminal.type(key);
    await screen.terminal.shows('联调测试环境');
  }
});

test('o goes through the orders, each asked of the ledger from its start', async () => {
  const agent = openRecordedAgent(recordedSnapshot());
  await using screen = openScreen([agent], SIZE);
  const { terminal } = screen;
  await terminal.shows('DXPESW');
  terminal.type('2');
  for (const [words, order] of [
    ['newest first', 'newest'],
    ['oldest first', 'oldest'],
    ['by state', 'state'],
    ['by name', 'name'],
    ['newest first', 'newest'],
  ] as const) {
    await terminal.shows(words);
    await terminal.hides('looking');
    expect(agent.called.findLast(({ name }) => name === 'browseDocuments')?.params).toMatchObject({
      order,
      beyond: null,
    });
    terminal.type('o');
  }
});

test('read-only, no key and no command changes anything', async () => {
  const agent = openRecordedAgent(recordedSnapshot());
  await using screen = openScreen([agent], { ...SIZE, isReadOnly: true });
  const { terminal } = screen;
  await terminal.shows('read-only');
  for (const key of ['s', 'S', 'X', 'p', 'y', '2', 'R', 'y', '8', '\r', 'y', '7', 'P']) terminal.type(key);
  terminal.type(':');
  terminal.type('stop\r');
  await terminal.shows('No such command: stop');
  const asked = new Set(agent.called.map(({ name }) => name));
  expect([...asked].sort()).toEqual(['browseDocuments', 'listWaiting', 'settings', 'watch']);
});

test('a filter takes effect with each letter; pinyin initials mean a business, and Esc clears it', async () => {
  const agent = openRecordedAgent(recordedSnapshot());
  await using screen = openScreen([agent], SIZE);
  const { terminal } = screen;
  await terminal.shows('DXPESW');
  terminal.type('2');
  await terminal.shows('newest first');
  terminal.type('/');
  terminal.type('glcd');
  await terminal.shows('公路原始舱单');
  expect(terminal.picture()).not.toContain('进口报关单');
  const words = agent.called.at(-1)?.params as { readonly words: readonly unknown[] };
  expect(words.words).toEqual([{ text: 'glcd', isInverse: false, businesses: ['RMFT'], stages: [], customs: [] }]);
  terminal.type('\r');
  terminal.type('\u001b');
  await terminal.shows('进口报关单');
});

test('losing the agent is shown, and it is found again', async () => {
  const first = openRecordedAgent(recordedSnapshot());
  const second = openRecordedAgent(recordedSnapshot());
  await using screen = openScreen([first, second], SIZE);
  const { terminal } = screen;
  await terminal.shows('DXPESW');
  first.close();
  await terminal.shows('The agent is gone.');
  await expect.poll(() => terminal.picture().includes('The agent is gone.')).toBe(false);
  expect(second.called.map(({ name }) => name)).toEqual(['watch']);
});

test('a PIN is shown as stars and goes to the agent once', async () => {
  const agent = openRecordedAgent(recordedSnapshot(), SIGNER);
  await using screen = openScreen([agent], SIZE);
  const { terminal } = screen;
  await terminal.shows('DXPESW');
  terminal.type('7');
  terminal.type('P');
  terminal.type('123456');
  await terminal.shows('******');
  terminal.type('\r');
  await expect
    .poll(() => agent.called.filter(({ name }) => name === 'verifyPin'))
    .toEqual([{ name: 'verifyPin', params: { pin: '123456' } }]);
  expect(terminal.raw).not.toContain('123456');
});

test('a setting is shown as a difference before it is written', async () => {
  const agent = openRecordedAgent(recordedSnapshot());
  await using screen = openScreen([agent], SIZE);
  const { terminal } = screen;
  await terminal.shows('DXPESW');
  terminal.type('8');
  await terminal.shows('documents at a time');
  terminal.type('jjj');
  terminal.type('\r');
  await terminal.shows('businesses.DEC.send.maxConcurrent');
  terminal.type('\u00158');
  terminal.type('\r');
  await terminal.shows('+   DEC: { send: { maxConcurrent: 8 } }   # 货物申报');
  const edit = {
    edits: [{ path: ['businesses', 'DEC', 'send', 'maxConcurrent'], value: 8 }],
    version: recording.settings.version,
  };
  expect(agent.called.at(-1)).toEqual({ name: 'editSettings', params: { ...edit, isTrial: true } });
  terminal.type('y');
  await terminal.shows('Takes effect at once: DEC documents at a time');
  expect(agent.called).toContainEqual({ name: 'editSettings', params: { ...edit, isTrial: false } });
});

test('marked documents are sent again together, and the question counts them', async () => {
  const agent = openRecordedAgent(recordedSnapshot());
  await using screen = openScreen([agent], SIZE);
  const { terminal } = screen;
  await terminal.shows('DXPESW');
  terminal.type('2');
  await terminal.shows('newest first');
  terminal.type('  R');
  await terminal.shows('Send 2 documents again?');
  terminal.type('y');
  await terminal.shows('2 put back into OutBox');
});

test('NO_COLOR leaves attributes and no colour; the cursor is a mark of its own', async () => {
  const agent = openRecordedAgent(recordedSnapshot());
  await using screen = openScreen([agent], { ...SIZE, environment: { NO_COLOR: '1', FORCE_COLOR: '1' } });
  const { terminal } = screen;
  await terminal.shows('\u25b8 DEC');
  expect(terminal.coloured().join('')).not.toMatch(/\u001b\[(3[0-7]|9[0-7])m/);
});

test('a screen reader gets text in order, without a second screen', async () => {
  const agent = openRecordedAgent(recordedSnapshot());
  const screen = openScreen([agent], { ...SIZE, environment: { INK_SCREEN_READER: 'true' } });
  await expect.poll(() => agent.called.length).toBeGreaterThan(0);
  await new Promise((resolve) => setTimeout(resolve, 300));
  screen.terminal.type('5');
  await new Promise((resolve) => setTimeout(resolve, 300));
  screen.terminal.type('q');
  await screen.ended;
  expect(screen.terminal.raw).toContain('The document breaks field rules');
  expect(screen.terminal.raw).not.toContain('\u001b[?1049h');
  expect(screen.terminal.raw).not.toMatch(/\u001b\[\d+;1H/);
});

test('in a small window it says how large it must be', async () => {
  const agent = openRecordedAgent(recordedSnapshot());
  await using screen = openScreen([agent], { ...SIZE, columns: 50 });
  await screen.terminal.shows('at least 60 x 15');
});

test('in the narrowest window every view keeps its number and the open one its name', async () => {
  const agent = openRecordedAgent(recordedSnapshot());
  await using screen = openScreen([agent], { ...SIZE, columns: 60 });
  const { terminal } = screen;
  await terminal.shows('DXPESW');
  terminal.type('2');
  await terminal.shows('2 Documents');
  expect(terminal.picture()).toMatch(/^ +1 +2 Documents +3 +4 +5! +6 +7 +8\b/m);
});

test('leaving says what has become of the agent', async () => {
  const agent = openRecordedAgent(recordedSnapshot());
  const screen = openScreen([agent], SIZE);
  await screen.terminal.shows('DXPESW');
  screen.terminal.type('q');
  expect(await screen.ended).toBe('Detached. swic goes on (pid 4711).');
  expect(screen.terminal.raw.endsWith('\u001b[?25h\u001b[?1049l')).toBe(true);
});
