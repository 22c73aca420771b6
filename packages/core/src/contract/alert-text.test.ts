import { expect, test } from 'vitest';
import { makeAlertMessage, makeNotice } from '../../../../test/support/alerts/alert-message.js';
import { ALERT_RULE_NAMES } from '../domain/alerts/rules.js';
import { alertHeadline, alertText, asOneText } from './alert-text.js';

test.each(ALERT_RULE_NAMES)('%s counts one, and several, as a person says it', (rule) => {
  const one = alertHeadline({ rule, count: 1, untilMs: null, fault: null }, 'en');
  expect(one).not.toMatch(/\b1 \w+s (?:are|were|wait|could)\b|[{}|]/);
  expect(alertHeadline({ rule, count: 3, untilMs: null, fault: null }, 'en')).not.toMatch(
    /\b3 \w+ (?:is|was|waits)\b|[{}|]/,
  );
  expect(alertHeadline({ rule, count: 1, untilMs: null, fault: null }, 'zh')).not.toMatch(/[{}|]/);
});

test('a held flow is one flow', () => {
  expect(alertHeadline({ rule: 'flow-held', count: 1, untilMs: null, fault: null }, 'en')).toBe('1 flow is held');
  expect(alertHeadline({ rule: 'flow-held', count: 2, untilMs: null, fault: null }, 'en')).toBe('2 flows are held');
});

test('the subject is of what has begun, also where something is over, and troubles are parted', () => {
  const notices = [
    makeNotice({ phase: 'over', rule: 'disk-trouble', fault: null, endedMs: Date.UTC(2026, 10, 23, 2, 5) }),
    makeNotice({ level: 'warning', rule: 'documents-rejected', fault: null }),
    makeNotice({ rule: 'agent-restarted', count: 1, fault: null, places: [] }),
  ];
  const { title, lines } = alertText(makeAlertMessage({ notices }), 'zh');
  expect(title).toBe('swic 告警: [严重 · 发生] swic 意外结束后重新启动，1 次 (+2)');
  expect(lines.filter((line) => /^\[/.test(line)).map((line) => line.slice(0, 9))).toEqual([
    '[严重 · 发生]',
    '[警告 · 发生]',
    '[已恢复] 磁盘空',
  ]);
  expect(lines.filter((line) => line === '')).toHaveLength(2);
});

test('a text without a subject says its headline once', () => {
  const text = alertText(makeAlertMessage(), 'en');
  const lines = asOneText(text);
  expect(lines[0]).toBe(text.title);
  expect(lines.filter((line) => line.includes('2 flows are held'))).toHaveLength(1);
  expect(lines).toHaveLength(text.lines.length);
  const trial = alertText(makeAlertMessage({ kind: 'test', notices: [] }), 'en');
  expect(asOneText(trial)).toEqual([trial.title, ...trial.lines]);
});

test('of a password a person reads on which day it ends and how long that is', () => {
  const untilMs = Date.parse('2026-11-30T24:00:00+08:00');
  const notice = makeNotice({ rule: 'password-ending', count: 1, places: ['transport'], fault: null, untilMs });
  const zh = alertText(makeAlertMessage({ notices: [notice] }), 'zh');
  expect(zh.title).toContain('密码即将到期或已到期（2026-11-30）');
  expect(zh.lines).toContain('2026-11-30 23:59 到期，还有 7 天');
  const en = alertText(makeAlertMessage({ notices: [notice], atMs: untilMs }), 'en');
  expect(en.lines).toContain('ended at 2026-11-30 23:59');
});

test('what has just begun, or was short, is not said to be zero minutes long', () => {
  const atMs = Date.UTC(2026, 10, 23, 2, 0, 20);
  const fresh = alertText(makeAlertMessage({ atMs }), 'zh');
  expect(fresh.lines).toContain('始于 2026-11-23 10:00');
  const short = makeNotice({ phase: 'over', endedMs: atMs });
  expect(alertText(makeAlertMessage({ notices: [short] }), 'zh').lines).toContain(
    '2026-11-23 10:00 至 2026-11-23 10:00，不到 1 分钟',
  );
});
