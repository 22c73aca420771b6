import { eastAsianWidthType } from 'get-east-asian-width';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { openScreen } from './open-screen.js';
import { NOW_MS, openRecordedAgent, recordedSnapshot } from './recorded-agent.js';

// Frames show the clock beside the operator: in China, wherever the tests run.
process.env['TZ'] = 'Asia/Shanghai';

const SIZES = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 36 },
] as const;

/** Each view: the keys that lead there, and words by which it is known to be complete. */
const VIEWS = [
  { name: 'overview', keys: ['1'], zh: '合计', en: ' all ' },
  { name: 'documents', keys: ['2'], zh: '进口报关单', en: 'newest first' },
  { name: 'documents-faults', keys: ['2', 'f'], zh: '只看故障', en: 'faults only' },
  { name: 'document-rejected', keys: ['2', 'f', '\r'], zh: '全过程', en: 'Story' },
  { name: 'receipts', keys: ['3'], zh: '业务回执', en: 'business receipt' },
  { name: 'log', keys: ['4'], zh: '跟随最新', en: 'following' },
  { name: 'faults', keys: ['5'], zh: '单据已移入 FailBox', en: 'the document went to FailBox' },
  { name: 'transport', keys: ['6', 't'], zh: '两个方向的连接都正常', en: 'fine in both directions' },
  { name: 'card', keys: ['7'], zh: '有效期至', en: 'valid until' },
  { name: 'settings', keys: ['8'], zh: '同时最大任务数', en: 'documents at a time' },
  { name: 'help', keys: ['2', '?'], zh: '任何视图', en: 'everywhere' },
  { name: 'ask-stop-all', keys: ['1', 'X'], zh: '停止全部', en: 'Stop all' },
] as const;

const SIGNER = {
  kind: 'card',
  state: 'ready',
  cardId: '2100030000000',
  certificateNumber: '0123456789ABCDEF',
  owner: '测试企业',
  algorithm: 'sm2-sm3',
  validUntilMs: NOW_MS + 20 * 86_400_000,
  faultCode: null,
} as const;

describe.each(SIZES)('at $columns x $rows', ({ columns, rows }) => {
  describe.each(['zh', 'en'] as const)('in %s', (locale) => {
    test.each(VIEWS)('$name', async ({ name, keys, ...words }) => {
      const agent = openRecordedAgent(recordedSnapshot(), SIGNER);
      await using screen = openScreen([agent], { columns, rows, locale });
      const { terminal } = screen;
      await terminal.shows(locale === 'zh' ? '导入监控' : 'Overview');
      await terminal.shows('DXPESW');
      for (const key of keys) {
        terminal.type(key);
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
      await terminal.shows(words[locale]);
      const lines = terminal.picture().split('\n');
      // A picture as high as the terminal would make it scroll.
      expect(lines.length).toBeLessThan(rows);
      for (const line of lines) expect(stringWidth(line), line).toBeLessThanOrEqual(columns);
      expect(ambiguous(lines.join(''))).toEqual([]);
      await expect(`${terminal.picture()}\n`).toMatchFileSnapshot(`./frames/${name}.${locale}.${columns}.txt`);
    });
  });
});

/** Characters that Chinese consoles show two cells wide and others one: nothing behind them would stand where it should. */
function ambiguous(text: string): readonly string[] {
  return [...new Set(text)].filter((character) => eastAsianWidthType(character.codePointAt(0) ?? 0) === 'ambiguous');
}
