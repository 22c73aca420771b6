import { expect, test } from 'vitest';
import { openScreen } from './open-screen.js';
import { openRecordedAgent, recordedSnapshot, recording } from './recorded-agent.js';

const { document } = recording.filed.trace;
const SIZE = { columns: 100, rows: 40, locale: 'zh' } as const;

test('the story of a document says what differs from the earlier one of its declaration, with its Chinese name', async () => {
  const differences = [
    { path: 'DecMessage/DecHead/GrossWet', nameZh: '毛重', before: '120', after: '130\u001b[2J' },
    { path: 'DecMessage/DecLists/DecList[2]', nameZh: '', before: null, after: 'added' },
  ];
  const before = { ...document, name: '更正前.xml' };
  const agent = openRecordedAgent(recordedSnapshot(), null, {
    examine: () => recording.filed,
    diff: () => ({ before, after: document, state: null, differences }),
  });
  await using screen = openScreen([agent], SIZE);
  const { terminal } = screen;
  await terminal.shows('DXPESW');
  terminal.type('2');
  await terminal.shows(document.business);
  terminal.type('\r');
  await terminal.shows('与 更正前.xml 相比有 2 处不同');
  await terminal.shows('DecMessage/DecHead/GrossWet 毛重');
  await terminal.shows('120 -> 130');
  await terminal.shows('- -> added');
  // Asked once: two files are read for it.
  expect(agent.called.filter(({ name }) => name === 'diff')).toHaveLength(1);
});
