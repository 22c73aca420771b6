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

test('what is not known or cannot be right is left for a person', () => {
  const pasted = readPastedTransport('主机：amqp://10.1.2.3\n端口：99999\n生效日期：2026-11-23\n');
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
