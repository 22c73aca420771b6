import { expect, test } from 'vitest';
import { emptyDay } from '../domain/report/business-day.js';
import type { BusinessDay, DailyReport } from './day-report.js';
import { dailyReportText } from './day-report-text.js';

function day(change: Partial<BusinessDay>): BusinessDay {
  return { ...emptyDay('DEC'), ...change };
}

function report(change: Partial<DailyReport>): DailyReport {
  const madeMs = Date.parse('2026-12-05T18:00:03+08:00');
  const about = { day: '20261205', dueDay: '20261205', madeMs, isWhole: false, isLate: false };
  return { ...about, businesses: [], signerDays: null, bookHead: null, ...change };
}

test('a broker reads what was sent, what is to be looked at and by business, in Chinese and in English', () => {
  const slowest = { document: '01HZX' as never, durationMs: 200_400 };
  const held = [{ direction: 'send', code: 'transport.unreachable', heldMs: 2_520_000 }] as const;
  const businesses = [
    day({ claimed: 12, sent: 11, receipts: 30, rejected: 1, returned: 2, slowest }),
    day({ business: 'COARRI', claimed: 3, sent: 3, receipts: 3, overdue: 1, held }),
  ];
  const zh = dailyReportText(report({ businesses, signerDays: 41, bookHead: { day: '20261204', head: 'ab12' } }), 'zh');
  expect(zh).toEqual({
    title: 'swic 日报 2026-12-05（截至 18:00）',
    lines: [
      '合计：领取 15 份，已发送 14 份，收到回执 33 份',
      '需关注：校验失败 1 份，退单或删单 2 份，超时未回 1 份',
      'DEC：领取 12 份，已发送 11 份，收到回执 30 份，校验失败 1 份，退单或删单 2 份；最慢 3 分 20 秒（01HZX）',
      'COARRI：领取 3 份，已发送 3 份，收到回执 3 份，超时未回 1 份；发送停滞 42 分 0 秒（连接不上消息服务器）',
      '签名证书还有 41 天到期',
      '存证簿 2026-12-04 封册哈希：ab12',
      '单据按领取日期统计，状态为发送本日报时的状态；回执按收到日期统计',
    ],
  });
  const en = dailyReportText(report({ businesses, isWhole: true, isLate: true }), 'en');
  expect(en.title).toBe('swic daily report 2026-12-05 (late)');
  expect(en.lines.slice(0, 3)).toEqual([
    'In all: 15 claimed, 14 sent, 33 receipts',
    'To look at: 1 refused by our checks, 2 returned or deleted, 1 whose answer is late',
    'DEC: 12 claimed, 11 sent, 30 receipts, 1 refused by our checks, 2 returned or deleted; the slowest took 3 min 20 s (01HZX)',
  ]);
  expect(en.lines[3]).toMatch(/; sending was held for 42 min 0 s \(The broker cannot be reached\)$/);
});

test('a day without trouble says so, and so does a day without anything', () => {
  const calm = dailyReportText(report({ businesses: [day({ claimed: 1, sent: 1 })], isLate: true }), 'zh');
  expect(calm.title).toBe('swic 日报 2026-12-05（补发，截至 18:00）');
  expect(calm.lines[1]).toBe('没有校验失败、拒收、退单、结果未知或超时未回的单据');
  const empty = dailyReportText(report({ isWhole: true }), 'zh');
  expect(empty).toMatchObject({ title: 'swic 日报 2026-12-05' });
  expect(empty.lines[0]).toBe('当天没有单据和回执');
});

test.each([
  [400, '0.4 秒'],
  [59_600, '1 分 0 秒'],
  [3_600_000, '1 小时 0 分'],
])('%i ms is said as %s', (durationMs, words) => {
  const businesses = [day({ claimed: 1, slowest: { document: 'x' as never, durationMs } })];
  expect(dailyReportText(report({ businesses }), 'zh').lines[2]).toContain(`最慢 ${words}（`);
});
