import { type AnswerKind, checkAnswer } from '../contract/answers.js';
import type { ConfigEdit } from './edit.js';
import type { PastedField } from './pasted-labels.js';
import { type PastedWord, pastedWords } from './pasted-words.js';

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

interface Found {
  readonly label: string;
  readonly value: string;
}

type Fields = ReadonlyMap<PastedField, readonly Found[]>;

/** Lines or cells, with colons or without, in any order. Pure; never rejects: what it does not know is in `left`. */
export function readPastedTransport(text: string): PastedTransport {
  const fields = new Map<PastedField, readonly Found[]>();
  const left: string[] = [];
  for (const { labels, values } of groupsOf(pastedWords(text))) {
    // A table with its labels above its values, or a label with one value; labels that are followed by a label are empty.
    const named = values.length >= labels.length ? labels : labels.slice(-Math.max(1, values.length));
    named.forEach(({ field, text: label }, at) => {
      const value = values[at];
      if (value === undefined) return;
      const before = fields.get(field) ?? [];
      // Sections for sending and receiving say the same twice.
      for (const one of field === 'password' ? [value] : valuesOf(field, value))
        if (!before.some((other) => other.value === one))
          fields.set(field, [...(fields.get(field) ?? []), { label, value: one }]);
    });
    left.push(...values.slice(named.length));
  }
  const kind = fields.has('queueManager') || fields.has('channel') ? 'ibmmq' : 'rabbitmq';
  return settle(kind, withPortsOfHosts(fields), left.map(withoutPassword));
}

/** Whatever else a word is, what is behind the name of a password in it is never shown or kept. */
function withoutPassword(text: string): string {
  return text.replace(/((?:密码|密碼|口令|password|passwd|pwd)[^:：=＝]{0,16}[:：=＝]\s*)\S.*$/iu, '$1…');
}

interface Group {
  readonly labels: readonly Extract<PastedWord, { readonly kind: 'label' }>[];
  readonly values: readonly string[];
}

/** Labels in a row, and the words behind them up to the next label. */
function groupsOf(words: readonly PastedWord[]): readonly Group[] {
  const groups: { labels: Extract<PastedWord, { readonly kind: 'label' }>[]; values: string[] }[] = [
    { labels: [], values: [] },
  ];
  for (const word of words) {
    const last = groups.at(-1);
    if (last === undefined) continue;
    if (word.kind === 'value') last.values.push(word.text);
    else if (last.values.length > 0) groups.push({ labels: [word], values: [] });
    else last.labels.push(word);
  }
  return groups;
}

/** Without what people write behind a value: `5672（默认）`, `5672 端口`. Two servers may be in one value. */
function valuesOf(field: PastedField, text: string): readonly string[] {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/\s*\([^()]*\p{Script=Han}[^()]*\)$/u, '')
    .replace(/[。.]$/, '');
  if (field === 'port') return [/^(\d+)\s*(?:端口|号|tcp|\(tcp\))*$/iu.exec(plain)?.[1] ?? plain];
  if (field !== 'host') return [plain];
  return plain.split(/\s*[,、;]\s*|\s+和\s+/).filter((host) => host !== '');
}

/** `10.0.0.1:5672`, `amqp://10.0.0.1:5672/`, `10.0.0.1(1414)`: the port of a host is a port, unless there is one by itself. */
function withPortsOfHosts(fields: Fields): Fields {
  const hosts = (fields.get('host') ?? []).map(({ label, value }) => {
    const [, host = value, colon, bracket] =
      /^(?:amqps?:\/\/)?(\[[0-9a-f:]+\]|[^\s:()/@]+)(?::(\d{1,5})|\((\d{1,5})\))?\/?$/i.exec(value) ?? [];
    return { label, value: host.replace(/^\[|\]$/g, ''), port: colon ?? bracket ?? null };
  });
  if (hosts.every(({ port }) => port === null))
    return hosts.length === 0 ? fields : new Map([...fields, ['host', hosts]]);
  const ports =
    fields.get('port') ?? hosts.flatMap(({ label, port }) => (port === null ? [] : [{ label, value: port }]));
  return new Map([...fields, ['host', hosts], ['port', ports]]);
}

interface Target {
  readonly path: string;
  readonly check: AnswerKind;
}

const TARGETS: Readonly<Record<'rabbitmq' | 'ibmmq', Readonly<Partial<Record<PastedField, Target>>>>> = {
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

const IBM_PORT = '1414';

function settle(kind: PastedTransport['kind'], fields: Fields, left: readonly string[]): PastedTransport {
  const understood: PastedTransport['understood'][number][] = [];
  const odd: string[] = [];
  const take = ({ label, value }: Found, { path, check }: Target): void => {
    if (checkAnswer(check, value) === null) understood.push({ label, path, value });
    else odd.push(`${label} ${value}`);
  };
  for (const [field, [first, ...more]] of fields) {
    if (first === undefined || field === 'password') continue;
    const target = TARGETS[kind][field];
    const isJoined = kind === 'ibmmq' && (field === 'host' || field === 'port');
    if (target !== undefined) take(first, target);
    // A second server, or another word for the same: one connection has one of it.
    if (!isJoined)
      odd.push(...[...(target === undefined ? [first] : []), ...more].map(({ label, value }) => `${label} ${value}`));
  }
  const [host] = fields.get('host') ?? [];
  if (kind === 'ibmmq' && host !== undefined)
    take({ label: host.label, value: connectionName(fields) }, { path: 'connectionName', check: 'mq-connection' });
  return {
    kind,
    understood,
    left: [...left, ...odd],
    password: fields.get('password')?.[0]?.value ?? null,
    edits: [
      { path: ['transport', 'kind'], value: kind },
      ...understood.map(({ path, value }) => ({
        path: ['transport', ...path.split('.')],
        value: path === 'port' ? Number(value) : value,
      })),
    ],
  };
}

/** IBM MQ takes hosts and ports as one text, and tries them in their order. */
function connectionName(fields: Fields): string {
  const ports = fields.get('port') ?? [];
  return (fields.get('host') ?? [])
    .map(({ value }, at) => `${value}(${(ports[at] ?? ports[0])?.value ?? IBM_PORT})`)
    .join(',');
}
