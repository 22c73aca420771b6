import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { Fault } from '../fault.js';
import { faultSentences } from '../fault-text.js';
import { DETAIL_NAMES } from './detail-names.js';

const PACKAGES = path.resolve(import.meta.dirname, '../../../..');
const MADE = /new Fault\(\s*'[a-z.-]+',\s*\{([^{}]*)\}/g;
const SENTENCES = new Set(['zh', 'en']);

function sources(): readonly string[] {
  const roots = readdirSync(PACKAGES).map((name) => path.join(PACKAGES, name, 'src'));
  return roots.flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => path.join(root, name)),
  );
}

test('a fault that is shown in Chinese has no fact with an English name', () => {
  const names = sources()
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(MADE)])
    .flatMap(([, facts = '']) => facts.split(','))
    .map((fact) => fact.split(':')[0]?.trim() ?? '')
    .filter((name) => /^[a-zA-Z]+$/.test(name) && !SENTENCES.has(name));
  expect(names.length).toBeGreaterThan(100);
  expect([...new Set(names)].filter((name) => DETAIL_NAMES[name] === undefined)).toEqual([]);
});

test('when a loss was noticed is a time, not a number of milliseconds', () => {
  const noticedMs = new Date(2026, 10, 30, 9, 5, 7).getTime();
  const fault = new Fault('ledger.damaged', { noticedMs, gaps: 0, batchesMissing: 15, tables: 0 }).toRecord();
  expect(faultSentences(fault, 'en').facts[0]).toBe('noticed=2026-11-30 09:05:07');
  expect(faultSentences(fault, 'zh').facts).toEqual([
    '发现时间：2026-11-30 09:05:07',
    '缺口数：0',
    '缺少的批次：15',
    '损坏的数据文件数：0',
  ]);
});
