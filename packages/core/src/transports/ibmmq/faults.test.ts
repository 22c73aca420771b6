import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { Fault } from '../../contract/fault.js';
import { FAULTS } from '../../contract/fault-table.js';
import { clientEndFault, ibmmqFault, putFault } from './faults.js';
import { isAboutMessage, MQ_REASONS } from './reasons.js';

const mqi = (reason: number) => ({ kind: 'mqi', verb: 'MQCONNX', reason }) as const;

test('every reason code has the name that IBM’s own package gives it', () => {
  // Its constants can be read without IBM's library.
  const constants = createRequire(import.meta.url)('ibmmq/lib/mqidefs.js') as Readonly<Record<string, unknown>>;
  for (const [reason, { name }] of Object.entries(MQ_REASONS)) expect(constants[name], name).toBe(Number(reason));
});

test('every reason code says what can be done, in both languages', () => {
  for (const { name, zh, en } of Object.values(MQ_REASONS)) {
    expect(zh, name).toMatch(/[\u4e00-\u9fff]/);
    expect(en.length, name).toBeGreaterThan(10);
  }
});

test('what concerns the connection holds the flow and rejects no document', () => {
  const fates: Record<string, readonly number[]> = {};
  for (const reason of Object.keys(MQ_REASONS).map(Number)) {
    const { code } = ibmmqFault(mqi(reason));
    fates[code] = [...(fates[code] ?? []), reason];
    expect(FAULTS[code].fate, `${reason}`).toBe(reason === 2495 ? 'halt' : 'hold');
  }
  expect(fates).toEqual({
    'transport.closed': [2003, 2009, 2018, 2024, 2071, 2102, 2161, 2162, 2195, 2202, 2203],
    'transport.protocol': [2010, 2030, 2031, 2218, 2277, 2278, 2539],
    'transport.blocked': [2016, 2051, 2053, 2056],
    'transport.unreachable': [2025, 2059, 2537, 2538],
    'transport.unauthorized': [2035, 2063],
    'transport.queue-in-use': [2042],
    'transport.not-found': [2045, 2052, 2058, 2082, 2085, 2086, 2087, 2540],
    'transport.tls': [2381, 2393, 2396, 2397, 2398, 2400],
    'transport.client-missing': [2495],
  });
});

test('what a put answers is a refusal of this message only where the message is what is wrong, and never unknown', () => {
  const answers: Record<string, readonly number[]> = {};
  for (const reason of Object.keys(MQ_REASONS).map(Number).filter(isAboutMessage)) {
    const { code } = putFault(reason, {});
    answers[code] = [...(answers[code] ?? []), reason];
  }
  expect(answers).toEqual({
    'transport.backed-out': [2003, 2024],
    'transport.too-large': [2010, 2030, 2031, 2218],
    'transport.blocked': [2051, 2053, 2056],
    'transport.unroutable': [2052, 2082, 2085, 2086, 2087],
  });
});

test('an unknown reason code keeps its number and its verb', () => {
  expect(ibmmqFault(mqi(2999), { queue: 'Q' })).toMatchObject({
    code: 'transport.protocol',
    detail: { queue: 'Q', reason: 2999, verb: 'MQCONNX', name: null, zh: null, en: null },
  });
});

test('a client that is missing halts with one sentence, and a process that died is told with its last words', () => {
  const told = new Fault(
    'transport.client-missing',
    { problem: 'library', searched: '/a, /b' },
    'It was not found: install it',
  );
  const missing = ibmmqFault({ kind: 'fault', fault: told.toRecord() });
  expect(missing.toRecord()).toEqual(told.toRecord());
  expect(missing.fate).toBe('halt');
  expect(clientEndFault({ exitCode: null, signal: 'SIGSEGV', lastWords: 'ouch' })).toMatchObject({
    code: 'transport.closed',
    reason: 'ouch',
    detail: { problem: 'client-process', signal: 'SIGSEGV' },
  });
});
