import { expect, test } from 'vitest';
import { ALL_SAMPLES, SAMPLES } from '../../../../test/support/telemetry/sample-events.js';
import { describeEvents } from './describe-events.js';
import { LOG_TABLE, levelOf, logRowOf, messageOf } from './log-table.js';

test('every event has one line in both languages, without a hole', () => {
  for (const event of ALL_SAMPLES) {
    const zh = messageOf(event, 'zh');
    const en = messageOf(event, 'en');
    for (const text of [zh, en]) {
      expect(text, event.type).not.toMatch(/undefined|null|NaN|\[object|\n/);
      expect(text.length, event.type).toBeGreaterThan(3);
    }
    expect(zh, event.type).toMatch(/[\u4e00-\u9fff]/);
    // File names stay as they are; the rest of the English line has no Chinese.
    expect(en.replaceAll(/报关单/g, ''), event.type).not.toMatch(/[\u4e00-\u9fff]/);
  }
});

test('a log line carries every field that the event has', () => {
  for (const event of ALL_SAMPLES) {
    const fields = Object.keys(event).filter((name) => name !== 'type');
    expect([...logRowOf(event.type).fields].sort(), event.type).toEqual(fields.sort());
  }
});

test('what happens to each of thousands of documents is debug, how it ended is info, and trouble is a warning or worse', () => {
  for (const type of ['document.claimed', 'document.sealed', 'document.sent'] as const)
    expect(levelOf(SAMPLES[type]), type).toBe('debug');
  expect(levelOf(SAMPLES['document.filed'])).toBe('info');
  expect(levelOf(SAMPLES['document.rejected'])).toBe('warn');
  expect(levelOf(SAMPLES['document.lost'])).toBe('error');
  expect(levelOf(SAMPLES['receipt.deposited'])).toBe('info');
  const refused = { ...SAMPLES['receipt.deposited'], isSuccess: false } as const;
  expect(levelOf({ ...refused, kind: 'business-receipt' })).toBe('warn');
  expect(levelOf({ ...refused, kind: 'send-result' })).toBe('error');
  expect(levelOf({ ...refused, kind: 'platform-response' })).toBe('error');
  expect(levelOf({ ...SAMPLES['transport.ended'], fault: null })).toBe('info');
});

test('a test environment is in the first line of a run, in both languages', () => {
  const started = { ...SAMPLES['gateway.started'], environment: 'test' } as const;
  expect(messageOf(started, 'zh')).toMatch(/^【联调测试环境】/);
  expect(messageOf(started, 'en')).toContain('TEST');
  expect(messageOf({ ...started, environment: 'production' }, 'zh')).not.toContain('环境');
});

test('a refusal is told with its reason, a success without', () => {
  const answer = { ...SAMPLES['receipt.deposited'], kind: 'send-result', code: '77', text: '关区代码无效' } as const;
  expect(messageOf({ ...answer, isSuccess: false }, 'zh')).toMatch(/\(失败, 77\)：关区代码无效$/);
  expect(messageOf({ ...answer, isSuccess: false, text: '长'.repeat(300) }, 'zh').length).toBeLessThan(250);
  expect(messageOf({ ...answer, isSuccess: true }, 'zh')).not.toContain('关区');
});

test('the reference describes every event, its fields and its numbers', () => {
  const rows = describeEvents();
  expect(rows.map(({ type }) => type)).toEqual(Object.keys(LOG_TABLE));
  expect(new Set(Object.keys(SAMPLES))).toEqual(new Set(Object.keys(LOG_TABLE)));
  expect(rows.find(({ type }) => type === 'document.sent')).toEqual({
    type: 'document.sent',
    level: 'debug',
    zh: '消息服务器已确认',
    en: 'The broker confirmed the message',
    fields: ['document', 'business', 'name', 'durationMs', 'readyMs', 'sizeBytes'],
    metrics: [
      'swic_documents_total',
      'swic_document_bytes_total',
      'swic_document_send_seconds',
      'swic_document_confirm_seconds',
    ],
    isInSnapshot: true,
  });
  for (const { type, zh, en } of rows)
    expect(
      [zh, en].every((text) => text.length >= 3),
      type,
    ).toBe(true);
});
