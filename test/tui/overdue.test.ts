import { Fault, type OverdueReport } from '@swic/core/contract';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { lateReport } from './late-documents.js';
import { openScreen } from './open-screen.js';
import { NOW_MS, openRecordedAgent, recordedSnapshot, recording } from './recorded-agent.js';

process.env['TZ'] = 'Asia/Shanghai';

const SIZE = { columns: 80, rows: 24, locale: 'en' } as const;
const REPORT = lateReport(recording.documents.documents, NOW_MS);
const NOBODY_LATE: OverdueReport = { limits: REPORT.limits, documents: [] };

test('Enter opens the story of the late document under the cursor, and Esc leads back to it, also read-only', async () => {
  const agent = openRecordedAgent(recordedSnapshot());
  await using screen = openScreen([agent], { ...SIZE, isReadOnly: true });
  const { terminal } = screen;
  await terminal.shows('DXPESW');
  terminal.type('9');
  await terminal.shows('8 late of the last seven days');
  terminal.type('jj');
  await terminal.shows('\u25b8 3 h 20 min');
  terminal.type('\r');
  await terminal.shows('Story');
  expect(agent.called.findLast(({ name }) => name === 'examine')?.params).toEqual({
    document: REPORT.documents[2]?.document.id,
  });
  terminal.type('\u001b');
  await terminal.shows('\u25b8 3 h 20 min');
  terminal.type('\u001b');
  await terminal.shows('last fault');
  expect(new Set(agent.called.map(({ name }) => name))).toEqual(
    new Set(['watch', 'browseDocuments', 'listWaiting', 'overdue', 'examine', 'diff']),
  );
});

test('it is asked for once when the view opens, and not with every snapshot', async () => {
  const agent = openRecordedAgent(recordedSnapshot());
  await using screen = openScreen([agent], SIZE);
  const { terminal } = screen;
  await terminal.shows('DXPESW');
  agent.tell('snapshot', recordedSnapshot());
  expect(agent.called.map(({ name }) => name)).not.toContain('overdue');
  terminal.type('9');
  await terminal.shows('8 late of the last seven days');
  for (let round = 0; round < 5; round += 1) agent.tell('snapshot', recordedSnapshot());
  expect(agent.called.filter(({ name }) => name === 'overdue')).toEqual([
    { name: 'overdue', params: { business: null, sinceMs: null } },
  ]);
});

test('while the ledger is read it says so; when nothing is late it says that, with every limit', async () => {
  let answer: (report: OverdueReport) => void = () => undefined;
  const report = new Promise<OverdueReport>((resolve) => (answer = resolve));
  const agent = openRecordedAgent(recordedSnapshot(), null, { overdue: () => report });
  await using screen = openScreen([agent], SIZE);
  const { terminal } = screen;
  await terminal.shows('DXPESW');
  terminal.type('9');
  await terminal.shows('looking ...');
  expect(terminal.picture()).not.toContain('Nothing is late');
  answer(NOBODY_LATE);
  await terminal.shows('Nothing is late');
  await terminal.hides('looking ...');
  for (const { business } of NOBODY_LATE.limits) expect(terminal.picture()).toMatch(new RegExp(`^ +${business} `, 'm'));
});

test('an answer that fails is shown as such, and not as if nothing were late', async () => {
  const overdue = (): never => {
    throw new Fault('ledger.broken');
  };
  const agent = openRecordedAgent(recordedSnapshot(), null, { overdue });
  await using screen = openScreen([agent], SIZE);
  const { terminal } = screen;
  await terminal.shows('DXPESW');
  terminal.type('9');
  await terminal.shows('ledger.broken');
  await terminal.shows('Not done:');
  expect(terminal.picture()).not.toContain('Nothing is late');
  expect(terminal.picture()).not.toContain('looking');
});

test.each(['超时', 'yq', 'overdue', 'overd'])('the command :%s opens it', async (word) => {
  const agent = openRecordedAgent(recordedSnapshot());
  await using screen = openScreen([agent], SIZE);
  const { terminal } = screen;
  await terminal.shows('DXPESW');
  terminal.type(':');
  terminal.type(`${word}\r`);
  await terminal.shows('8 late of the last seven days');
});

test.each(['zh', 'en'] as const)('in the narrowest window every view has its number, in %s', async (locale) => {
  const agent = openRecordedAgent(recordedSnapshot());
  await using screen = openScreen([agent], { columns: 60, rows: 16, locale });
  const { terminal } = screen;
  await terminal.shows('DXPESW');
  terminal.type('9');
  await terminal.shows(locale === 'zh' ? '9 超时未回' : '9 Overdue');
  await terminal.shows('SAS');
  const lines = terminal.picture().split('\n');
  expect(lines[2]).toMatch(/1 .*2 .*3 .*4 .*5.*! .*6 .*7 .*8 .*9 /);
  for (const line of lines) expect(stringWidth(line), line).toBeLessThanOrEqual(60);
});
