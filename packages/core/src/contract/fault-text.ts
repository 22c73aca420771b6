import type { FaultRecord } from './fault.js';
import { FAULTS } from './fault-table.js';
import { DETAIL_NAMES, DETAIL_WORDS } from './faults/detail-names.js';
import { type WordKind, wordFor } from './plain-words.js';

/** A fault as people read it, in one language. */
export interface FaultSentences {
  readonly meaning: string;
  readonly advice: string;
  /** What is known of this one: `文件：a.xml`, in English `file=a.xml`. */
  readonly facts: readonly string[];
  /** In a sentence, where the fault brings one. */
  readonly sentence: string | null;
  /** The words of a foreign system, as a quotation: they are in its language. */
  readonly quotation: string | null;
}

type Locale = 'zh' | 'en';

/** Facts that are sentences, one for each language. */
const SENTENCES: ReadonlySet<string> = new Set(['zh', 'en']);

/** The one place where a fault becomes words: for the command, the dashboard and the explanation in InBox. Pure. */
export function faultSentences(fault: FaultRecord, locale: Locale): FaultSentences {
  const { meaning, advice } = FAULTS[fault.code][locale];
  const sentence = fault.detail[locale];
  return {
    meaning,
    advice,
    facts: Object.entries(fault.detail)
      .filter(([name, value]) => value !== null && value !== '' && !SENTENCES.has(name))
      .map(([name, value]) => factText(name, String(value), locale)),
    sentence: typeof sentence === 'string' && sentence !== '' ? sentence : null,
    quotation: fault.reason === null ? null : quotationText(fault.reason, locale),
  };
}

function factText(name: string, value: string, locale: Locale): string {
  if (INSTANTS.has(name)) return factOf(name, instantText(value), locale);
  const known = name === 'what' || name === 'problem' ? DETAIL_WORDS[value] : undefined;
  const kind = KINDS[name];
  const words = known?.[locale === 'zh' ? 0 : 1] ?? (kind === undefined ? value : wordFor(kind, value, locale));
  return factOf(name, words, locale);
}

const factOf = (name: string, words: string, locale: Locale): string =>
  locale === 'zh'
    ? `${DETAIL_NAMES[name] ?? name}：${words}`
    : `${INSTANTS.has(name) ? name.replace(/Ms$/, '') : name}=${words}`;

/** Facts that are an instant in epoch milliseconds, which says nothing to a person. */
const INSTANTS: ReadonlySet<string> = new Set(['atMs', 'noticedMs', 'sinceMs']);

function instantText(value: string): string {
  const at = new Date(Number(value));
  const two = (number: number): string => String(number).padStart(2, '0');
  if (Number.isNaN(at.getTime())) return value;
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${day} ${[at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':')}`;
}

/** Facts whose value is the name of something, e.g. of a stage. */
const KINDS: Readonly<Record<string, WordKind>> = { stage: 'stage', decision: 'decision', direction: 'place' };

/** What the operating system says most, by its code. */
const SYSTEM_WORDS: Readonly<Record<string, string>> = {
  EACCES: '没有权限',
  EADDRINUSE: '地址或端口已被占用',
  EBUSY: '正被其他程序使用',
  ECONNREFUSED: '连接被拒绝',
  ECONNRESET: '连接被对方断开',
  EEXIST: '已存在',
  EHOSTUNREACH: '主机不可达',
  EISDIR: '是目录，不是文件',
  EMFILE: '打开的文件过多',
  ENETUNREACH: '网络不可达',
  ENOENT: '文件或目录不存在',
  ENOSPC: '磁盘已满',
  ENOTDIR: '不是目录',
  ENOTFOUND: '找不到该主机名',
  EPERM: '不允许该操作',
  EROFS: '磁盘只读',
  ETIMEDOUT: '连接超时',
};

function quotationText(reason: string, locale: Locale): string {
  if (locale === 'en') return reason;
  const code = /\b(E[A-Z]{3,})\b/.exec(reason)?.[1] ?? '';
  const words = SYSTEM_WORDS[code];
  return words === undefined ? `原文：${reason}` : `${words}（原文：${reason}）`;
}
