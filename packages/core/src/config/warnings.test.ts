import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type LoadedConfig, parseConfig } from './load.js';
import { configWarnings, startError } from './warnings.js';

const directory = mkdtempSync(path.join(tmpdir(), 'swic-warnings-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function load(text: string): LoadedConfig {
  const result = parseConfig(`businesses: { DEC: {} }\n${text}`, path.join(directory, 'swic.yaml'));
  if (result.outcome === 'invalid') throw new Error(JSON.stringify(result.problems));
  return result.loaded;
}

const EMBEDDED = 'transport: { kind: embedded }';
const GOOD = 'clientId: DXPESW0000000001';

test.each([
  ['a host with its port', `${GOOD}\ntransport: { kind: rabbitmq, host: "x:5672" }`, 'transport.host', /端口 5672/],
  [
    'a variable that is not set',
    `${GOOD}\ntransport: { kind: rabbitmq, password: { env: SWIC_NOT_SET } }`,
    'transport.password',
    /SWIC_NOT_SET 没有设置/,
  ],
  [
    'a file that is missing',
    `${GOOD}\ntransport: { kind: rabbitmq, password: { file: ./nothing } }`,
    'transport.password',
    /找不到文件/,
  ],
  [
    'a certificate of the authority that is missing',
    `${GOOD}\ntransport: { kind: rabbitmq, tls: { ca: ./nothing.pem } }`,
    'transport.tls.ca',
    /找不到文件/,
  ],
  [
    'a directory above the daily reports that is missing',
    `${GOOD}\n${EMBEDDED}\nalerts: { report: { directory: ./no/reports } }`,
    'alerts.report.directory',
    /不存在/,
  ],
  ['a directory above the boxes that is missing', `${GOOD}\n${EMBEDDED}\nboxesDir: ./no/boxes`, 'boxesDir', /不存在/],
  [
    'a character set that the platform does not use',
    `${GOOD}\ntransport: { kind: ibmmq, queueManager: Q, channel: C, connectionName: "x(1414)", ccsid: 1381 }`,
    'transport.ccsid',
    /819/,
  ],
  [
    'a production id in the test environment',
    `${GOOD}\n${EMBEDDED}\nenvironment: test\nclientIds: { production: [DXPESW0000000001] }`,
    'environment',
    /属于正式环境/,
  ],
  [
    'a test id in production',
    `${GOOD}\n${EMBEDDED}\nclientIds: { test: [DXPESW0000000001] }`,
    'environment',
    /属于联调测试环境/,
  ],
])('%s is a warning', (_, text, at, says) => {
  expect(configWarnings(load(text), {}, 0)).toEqual([
    { level: 'warning', path: at, zh: expect.stringMatching(says), en: expect.any(String) },
  ]);
});

test('a business one letter from a known one is a warning that names it', () => {
  const result = parseConfig(`${GOOD}\n${EMBEDDED}\nbusinesses: { DECC: {} }\n`, path.join(directory, 'swic.yaml'));
  if (result.outcome === 'invalid') throw new Error('it is valid');
  expect(configWarnings(result.loaded, {}, 0)).toMatchObject([
    { path: 'businesses.DECC', zh: expect.stringContaining('是否指 DEC') },
  ]);
});

test('a configuration with nothing wrong has no warnings', () => {
  expect(configWarnings(load(`${GOOD}\n${EMBEDDED}`), {}, 0)).toEqual([]);
});

test('the example of a client id runs with the embedded transport alone, and a wrong shape only when that is said', () => {
  expect(startError(load(`clientId: DXPESW0000000000\n${EMBEDDED}`))).toBeNull();
  expect(startError(load('clientId: DXPESW0000000000\ntransport: { kind: rabbitmq }'))?.zh).toContain(
    'www.singlewindow.cn',
  );
  expect(startError(load(`clientId: ABC\n${EMBEDDED}`))?.en).toContain('clientIdShape: any');
  expect(startError(load(`clientId: ABC\nclientIdShape: any\n${EMBEDDED}`))).toBeNull();
});

test('a client id of digits alone asks for quotes, and a full-width colon in braces is named', () => {
  const digits = parseConfig(`clientId: 1234567890\n${EMBEDDED}\nbusinesses: {}\n`, path.join(directory, 'swic.yaml'));
  expect(digits).toMatchObject({ problems: [{ path: 'clientId', zh: expect.stringContaining('请加引号') }] });
  const colon = parseConfig(
    `${GOOD}\n${EMBEDDED}\nenvelope: { kind： dxp }\nbusinesses: {}\n`,
    path.join(directory, 'swic.yaml'),
  );
  expect(JSON.stringify(colon)).toContain('英文冒号');
});

test.each([
  ['clientId：DXPESW0000000001\nlocale: zh\nbusinesses: {}\n', 1, /全角的“：”/],
  ['clientId：DXPESW0000000001', 1, /全角的“：”/],
  ['DXPESW0000000001\n', 1, /没有“名称: 值”形式的配置项/],
  ['clientId: X\ntransport:\n  kind: rabbitmq\n  host：127.0.0.1\n  port: 5672\nbusinesses: {}\n', 4, /全角的“：”/],
  ['clientId: X\ntransport:\n\tkind: rabbitmq\nbusinesses: {}\n', 3, /制表符/],
  ['clientId: "X\nbusinesses: {}\n', 1, /YAML/],
  ['clientId: X\nclientId: Y\n', 2, /两次/],
])('what keeps YAML from being read is said in few lines with its cause: %j', (text, line, cause) => {
  const result = parseConfig(text, path.join(directory, 'swic.yaml'));
  if (result.outcome === 'ok') throw new Error('it is not valid');
  expect(result.problems.length).toBeLessThanOrEqual(3);
  if (line !== 1) expect(result.problems[0]).toMatchObject({ line });
  expect(result.problems[0]?.zh).toMatch(cause);
  expect(result.problems[0]?.zh.replace('YAML', '')).not.toMatch(/[a-z]{5,}/);
});
