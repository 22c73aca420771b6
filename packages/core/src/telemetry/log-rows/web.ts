import { printable } from '../../contract/printable.js';
import type { WebEvent } from '../../contract/web.js';
import { faultText } from '../phrases.js';
import type { LogRows } from './row.js';

/** What is said about the page and its users. Names are what a person typed: never as control codes. */
export const WEB_ROWS: LogRows<WebEvent['type']> = {
  'web.unavailable': {
    level: 'warn',
    about: ['网页的端口无法使用，会继续尝试', 'The port of the page cannot be had; it is tried again'],
    zh: (event) => `无法提供网页：${faultText(event.fault, 'zh')}`,
    en: (event) => `The page is not served: ${faultText(event.fault, 'en')}`,
    fields: ['fault'],
  },
  'web.entered': {
    level: 'info',
    about: ['有人登录网页', 'A user has signed in to the page'],
    zh: ({ user, role, address }) =>
      `${printable(user)} 已登录网页（${role === 'operator' ? '操作员' : '只读'}），来自 ${address}`,
    en: ({ user, role, address }) => `${printable(user)} signed in to the page as ${role}, from ${address}`,
    fields: ['user', 'role', 'address'],
  },
  'web.refused': {
    level: 'warn',
    about: ['网页拒绝了登录或操作', 'The page refused a sign-in, or a command that a user may not give'],
    zh: ({ user, address, what }) => `网页拒绝 ${printable(user)}（${address}）：${what}`,
    en: ({ user, address, what }) => `The page refused ${printable(user)} (${address}): ${what}`,
    fields: ['user', 'address', 'what'],
  },
  'web.acted': {
    level: 'info',
    about: ['有人在网页上执行了操作', 'A user of the page gave a command that changes something'],
    zh: ({ user, command, about }) => `${printable(user)} 在网页上执行 ${command} ${printable(about)}`.trimEnd(),
    en: ({ user, command, about }) => `${printable(user)} on the page: ${command} ${printable(about)}`.trimEnd(),
    fields: ['user', 'command', 'about'],
  },
};
