/** One language each: what is wrong with an answer, and what it should be. */
export interface AnswerProblem {
  readonly zh: string;
  readonly en: string;
}

/** What a question of the set-up asks for; decides which check its answer gets. `optional-user` and `secret` may stay empty. */
export type AnswerKind =
  | 'client-id'
  | 'directory'
  | 'host'
  | 'port'
  | 'vhost'
  | 'user'
  | 'optional-user'
  | 'queue'
  | 'mq-name'
  | 'mq-channel'
  | 'mq-connection'
  | 'secret';

/** What is written before the platform has given one. It says who sends, so nothing may reach a platform under it. */
export const PLACEHOLDER_CLIENT_ID = 'DXPESW0000000000';

/** How the send results are called that production programs look for [2 sources]. */
export const SUCCESS_PREFIX = 'Successed_';
/** The manual's own spelling of it [manual 2019]. */
export const MANUAL_SUCCESS_PREFIX = 'Successted_';

const CLIENT_ID = /^DXPESW[0-9A-Z]{10}$/;

/** Shaped as the platform gives them: `DXPESW` and ten more characters. */
export function isClientId(text: string): boolean {
  return CLIENT_ID.test(text);
}

const PORT_MAX = 65_535;

/** The answer of a person to one question, checked where it is given. null = it can be used. Pure. */
export function checkAnswer(kind: AnswerKind, text: string): AnswerProblem | null {
  if (text === '') return OPTIONAL.has(kind) ? null : MISSING;
  if (kind !== 'secret' && text.trim() !== text) return SPACES_AROUND;
  if (FULL_WIDTH.test(text) && !FREE_TEXT.has(kind)) return IN_FULL_WIDTH;
  return CHECKS[kind](text);
}

const OPTIONAL: ReadonlySet<AnswerKind> = new Set<AnswerKind>(['optional-user', 'secret']);
const FREE_TEXT: ReadonlySet<AnswerKind> = new Set<AnswerKind>(['directory', 'secret']);
/** What a Chinese input method types instead of digits, letters and marks. */
const FULL_WIDTH = /[\u3000-\u3002\uff01-\uff5e\u201c\u201d\u2018\u2019]/;

const MISSING: AnswerProblem = { zh: '此项不能为空。', en: 'This cannot be empty.' };
const SPACES_AROUND: AnswerProblem = { zh: '前后有多余的空格。', en: 'There are spaces before or after it.' };
const IN_FULL_WIDTH: AnswerProblem = {
  zh: '含有全角字符（如 ：．１），请切换到英文输入法再输入。',
  en: 'It contains full-width characters: type it with the input method switched to English.',
};

const CHECKS: Readonly<Record<AnswerKind, (text: string) => AnswerProblem | null>> = {
  'client-id': (text) =>
    isClientId(text)
      ? null
      : {
          zh: '客户端编号应为 DXPESW 加十位，见单一窗口门户“客户端管理”或开通通知。',
          en: 'A client id is DXPESW and ten more characters; the portal and the letter that opened the queues show it.',
        },
  directory: (text) => (text.includes('\0') ? { zh: '不能作为目录名。', en: 'This cannot name a directory.' } : null),
  host: checkHost,
  port: (text) =>
    /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= PORT_MAX
      ? null
      : { zh: `端口应为 1 到 ${PORT_MAX} 的整数。`, en: `A port is a whole number from 1 to ${PORT_MAX}.` },
  vhost: () => null,
  user: noSpaces,
  'optional-user': noSpaces,
  queue: (text) =>
    noSpaces(text) ?? (text.length > 255 ? { zh: '最多 255 个字符。', en: 'At most 255 characters.' } : null),
  'mq-name': (text) =>
    /^[A-Za-z0-9._/%]{1,48}$/.test(text)
      ? null
      : {
          zh: '最多 48 个字符，只能是字母、数字和 . _ / %。',
          en: 'At most 48 characters: letters, digits and . _ / %.',
        },
  'mq-channel': (text) =>
    /^[A-Za-z0-9._/%]{1,20}$/.test(text)
      ? null
      : {
          zh: '通道名最多 20 个字符，只能是字母、数字和 . _ / %。',
          en: 'A channel has at most 20 characters: letters, digits and . _ / %.',
        },
  'mq-connection': checkConnection,
  secret: () => null,
};

function noSpaces(text: string): AnswerProblem | null {
  return /\s/.test(text) ? { zh: '不能含有空格。', en: 'There must be no spaces in it.' } : null;
}

/** `x:5672` and `amqp://x` are what people copy; the port has a field of its own. */
function checkHost(text: string): AnswerProblem | null {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text))
    return {
      zh: '只填主机名或 IP，不带 amqp:// 之类的前缀。',
      en: 'The name or address alone, without a scheme like amqp://.',
    };
  const port = /^(?:[^:]*|\[.*\]):(\d*)$/.exec(text)?.[1];
  if (port !== undefined)
    return {
      zh: `只填主机名或 IP；端口 ${port} 请填在“端口”（port）。`,
      en: `The name or address alone; the port ${port} belongs into the field port.`,
    };
  if (/[\s/\\,;@()]/.test(text))
    return { zh: '主机名或 IP 中不能有这些字符。', en: 'A host name or address has no such characters.' };
  return null;
}

function checkConnection(text: string): AnswerProblem | null {
  const parts = text.split(',');
  const isRight = parts.every((part) => {
    const [, host, port] = /^([^\s()]+)\((\d+)\)$/.exec(part.trim()) ?? [];
    return host !== undefined && checkHost(host) === null && checkAnswer('port', port ?? '') === null;
  });
  if (isRight) return null;
  return {
    zh: '应写成 主机(端口)，如 10.0.0.1(1414)；多个用逗号分隔。',
    en: 'Written as host(port), e.g. 10.0.0.1(1414); several are separated by commas.',
  };
}
