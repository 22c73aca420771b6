import { expect, test } from 'vitest';
import { ALERT_RULE_NAMES } from '../domain/alerts/rules.js';
import { alertHeadline } from './alert-text.js';

test.each(ALERT_RULE_NAMES)('%s counts one, and several, as a person says it', (rule) => {
  const one = alertHeadline({ rule, count: 1, fault: null }, 'en');
  expect(one).not.toMatch(/\b1 \w+s (?:are|were|wait|could)\b|[{}|]/);
  expect(alertHeadline({ rule, count: 3, fault: null }, 'en')).not.toMatch(/\b3 \w+ (?:is|was|waits)\b|[{}|]/);
  expect(alertHeadline({ rule, count: 1, fault: null }, 'zh')).not.toMatch(/[{}|]/);
});

test('a held flow is one flow', () => {
  expect(alertHeadline({ rule: 'flow-held', count: 1, fault: null }, 'en')).toBe('1 flow is held');
  expect(alertHeadline({ rule: 'flow-held', count: 2, fault: null }, 'en')).toBe('2 flows are held');
});
