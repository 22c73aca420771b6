import { expect, test } from 'vitest';
import { parseConfig } from './load.js';

const BASE = 'clientId: DXPESW0000000001\ntransport: { kind: embedded }\n';

function problemsOf(text: string): readonly { readonly path: string; readonly en: string; readonly zh: string }[] {
  const result = parseConfig(text, '/nowhere/swic.yaml');
  return result.outcome === 'invalid' ? result.problems : [];
}

test.each([
  ['clientIds: { test: abc }', 'clientIds.test', 'has to be a list'],
  ['businesses: []', 'businesses', 'settings by name'],
  ['businesses: { DEC: { send: { maxConcurrent: many } } }', 'businesses.DEC.send.maxConcurrent', 'number'],
  ['businesses: { DEC: { send: { enabled: perhaps } } }', 'businesses.DEC.send.enabled', 'true or false'],
  ['businesses: { DEC: { send: { maxConcurrent: 1.5 } } }', 'businesses.DEC.send.maxConcurrent', 'number'],
  ['environment: somewhere', 'environment', 'has to be one of'],
  ['log: { level: loud }', 'log.level', 'has to be one of debug, info, warn, error'],
  ['log: { keepDays: 0 }', 'log.keepDays', 'has to be 1 or more'],
  ['businesses: { DEC: { send: { maxConcurrent: 1000000 } } }', 'businesses.DEC.send.maxConcurrent', 'or less'],
  ['clientIds: { test: [1] }', 'clientIds.test.0', 'text'],
])('%s is explained in a sentence beside its path, not in the words of the library', (line, path, says) => {
  const text = line.startsWith('businesses') ? `${BASE}${line}\n` : `${BASE}businesses: { DEC: {} }\n${line}\n`;
  const problem = problemsOf(text).find((one) => one.path === path);
  expect(problem?.en).toContain(says);
  expect(problem?.en).not.toMatch(/Invalid|expected|Too (?:small|big)/);
});

test.each([
  ['log: { levle: info }', 'log.levle', 'log.level'],
  ['log: { keepdays: 3 }', 'log.keepdays', 'log.keepDays'],
  ['dataDirectory: ./x', 'dataDirectory', null],
  ['data_dir: ./x', 'data_dir', 'dataDir'],
  ['level: info', 'level', 'log.level'],
  ['businesses: { DEC: { maxConcurrent: 3 } }', 'businesses.DEC.maxConcurrent', 'businesses.DEC.send.maxConcurrent'],
  ['businesses: { DEC: { boxes: { out: ./x } } }', 'businesses.DEC.boxes.out', 'businesses.DEC.boxes.outBox'],
  ['businesses: { DEC: { locale: zh } }', 'businesses.DEC.locale', 'locale'],
  ['rules: { field.length: warn }', 'rules', 'alerts.rules or businesses.<name>.rules'],
  ['onUnknown: hold', 'onUnknown', 'businesses.<name>.send.onUnknown'],
  ['receivers: [A]', 'receivers', 'businesses.<name>.receivers or businesses.<name>.attachments.receivers'],
  ['successPrefix: Successted_', 'successPrefix', 'receipts.successPrefix'],
  ['send: { onUnknown: hold }', 'send', 'transport.send or businesses.<name>.send'],
  ['receive: { resultWithinMs: 1 }', 'receive.resultWithinMs', 'businesses.<name>.receive.resultWithinMs'],
  ['sandbox: { sentDays: 1 }', 'sandbox.sentDays', 'businesses.<name>.retention.sentDays'],
  ['log: { onUnknown: hold }', 'log.onUnknown', 'businesses.<name>.send.onUnknown'],
  ['businesses: { DEC: { send: { rules: {} } } }', 'businesses.DEC.send.rules', 'businesses.DEC.rules'],
  ['businesses: { DEC: { sentDays: 3 } }', 'businesses.DEC.sentDays', 'businesses.DEC.retention.sentDays'],
  ['businesses: { X: { roots: [] } }', 'businesses.X.roots', 'businesses.X.definition.roots'],
  ['businesses: { DEC: { field.length: warn } }', 'businesses.DEC.field.length', 'businesses.DEC.rules.field.length'],
  ['DecHead/CopCode: warn', 'DecHead/CopCode', 'businesses.<name>.rules.DecHead/CopCode'],
  ['RMFT: {}', 'RMFT', 'businesses.RMFT'],
  ['transport2: {}', 'transport2', 'transport'],
  ['xyzzy: 1', 'xyzzy', null],
])('a setting that does not exist is answered with the one that was probably meant: %s', (line, path, meant) => {
  const problem = problemAt(line, path);
  expect(problem?.en).toBe(
    `there is no setting named ${keyOf(path)}${meant === null ? '' : `; did you mean ${meant}?`}`,
  );
  if (meant !== null) expect(problem?.zh).toContain(`是否指 ${meant.replaceAll(' or ', ' 或 ')}？`);
});

test.each([
  ['businesses: { DEC: { folder: "" } }', 'businesses.DEC.folder', 'must not be empty'],
  ['businesses: { DEC: { receivers: [] } }', 'businesses.DEC.receivers', 'the list has to have 1 entry or more'],
  ['businesses: { DEC: { receivers: [a, b, c, d, e, f] } }', 'businesses.DEC.receivers', 'may have 5 entries at most'],
  ['businesses: { DEC: { receivers: [12345678901234567a] } }', 'businesses.DEC.receivers.0', '16 characters at most'],
  ['businesses: { DEC: { receive: { extension: xml } } }', 'businesses.DEC.receive.extension', 'such as .xml'],
  ['businesses: { 1DEC: {} }', 'businesses.1DEC', 'begins with a letter'],
  ['businesses: { DEC: { sign: { element: Sign } } }', 'businesses.DEC.sign.element', 'the end of its path'],
  ['businesses: { DEC: { sign: { elment: a/b } } }', 'businesses.DEC.sign.elment', 'businesses.DEC.sign.element?'],
  ['businesses: { DEC: { attachments: { extensions: [pdf] } } }', 'businesses.DEC.attachments.extensions.0', '.pdf'],
  ['receipts: { successPrefix: ok_ }', 'receipts.successPrefix', 'begin with succ'],
  ['network: { proxy: "socks://x" }', 'network.proxy', 'http://host:port'],
  ['schemas: { DEC: [{ rot: x, path: a }] }', 'schemas.DEC.0.rot', 'schemas.DEC.0.root?'],
  ['schemas: { DEC: 1 }', 'schemas.DEC', 'has to be the path of an XSD'],
  [
    'signing: { serve: { certificate: a, key: { env: K }, allowed: [abc] } }',
    'signing.serve.allowed.0',
    '64 hexadecimal',
  ],
  ['signing: { decSign: { over: template } }', 'signing.decSign.template', 'required with over: template'],
  ['dashboard: { keys: { quit: [] } }', 'dashboard.keys.quit', 'the list has to have 1 entry or more'],
  ['transport: { kind: rabbitmq, tls: sure }', 'transport.tls', 'true, false or { ca: FILE'],
  ['transport: { kind: rabbitmq, tls: { caa: x } }', 'transport.tls.caa', 'transport.tls.ca?'],
  ['transport: { kind: rabbitmq, password: { envv: x } }', 'transport.password', 'has to be one of { env: NAME }'],
  ['transport: { kind: rabbitmq, password: x }', 'transport.password', 'must not be in it'],
  ['transport: { kind: rabbit }', 'transport.kind', 'kind must be embedded'],
  ['alerts: { report: { at: "24:00", directory: r } }', 'alerts.report.at', '00:00 to 23:59'],
  ['alerts: { report: { at: 6pm, directory: r } }', 'alerts.report.at', '00:00 to 23:59'],
  [
    'alerts: { report: { directory: r, channels: [mail] } }',
    'alerts.report.channels.0',
    'no channel in alerts.channels',
  ],
  ['alerts: { report: { at: "18:00" } }', 'alerts.report', 'no place to go'],
  ['alerts: { report: { directory: r, about: tomorrow } }', 'alerts.report.about', 'one of today, yesterday'],
  ['alerts: { quietHours: { from: "7:00" } }', 'alerts.quietHours.from', '00:00 to 23:59'],
  ['alerts: { link: swic.example.com }', 'alerts.link', 'http://'],
  ['maintenance: { weekly: { x: { days: [1], from: "25:00", to: "01:00" } } }', 'maintenance.weekly.x.from', '23:59'],
])('%s: a bound or a shape is said in plain words of both languages', (line, path, says) => {
  const problem = problemAt(line, path);
  expect(problem?.en).toContain(says);
  expect(problem?.en).not.toMatch(/Invalid|expected|Too (?:small|big)|not valid/);
  expect(problem?.zh).toMatch(/[\u4e00-\u9fff]/);
  expect(problem?.zh).not.toMatch(/数值|无效|期望|格式错误/);
});

/** A rule has dots in its name. */
const keyOf = (path: string): string =>
  path.endsWith('field.length') ? 'field.length' : (path.split('.').at(-1) ?? '');

function problemAt(line: string, path: string): ReturnType<typeof problemsOf>[number] | undefined {
  const businesses = line.startsWith('businesses') ? '' : 'businesses: { DEC: {} }\n';
  const base = line.startsWith('transport:') ? 'clientId: DXPESW0000000001\n' : BASE;
  return problemsOf(`${base}${businesses}${line}\n`).find((one) => one.path === path);
}
