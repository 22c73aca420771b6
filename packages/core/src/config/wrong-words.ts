import type { Words } from './words.js';

/**
 * What is said of a value that does not have the shape that its setting asks for. The schema gives the code in place of a message of
 * the library's.
 */
export const WRONG = {
  PATH_HAS_CONTROL: {
    zh: '路径中有控制字符（制表符、换行）或无法显示的字符；请写在一行内，用单引号或正斜杠 /',
    en: 'the path has a control character (tab, line feed) or one that could not be read; write it in one line, in single quotes or with forward slashes',
  },
  MESSAGE_TYPE_WRONG: {
    zh: '花括号中只能写 {root}，即单据的根元素名',
    en: 'the only place in braces is {root}, the root element of the document',
  },
  SIGN_WRONG: {
    zh: '应为 none、dec-sign、envelope、both，或 { element: OperInfo/Sign, date: SignDate }',
    en: 'must be none, dec-sign, envelope, both, or { element: OperInfo/Sign, date: SignDate }',
  },
  SECRET_LITERAL: {
    zh: '配置文件会被复制、备份和显示，密码不能直接写在这里；请写 { env: 变量名 }、{ file: 路径 } 或 { keyring: 名称 }',
    en: 'this file is copied, backed up and shown, so a secret must not be in it; write { env: NAME }, { file: PATH } or { keyring: NAME }',
  },
  SECRET_KEY_WRONG: {
    zh: '应写成 { env: 变量名 }、{ file: 路径 } 或 { keyring: 名称 } 之一',
    en: 'has to be one of { env: NAME }, { file: PATH } and { keyring: NAME }',
  },
  EXTENSION_WRONG: { zh: '扩展名应写成 .pdf 的形式', en: 'an extension is written as .pdf' },
  RECEIPT_EXTENSION_WRONG: {
    zh: '应为 message，或 .xml 形式的扩展名',
    en: 'has to be message, or an extension such as .xml',
  },
  ELEMENT_PATH_WRONG: {
    zh: '应为路径的末尾，如 OperInfo/Sign',
    en: 'has to be the end of its path, e.g. OperInfo/Sign',
  },
  FINGERPRINT_WRONG: {
    zh: 'SHA-256 指纹为 64 位十六进制数，可带冒号，写在引号内',
    en: 'a SHA-256 fingerprint has 64 hexadecimal digits, with or without colons, in quotes',
  },
  SERVICE_URL_WRONG: {
    zh: '应为 ws:// 或 wss:// 开头的地址',
    en: 'has to be an address that begins with ws:// or wss://',
  },
  WINDOW_EMPTY: {
    zh: 'from 与 to 相同，这个维护时间永远不会开始；整天请写成日期段',
    en: 'from and to are the same, so it never begins; write a whole day as dates',
  },
  WINDOW_BACKWARDS: { zh: 'to 不晚于 from，这个维护时间永远不会开始', en: 'to is not after from, so it never begins' },
  DATE_TIME_WRONG: {
    zh: '应为真实存在的日期和时间（北京时间），如 2026-12-05 20:00',
    en: 'has to be a date and time that exists, China time, e.g. 2026-12-05 20:00',
  },
  DAY_WRONG: {
    zh: '应为真实存在的日期，如 2026-12-05',
    en: 'has to be a date that exists, e.g. 2026-12-05',
  },
  TIME_OF_DAY_WRONG: {
    zh: '应为 24 小时制的时间（北京时间），如 08:30',
    en: 'has to be a time of the day from 00:00 to 23:59, China time, e.g. 08:30',
  },
  UPDATE_FROM_WRONG: {
    zh: '应为 http:// 或 https:// 开头的地址（不带用户名），或目录',
    en: 'has to be an address that begins with http:// or https://, without a login, or a directory',
  },
  UPDATE_KEY_WRONG: {
    zh: '应为 Ed25519 公钥的 base64，如 npm run release:list 所显示',
    en: 'has to be an Ed25519 public key in base64, as npm run release:list prints it',
  },
  ALERT_URL_WRONG: {
    zh: '应为 http:// 或 https:// 开头的地址，不带用户名',
    en: 'has to be an address that begins with http:// or https://, without a login',
  },
  REPORT_CHANNEL_UNKNOWN: {
    zh: 'alerts.channels 中没有这个名称的通道',
    en: 'is the name of no channel in alerts.channels',
  },
  REPORT_NOWHERE: {
    zh: 'channels 与 directory 至少设置一项，否则日报没有去处',
    en: 'needs channels or a directory: the report has no place to go',
  },
  PROXY_WRONG: {
    zh: '应为 none 或 http://主机:端口，不带用户名和路径',
    en: 'has to be none or http://host:port, without a login and a path',
  },
  SUCCESS_PREFIX_WRONG: {
    zh: '应以 succ 开头、以下划线结尾，如 Successed_',
    en: 'has to begin with succ and to end with an underscore, e.g. Successed_',
  },
  BUSINESS_NAME_WRONG: {
    zh: '业务名以字母开头，只含字母、数字、- 和 _，最多 32 个字符',
    en: 'the name of a business begins with a letter and has letters, digits, - and _, 32 at most',
  },
  TEMPLATE_MISSING: { zh: 'over 为 template 时必须设置', en: 'is required with over: template' },
  VERSION_WRONG: { zh: '应为三段版本号，加引号，如 "1.2.0"', en: 'has to be three numbers in quotes, e.g. "1.2.0"' },
  TLS_WRONG: {
    zh: '应为 true、false 或 { ca: 文件, cert: 文件, key: 文件 }',
    en: 'has to be true, false or { ca: FILE, cert: FILE, key: FILE }',
  },
  SCHEMAS_WRONG: {
    zh: '应为 XSD 文件的路径，或 { root, namespace, path } 的列表',
    en: 'has to be the path of an XSD, or a list of { root, namespace, path }',
  },
  CONDITION_WRONG: {
    zh: '应为 { paths: [路径], values: [值] }，或这样的条件的列表',
    en: 'has to be { paths: [PATH], values: [VALUE] }, or a list of such conditions',
  },
} as const satisfies Readonly<Record<string, Words>>;

/** A code that the schema gives as its message. */
export type WrongCode = keyof typeof WRONG;

/** The code itself, so that the schema cannot give one without words. */
export const wrong = (code: WrongCode): WrongCode => code;

/** Null = the message is no code. */
export function wrongWords(message: string): Words | null {
  return Object.hasOwn(WRONG, message) ? WRONG[message as WrongCode] : null;
}
