import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPastedTransport } from './pasted-transport.js';

const RABBIT = {
  主机: ['host', '10.1.2.3'],
  端口: ['port', '5672'],
  虚拟主机: ['vhost', '/sw'],
  用户名: ['username', 'DXPESW0000000001'],
  发送队列: ['send.routingKey', 'SW.SEND.1'],
  接收队列: ['receive.queue', 'SW.RECV.1'],
} as const;

const asMap = (text: string): Record<string, string> =>
  Object.fromEntries(readPastedTransport(text).understood.map(({ path, value }) => [path, value]));

const WANTED = Object.fromEntries(Object.values(RABBIT));

test.each([
  ['lines with colons', (label: string, value: string) => `${label}: ${value}\n`],
  ['full-width colons', (label: string, value: string) => `${label}：${value}\r\n`],
  ['cells beside each other', (label: string, value: string) => `${label}\t${value}\n`],
  ['cells below each other', (label: string, value: string) => `${label}\n${value}\n`],
  ['one space', (label: string, value: string) => `${label} ${value}\n`],
  ['full-width spaces', (label: string, value: string) => `${label}\u3000${value}\n`],
  ['non-breaking spaces', (label: string, value: string) => `\u00a0${label}\u00a0：\u00a0${value}\u00a0\n`],
  ['numbered lines', (label: string, value: string) => `1、【${label}】：${value}\n`],
  ['one line', (label: string, value: string) => `${label}:${value} `],
  ['one line with spaces behind colons', (label: string, value: string) => `${label}： ${value} `],
  ['one sentence', (label: string, value: string) => `${label}：${value}，`],
  [
    'cells of a page as source',
    (label: string, value: string) => `<tr><td class="a">${label}</td><td>${value}</td></tr>`,
  ],
  ['a table of marks', (label: string, value: string) => `| ${label} | ${value} |\n`],
])('the page is read as %s, in any order, with other words around it', (_, format) => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray(Object.entries(RABBIT)),
      fc.constantFrom('', '传输设置\n', '您的申请已通过\n\n'),
      (entries, noise) => {
        const text = noise + entries.map(([label, [, value]]) => format(label, value)).join('');
        expect(asMap(text)).toEqual(Object.fromEntries(entries.map(([, pair]) => pair)));
      },
    ),
  );
});

test('a receive queue that is named after the client id is read like any other', () => {
  const rabbit = '接收队列：DXPESW0000000001_HZ\n用户名：DXPESW0000000001\n';
  expect(asMap(rabbit)).toEqual({ 'receive.queue': 'DXPESW0000000001_HZ', username: 'DXPESW0000000001' });
  expect(asMap(`${rabbit}通道：SW.SVRCONN`)).toMatchObject({ 'receive.queue': 'DXPESW0000000001_HZ' });
});

test.each([
  ['one space', ' ', '\n'],
  ['cells', '\t', '\n'],
  ['colons', '：', '\n'],
  ['cells below each other', '\n', '\n'],
])('a queue manager QM1 and a channel SVRCONN are values, though labels are called so: %s', (_, between, end) => {
  const pairs = [
    ['队列管理器', 'QM1'],
    ['通道', 'SVRCONN'],
    ['用户名', 'user1'],
    ['发送队列', 'SENDQUEUE'],
    ['接收队列', 'RecvQueue'],
    ['主机', 'server2'],
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(pairs, { minLength: pairs.length }), (shuffled) => {
      expect(asMap(shuffled.map((pair) => pair.join(between) + end).join(''))).toEqual({
        queueManager: 'QM1',
        channel: 'SVRCONN',
        username: 'user1',
        'send.queue': 'SENDQUEUE',
        'receive.queue': 'RecvQueue',
        connectionName: 'server2(1414)',
      });
    }),
  );
});

test('a label in two languages, and numbered ones, stay labels', () => {
  expect(asMap('用户名 Username\nDXPESW0000000001\n')).toEqual({ username: 'DXPESW0000000001' });
  expect(asMap('用户名\tUsername\tDXPESW0000000001\n')).toEqual({ username: 'DXPESW0000000001' });
  expect(asMap('主机1\t主机2\n10.0.0.1\t10.0.0.2\n通道：C')).toMatchObject({
    connectionName: '10.0.0.1(1414),10.0.0.2(1414)',
  });
});

test('labels above their values are read by their columns', () => {
  const labels = Object.keys(RABBIT).join('\t');
  const values = Object.values(RABBIT).map(([, value]) => value);
  expect(asMap(`${labels}\n${values.join('\t')}\n`)).toEqual(WANTED);
});

test('queue manager and channel mean IBM MQ, whose host and port are one text', () => {
  const pasted = readPastedTransport(
    '主机 / IP：10.1.2.3\n端口：1414\n队列管理器：QM.SW\n通道：SW.SVRCONN\n密码：s3cret\n',
  );
  expect(pasted).toMatchObject({ kind: 'ibmmq', password: 's3cret', left: [] });
  expect(pasted.edits).toContainEqual({ path: ['transport', 'connectionName'], value: '10.1.2.3(1414)' });
  expect(JSON.stringify([pasted.understood, pasted.left, pasted.edits])).not.toContain('s3cret');
});

const TRADITIONAL = {
  主機名稱: ['host', '10.1.2.3'],
  連接埠: ['port', '5672'],
  虛擬主機: ['vhost', '/sw'],
  使用者名稱: ['username', 'DXPESW0000000001'],
  發送佇列: ['send.routingKey', 'SW.SEND.1'],
  接收隊列名稱: ['receive.queue', 'SW.RECV.1'],
} as const;
const ENGLISH = {
  'Host Name': ['host', '10.1.2.3'],
  'MQ Port': ['port', '5672'],
  'Virtual Host': ['vhost', '/sw'],
  User_Name: ['username', 'DXPESW0000000001'],
  'Send Queue Name': ['send.routingKey', 'SW.SEND.1'],
  'receive-queue': ['receive.queue', 'SW.RECV.1'],
} as const;

test.each([
  ['traditional characters', TRADITIONAL],
  ['English', ENGLISH],
])('labels in %s are the same fields, whichever of them are there', (_, labels) => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray(Object.entries(labels)),
      fc.constantFrom(': ', '：', '\t', '\u3000', ' = '),
      (entries, colon) => {
        const text = entries.map(([label, [, value]]) => `${label}${colon}${value}\n`).join('');
        expect(asMap(text)).toEqual(Object.fromEntries(entries.map(([, pair]) => pair)));
      },
    ),
  );
});

test.each([
  ['主机：10.1.2.3:5671', { host: '10.1.2.3', port: '5671' }],
  ['主机：amqps://mq.example:5671/', { host: 'mq.example', port: '5671' }],
  ['主机：10.1.2.3:5671\n端口：5672', { host: '10.1.2.3', port: '5672' }],
  ['端口：5672（默认）\n虚拟主机：/sw（区分大小写）', { port: '5672', vhost: '/sw' }],
  ['端口：５６７２ 端口', { port: '5672' }],
  ['端口 1\n主机：server1\n用户名：user', { port: '1', host: 'server1', username: 'user' }],
  ['主机：127.0.0.1，端口：1，发送队列：SW.SEND.9', { host: '127.0.0.1', port: '1', 'send.routingKey': 'SW.SEND.9' }],
  [
    '发送配置\n主机：a.example\n队列：S1\n接收配置\n主机：a.example\n队列：R1',
    { host: 'a.example', 'send.routingKey': 'S1', 'receive.queue': 'R1' },
  ],
])('a port in the field of the host, units behind a value and sections are read: %j', (text, wanted) => {
  const { understood, left } = readPastedTransport(text);
  expect(Object.fromEntries(understood.map(({ path, value }) => [path, value]))).toEqual(wanted);
  expect(left).toEqual([]);
});

test('two servers are one connection name for IBM MQ; RabbitMQ takes the first, and the other is left for a person', () => {
  const mq = (hosts: string): unknown =>
    readPastedTransport(`${hosts}\n队列管理器：QM.SW`).understood.find(({ path }) => path === 'connectionName')?.value;
  expect(mq('主机1：10.0.0.1\n端口1：1414\n主机2：10.0.0.2\n端口2：1415')).toBe('10.0.0.1(1414),10.0.0.2(1415)');
  expect(mq('主机：10.0.0.1、10.0.0.2\n端口：1420')).toBe('10.0.0.1(1420),10.0.0.2(1420)');
  expect(mq('IP：10.0.0.1(1414),10.0.0.2(1415)')).toBe('10.0.0.1(1414),10.0.0.2(1415)');
  const rabbit = readPastedTransport('主机：10.0.0.1\n备用主机：10.0.0.2\n端口：5672');
  expect(rabbit.understood).toContainEqual({ label: '主机', path: 'host', value: '10.0.0.1' });
  expect(rabbit.left).toEqual(['备用主机 10.0.0.2']);
});

test('a password is whole whatever is in it, and is nowhere else, however it is called', () => {
  const secret = fc
    .string({ unit: 'grapheme-ascii', minLength: 6, maxLength: 20 })
    .map((text) => `x${text.replace(/\s/g, '_')}x`);
  fc.assert(
    fc.property(
      secret,
      fc.constantFrom('密码', '登录密码', 'MQ密碼', 'Password', '口令', '用户密码（请妥善保管）', 'MQ User Password'),
      fc.constantFrom(': ', '：', '=', '\t'),
      (password, label, colon) => {
        const pasted = readPastedTransport(`主机：10.1.2.3\n${label}${colon}${password}\n端口：5672\n`);
        expect(pasted.password).toBe(password);
        expect(JSON.stringify([pasted.understood, pasted.left, pasted.edits])).not.toContain(
          JSON.stringify(password).slice(1, -1),
        );
      },
    ),
  );
});

test.each(['x<p!_>____x', 'a<b>c', '<td>', 'x<br/>x'])('%s is a password, not an element of a page', (password) => {
  expect(readPastedTransport(`主机：10.1.2.3\n密码：${password}\n端口：5672\n`).password).toBe(password);
});

test.each([
  'IP:10.1.2.3 用户名:u1 密码:Geheim123 虚拟主机:/v',
  '主机 10.1.2.3 端口:5672 登录密码：Geheim123',
  '备注 初始密码: Geheim123',
  '请记住 password = Geheim123 谢谢',
])('a password is not shown or kept in a line that is not understood: %s', (line) => {
  const read = readPastedTransport(`端口: 5999\n${line}\n发送队列: A`);
  expect(JSON.stringify({ ...read, password: null })).not.toContain('Geheim123');
});

test('what is not known or cannot be right is left for a person', () => {
  const pasted = readPastedTransport('主机：ftp://10.1.2.3\n端口：99999\n生效日期：2026-11-23\n');
  expect(pasted.understood).toEqual([]);
  expect(pasted.left.join('\n')).toMatch(/生效日期：2026-11-23[\s\S]*99999/);
});

test('no text is too odd to be read, and nothing wrong becomes a setting', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      for (const { path, value } of readPastedTransport(`端口\n${text}`).understood)
        if (path === 'port') expect(Number(value)).toBeLessThanOrEqual(65_535);
    }),
  );
});
