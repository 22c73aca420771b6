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

interface Step {
  readonly key: string;
  /** All of them stand there when the key has done its work and every answer is in, and not before. */
  readonly zh: readonly string[];
  readonly en: readonly string[];
  /** What was there before and must be gone. */
  readonly gone?: string;
}

const OVERVIEW: Step = { key: '1', zh: ['合计', '按说明修改'], en: ['oldest', 'Correct what'] };
const DOCUMENTS: Step = { key: '2', zh: ['最新在前', '进口报关单_申'], en: ['newest first', '进口报关单_申'] };
const OVERDUE: Step = { key: '9', zh: ['超过时限', '99% 在此之内'], en: ['limit of', '99 % came within'] };
const FAULTS_ONLY: Step = { key: 'f', zh: ['只看故障'], en: ['faults only'], gone: '进口报关单_' };

/** Each view: the keys that lead there, and words by which each step is known to be complete. */
const VIEWS: readonly { readonly name: string; readonly steps: readonly Step[] }[] = [
  { name: 'overview', steps: [OVERVIEW] },
  { name: 'documents', steps: [DOCUMENTS] },
  { name: 'documents-faults', steps: [DOCUMENTS, FAULTS_ONLY] },
  {
    name: 'document-rejected',
    steps: [
      DOCUMENTS,
      FAULTS_ONLY,
      { key: '\r', zh: ['全过程', '校验失败：'], en: ['Story', 'rejected: The document'] },
    ],
  },
  { name: 'receipts', steps: [{ key: '3', zh: ['最新在前', '业务回执'], en: ['newest first', 'business receipt'] }] },
  { name: 'log', steps: [{ key: '4', zh: ['跟随最新', 'Receipt_I2'], en: ['following', 'Receipt_I2'] }] },
  { name: 'faults', steps: [{ key: '5', zh: ['单据已移入 FailBox'], en: ['the document went to FailBox'] }] },
  {
    name: 'transport',
    steps: [
      { key: '6', zh: ['receive.prefetch'], en: ['receive.prefetch'] },
      { key: 't', zh: ['往返测试', '两个方向的连接都正常'], en: ['round-trip', 'fine in both directions'] },
    ],
  },
  { name: 'card', steps: [{ key: '7', zh: ['有效期至'], en: ['valid until'] }] },
  { name: 'settings', steps: [{ key: '8', zh: ['同时最大任务数'], en: ['documents at a time'] }] },
  { name: 'overdue', steps: [OVERDUE] },
  { name: 'help', steps: [DOCUMENTS, { key: '?', zh: ['任何视图'], en: ['everywhere'] }] },
  { name: 'ask-stop-all', steps: [OVERVIEW, { key: 'X', zh: ['停止全部 12'], en: ['Stop all 12'] }] },
];

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
    test.each(VIEWS)('$name', async ({ name, steps }) => {
      const agent = openRecordedAgent(recordedSnapshot(), SIGNER);
      await using screen = openScreen([agent], { columns, rows, locale });
      const { terminal } = screen;
      for (const text of ['DXPESW', ...OVERVIEW[locale]]) await terminal.shows(text);
      for (const { key, gone, ...words } of steps) {
        // The views open with the overview: only there the words may stand already.
        if (key !== OVERVIEW.key) expect(words[locale].every((text) => terminal.picture().includes(text))).toBe(false);
        terminal.type(key);
        // Each step is waited for: a key that comes while an answer is awaited would mean another row.
        for (const text of words[locale]) await terminal.shows(text);
        if (gone !== undefined) await terminal.hides(gone);
      }
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
