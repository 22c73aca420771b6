import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault } from '@swic/core/contract';
import type { Clock } from '@swic/core/ports';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deferred } from '../runtime/deferred.js';
import { type AttemptOutcome, createPinBudget } from './pin-budget.js';

const WRONG: AttemptOutcome = { kind: 'wrong', isCertain: true, cardId: '990000', code: 51_001, words: '卡密码错误' };
let directory = '';
let path = '';
let nowMs = 1_000_000;
const clock: Clock = {
  nowMs: () => nowMs,
  tickMs: () => nowMs,
  random: () => 0.5,
  sleep: () => Promise.reject(new Fault('operation.aborted')),
};

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'swic-pin-'));
  path = join(directory, 'card.json');
  nowMs = 1_000_000;
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('a right PIN leaves nothing behind', async () => {
  const budget = createPinBudget(path, clock);
  await budget.spend(async () => ({ kind: 'right' }));
  expect(await budget.state()).toEqual({ kind: 'clear' });
  expect(readdirSync(directory)).toEqual([]);
});

test('one wrong PIN, and nothing is tried again, over restarts, until an operator says so', async () => {
  let attempts = 0;
  const attempt = async (): Promise<AttemptOutcome> => {
    attempts += 1;
    return WRONG;
  };
  await expect(createPinBudget(path, clock).spend(attempt)).rejects.toMatchObject({
    code: 'signer.pin-wrong',
    reason: '卡密码错误',
  });
  for (let restart = 0; restart < 3; restart += 1) {
    await expect(createPinBudget(path, clock).spend(attempt)).rejects.toMatchObject({
      code: 'signer.held',
      detail: { problem: 'pin-wrong' },
    });
  }
  expect(attempts).toBe(1);
  await createPinBudget(path, clock).release();
  await expect(createPinBudget(path, clock).spend(attempt)).rejects.toMatchObject({ code: 'signer.pin-wrong' });
  expect(attempts).toBe(2);
});

test('an attempt that never reached the card costs nothing', async () => {
  const budget = createPinBudget(path, clock);
  const fault = new Fault('signer.absent');
  await expect(budget.spend(async () => ({ kind: 'not-tried', fault }))).rejects.toBe(fault);
  expect(await budget.state()).toEqual({ kind: 'clear' });
});

test('an attempt that was cut off may have counted, so it holds', async () => {
  const budget = createPinBudget(path, clock);
  await expect(budget.spend(() => Promise.reject(new Fault('signer.broken')))).rejects.toMatchObject({
    code: 'signer.broken',
  });
  expect(await createPinBudget(path, clock).state()).toMatchObject({ kind: 'held', reason: 'unknown', atMs: nowMs });
});

test.each([
  ['of a process that is gone', () => ({ pid: 2 ** 30, atMs: nowMs })],
  ['of an earlier process with our number, as in a container', () => ({ pid: process.pid, atMs: nowMs })],
  ['that was cut off while written', () => 'garbage'],
  ['that is too old to have an owner', () => ({ pid: process.ppid, atMs: nowMs - 600_000 })],
])('a marker %s means that an attempt was cut off', async (_name, marker) => {
  const content = marker();
  writeFileSync(`${path}.attempt`, typeof content === 'string' ? content : JSON.stringify(content));
  const budget = createPinBudget(path, clock);
  await expect(budget.spend(async () => ({ kind: 'right' }))).rejects.toMatchObject({
    code: 'signer.held',
    detail: { problem: 'pin-unknown' },
  });
});

test('while another process tries, this one is busy and not held', async () => {
  writeFileSync(`${path}.attempt`, JSON.stringify({ pid: process.ppid, atMs: nowMs }));
  const budget = createPinBudget(path, clock);
  await expect(budget.spend(async () => ({ kind: 'right' }))).rejects.toMatchObject({ code: 'signer.busy' });
  expect(await budget.state()).toEqual({ kind: 'clear' });
});

test('two attempts at once in one process are one attempt', async () => {
  const budget = createPinBudget(path, clock);
  const gate = deferred<AttemptOutcome>();
  const begun = deferred<void>();
  const first = budget.spend(() => (begun.resolve(), gate.promise));
  await begun.promise;
  await expect(budget.spend(async () => ({ kind: 'right' }))).rejects.toMatchObject({ code: 'signer.busy' });
  gate.resolve({ kind: 'right' });
  await first;
  expect(await budget.state()).toEqual({ kind: 'clear' });
});

test('looking at the state while an attempt begins and ends never turns it into a hold', async () => {
  const budget = createPinBudget(path, clock);
  for (let round = 0; round < 50; round += 1) {
    let isOver = false;
    const look = async (): Promise<void> => {
      while (!isOver) expect(await budget.state()).toEqual({ kind: 'clear' });
    };
    const looks = [look(), look(), look()];
    await budget.spend(async () => ({ kind: 'right' }));
    isOver = true;
    await Promise.all(looks);
  }
});

test('an attempt that another process spent in between is seen before ours', async () => {
  let isTried = false;
  const late = createPinBudget(path, {
    ...clock,
    nowMs: () => (writeFileSync(path, JSON.stringify({ version: 1, kind: 'held', reason: 'wrong' })), nowMs),
  });
  await expect(late.spend(async () => ((isTried = true), { kind: 'right' }))).rejects.toMatchObject({
    code: 'signer.held',
  });
  expect(isTried).toBe(false);
});

test('a damaged state is read as held', async () => {
  writeFileSync(path, '{"kind":"cl');
  expect(await createPinBudget(path, clock).state()).toMatchObject({ kind: 'held', reason: 'unknown' });
});

test("the files are the owner's alone", async () => {
  await expect(createPinBudget(path, clock).spend(async () => WRONG)).rejects.toThrow();
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ version: 1, kind: 'held', reason: 'wrong' });
});
