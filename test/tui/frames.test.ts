import { eastAsianWidthType } from 'get-east-asian-width';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { alertsOf, OPEN_ALERTS } from './open-alerts.js';
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
      { key: '6', zh: ['同时取出的回执'], en: ['receipts at a time'] },
      { key: 't', zh: ['往返测试', '两个方向的连接都正常'], en: ['round-trip', 'fine in both directions'] },
    ],
  },
  { name: 'card', steps: [{ key: '7', zh: ['有效期至'], en: ['valid until'] }] },
  { name: 'settings', steps: [{ key: '8', zh: ['同时最大任务数'], en: ['documents at a time'] }] },
  { name: 'overdue', steps: [OVERDUE] },
  {
    name: 'alerts',
    steps: [{ key: '0', zh: ['企业微信', '处理办法', '静默中'], en: ['WeCom', 'What to do', 'silenced'] }],
  },
  {
    name: 'waiting',
    steps: [OVERVIEW, { key: 'w', zh: ['扩展名不是该业务'], en: ['this business does not take'] }],
  },
  {
    name: 'log-history',
    steps: [
      { key: '4', zh: ['跟随最新', 'Receipt_I2'], en: ['following', 'Receipt_I2'] },
      { key: '\u001b[H', zh: ['已到日志文件开头', '昨日第 1 行'], en: ['the beginning of the log files', 'line 1 of'] },
    ],
  },
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
      const agent = openRecordedAgent(recordedSnapshot(name === 'alerts' ? [alertsOf(OPEN_ALERTS)] : []), SIGNER);
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
      if (locale === 'zh') expect(english(terminal.picture())).toEqual([]);
      await expect(`${terminal.picture()}\n`).toMatchFileSnapshot(`./frames/${name}.${locale}.${columns}.txt`);
    });
  });
});

/** Names that stay as they are in Chinese: of files, boxes, codes, keys, settings, programs and of the trade. */
const NAMES =
  /swic( status|\.yaml)?|\S+[/\\._:=]\S*|\b[A-Z][A-Z0-9]*\d\w*|\b(DXPESW\w*|OutBox|SentBox|FailBox|InBox|TempBox|Enter|Space|Down|Home|PgUp|PgDn|Shift-Tab|Bksp|embedded|Successed|Failed|Receipt|DecMessage|DecHead|IEFlag|RabbitMQ|native|scan|resend|hold|info|warn|debug|error|[A-Z]{2,}|[0-9A-Z]{8,})\b/g;

/** English words of four letters and more that are left on a Chinese screen. */
function english(picture: string): readonly string[] {
  return [...new Set(picture.replaceAll(NAMES, ' ').match(/[A-Za-z]{4,}/g) ?? [])];
}

/** The views at the narrowest and at a wide terminal: only that they fit, and say which keys there are. */
test.each([
  { columns: 60, rows: 20 },
  { columns: 200, rows: 50 },
])('every view fits at $columns columns, in both languages', async ({ columns, rows }) => {
  for (const locale of ['zh', 'en'] as const) {
    const agent = openRecordedAgent(recordedSnapshot(), SIGNER);
    await using screen = openScreen([agent], { columns, rows, locale });
    const { terminal } = screen;
    await terminal.shows('DXPESW');
    await terminal.shows(locale === 'zh' ? '合计' : 'all');
    for (const key of [...'234567890', '1', 'w', '\u001b', '2', '\r']) {
      const before = terminal.picture();
      terminal.type(key);
      await terminal.changes(before);
      const lines = terminal.picture().split('\n');
      for (const line of lines)
        expect({ key, line, width: stringWidth(line) <= columns }).toEqual({ key, line, width: true });
      expect(lines.at(-1)).toMatch(locale === 'zh' ? /帮助.*退出/ : /help.*quit/);
    }
  }
});

/** Characters that Chinese consoles show two cells wide and others one: nothing behind them would stand where it should. */
function ambiguous(text: string): readonly string[] {
  return [...new Set(text)].filter((character) => eastAsianWidthType(character.codePointAt(0) ?? 0) === 'ambiguous');
}
