import { type AnswerKind, checkAnswer } from '../contract/answers.js';
import type { ConfigEdit } from './edit.js';

/** What was understood of the portal's answer page, and what was not. */
export interface PastedTransport {
  readonly kind: 'rabbitmq' | 'ibmmq';
  readonly understood: readonly { readonly label: string; readonly path: string; readonly value: string }[];
  /** Words that belong to no setting, or whose value cannot be right; kept for a person. */
  readonly left: readonly string[];
  /** It was in the text: it goes to the secrets, never into a file or onto a screen. */
  readonly password: string | null;
  /** Settings below `transport`, the kind first. */
  readonly edits: readonly ConfigEdit[];
}

type Field =
  | 'host'
  | 'port'
  | 'queueManager'
  | 'channel'
  | 'send'
  | 'receive'
  | 'vhost'
  | 'username'
  | 'password'
  | 'exchange';

/** How the page, letters and people call them; compared without spaces, in half width and small letters. */
const LABELS: Readonly<Record<Field, readonly string[]>> = {
  host: [
    '主机',
    '主机名',
    '主机地址',
    '主机ip',
    '主机/ip',
    '服务器',
    '服务器地址',
    '服务器ip',
    'ip',
    'ip地址',
    '地址',
    'host',
    'hostname',
  ],
  port: ['端口', '端口号', '服务端口', 'port'],
  queueManager: ['队列管理器', '队列管理器名', '队列管理器名称', 'queuemanager', 'qmgr', 'qm'],
  channel: ['通道', '通道名', '通道名称', '服务器连接通道', 'channel'],
  send: ['发送队列', '发送队列名', '发送队列名称', '上行队列', 'sendqueue'],
  receive: ['接收队列', '接收队列名', '接收队列名称', '下行队列', 'receivequeue', 'recvqueue'],
  vhost: ['虚拟主机', 'virtualhost', 'vhost'],
  username: ['用户名', '用户', '用户名称', '登录名', '账号', '帐号', '账户', 'username', 'user'],
  password: ['密码', '口令', '登录密码', 'password'],
  exchange: ['交换机', '交换器', 'exchange'],
};

const FIELD_OF: ReadonlyMap<string, Field> = new Map(
  (Object.entries(LABELS) as [Field, readonly string[]][]).flatMap(([field, labels]) =>
    labels.map((label): [string, Field] => [label, field]),
  ),
);

/** Lines or cells, with colons or without, in any order. Pure; never rejects: what it does not know is in `left`. */
export function readPastedTransport(text: string): PastedTransport {
  const found = new Map<Field, { readonly label: string; readonly value: string }>();
  const left: string[] = [];
  for (const { labels, values } of groupsOf(tokensOf(text))) {
    // A table with its labels above its values, or a label with one value; labels that are followed by a label are empty.
    const named = values.length >= labels.length ? labels : labels.slice(-Math.max(1, values.length));
    named.forEach((label, at) => {
      const value = values[at];
      const field = fieldOf(label);
      if (field === null || value === undefined) return;
      if (found.has(field)) left.push(`${label} ${value}`);
      else found.set(field, { label, value: field === 'password' ? value : value.normalize('NFKC') });
    });
    left.push(...values.slice(named.length));
  }
  const kind = found.has('queueManager') || found.has('channel') ? 'ibmmq' : 'rabbitmq';
  return settle(kind, found, left);
}

interface Group {
  readonly labels: readonly string[];
  readonly values: readonly string[];
}

/** Labels in a row, and the words behind them up to the next label. */
function groupsOf(tokens: readonly string[]): readonly Group[] {
  const groups: { labels: string[]; values: string[] }[] = [{ labels: [], values: [] }];
  for (const token of tokens) {
    const last = groups.at(-1);
    if (last === undefined) continue;
    if (fieldOf(token) === null) last.values.push(token);
    else if (last.values.length > 0) groups.push({ labels: [token], values: [] });
    else last.labels.push(token);
  }
  return groups;
}

function tokensOf(text: string): readonly string[] {
  return text
    .split(/[\r\n\t|\u2028\u2029]+|\s{2,}|\u3000+/)
    .flatMap(splitLabel)
    .map((token) => token.trim())
    .filter((token) => token !== '');
}

/** `端口：5672`, `端口 5672`, `端口=5672`; a value with a colon in it is no label. */
function splitLabel(cell: string): readonly string[] {
  const match = /^\s*(.+?)\s*[:：=＝]\s*(.*)$/.exec(cell);
  if (match !== null && fieldOf(match[1] ?? '') !== null) return [match[1] ?? '', match[2] ?? ''];
  const spaced = /^\s*(.+?)\s+(\S+)\s*$/.exec(cell);
  if (spaced !== null && fieldOf(spaced[1] ?? '') !== null) return [spaced[1] ?? '', spaced[2] ?? ''];
  return [cell];
}

function fieldOf(label: string): Field | null {
  const plain = label
    .normalize('NFKC')
    .replace(/[\s:*()]/g, '')
    .toLowerCase();
  return FIELD_OF.get(plain) ?? null;
}

interface Target {
  readonly path: string;
  readonly check: AnswerKind;
}

const TARGETS: Readonly<Record<'rabbitmq' | 'ibmmq', Readonly<Partial<Record<Field, Target>>>>> = {
  rabbitmq: {
    host: { path: 'host', check: 'host' },
    port: { path: 'port', check: 'port' },
    vhost: { path: 'vhost', check: 'vhost' },
    username: { path: 'username', check: 'user' },
    exchange: { path: 'send.exchange', check: 'queue' },
    send: { path: 'send.routingKey', check: 'queue' },
    receive: { path: 'receive.queue', check: 'queue' },
  },
  ibmmq: {
    queueManager: { path: 'queueManager', check: 'mq-name' },
    channel: { path: 'channel', check: 'mq-channel' },
    username: { path: 'username', check: 'user' },
    send: { path: 'send.queue', check: 'mq-name' },
    receive: { path: 'receive.queue', check: 'mq-name' },
  },
};

function settle(
  kind: PastedTransport['kind'],
  found: ReadonlyMap<Field, { readonly label: string; readonly value: string }>,
  left: readonly string[],
): PastedTransport {
  const understood: PastedTransport['understood'][number][] = [];
  const odd: string[] = [];
  const take = (label: string, value: string, { path, check }: Target): void => {
    if (checkAnswer(check, value) === null) understood.push({ label, path, value });
    else odd.push(`${label} ${value}`);
  };
  for (const [field, { label, value }] of found) {
    const target = TARGETS[kind][field];
    if (target !== undefined) take(label, value, target);
    else if (field !== 'password' && !(kind === 'ibmmq' && (field === 'host' || field === 'port')))
      odd.push(`${label} ${value}`);
  }
  const host = found.get('host');
  // IBM MQ takes both as one text.
  if (kind === 'ibmmq' && host !== undefined)
    take(host.label, `${host.value}(${found.get('port')?.value ?? '1414'})`, {
      path: 'connectionName',
      check: 'mq-connection',
    });
  return {
    kind,
    understood,
    left: [...left, ...odd],
    password: found.get('password')?.value ?? null,
    edits: [
      { path: ['transport', 'kind'], value: kind },
      ...understood.map(({ path, value }) => ({
        path: ['transport', ...path.split('.')],
        value: path === 'port' ? Number(value) : value,
      })),
    ],
  };
}
