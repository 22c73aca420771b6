import { expect, test } from 'vitest';
import { stateText } from './state-text.js';

const STATE = { phase: 'returned', codeTable: null, part: null, parts: null, atMs: null } as const;

test('a refusal by the platform is 平台拒收 in trace and receipts as in documents; 退单 is what customs does', () => {
  const platform = { ...STATE, isRefused: true, code: '0001', zh: '报文格式错误', en: 'The message is malformed' };
  const customs = { ...STATE, isRefused: false, code: 'E', zh: '退单/不受理', en: 'Returned, not accepted' };
  expect(stateText({ locale: 'zh' }, platform)).toBe('平台拒收 0001 报文格式错误');
  expect(stateText({ locale: 'zh' }, customs)).toBe('退单 E 退单/不受理');
  expect(stateText({ locale: 'en' }, platform)).toBe('refused 0001 The message is malformed');
});

test('of a message with several orders the one that is there is named', () => {
  const state = { ...STATE, part: 'O2', isRefused: false, code: '100', zh: '退单', en: 'Returned by customs' };
  expect(stateText({ locale: 'en' }, state)).toBe('returned 100 Returned by customs O2');
});

test('of orders that no answer names yet it is said how many were answered', () => {
  const state = { ...STATE, phase: 'sent', isRefused: false, code: '', zh: '平台已接收', en: 'Taken by the platform' };
  expect(stateText({ locale: 'zh' }, { ...state, parts: { answered: 1, total: 3 } })).toBe('平台已接收 已答复 1/3');
  expect(stateText({ locale: 'en' }, { ...state, parts: { answered: 3, total: 3 } })).not.toContain('3/3');
});

test('what the platform alone has is not told as being with customs, and no word is said twice', () => {
  const draft = { ...STATE, phase: 'sent', isRefused: false, code: '0', zh: '导入成功', en: 'Imported' } as const;
  expect(stateText({ locale: 'zh' }, draft)).toBe('平台已接收 0 导入成功');
  expect(stateText({ locale: 'zh' }, { ...draft, code: '0000', zh: '平台已接收' })).toBe('平台已接收 0000');
  expect(stateText({ locale: 'zh' }, { ...draft, phase: 'accepted', code: '??', zh: '??' })).toBe('海关已接收 ??');
});
