import { row } from './row.js';

/** Faults of the page in the browser. */
export const WEB_FAULTS = {
  'web.unavailable': row(
    'retry',
    1,
    ['网页的端口无法使用', '换一个 web.port，或停止占用该端口的程序；收发不受影响'],
    [
      'The port of the page cannot be had',
      'Choose another web.port, or stop the program that has it; sending and receiving go on',
    ],
  ),
  'web.unsafe': row(
    'halt',
    78,
    [
      '网页要对本机以外开放，但缺少保护',
      '设置 web.tls 的证书和私钥，并用 swic web user add 添加用户；只在本机使用时把 web.host 改回 127.0.0.1',
    ],
    [
      'The page would be open to other machines without protection',
      'Set certificate and key in web.tls and add users with swic web user add; for this machine alone, set web.host to 127.0.0.1',
    ],
  ),
  'web.off': row(
    'halt',
    69,
    ['没有启用网页', '在配置中设置 web.port: 9465，然后重启 swic'],
    ['The page is not served', 'Set web.port: 9465 in the configuration and restart swic'],
  ),
  'web.forbidden': row(
    'halt',
    77,
    ['没有权限', '该操作需要操作员权限，或只能在命令行中进行'],
    ['This is not allowed here', 'It takes an operator, or can be done on the command line alone'],
  ),
  'web.user-exists': row(
    'halt',
    73,
    ['已有同名用户，未作改动', '换一个用户名，或先用 swic web user remove 删除'],
    [
      'There is a user of that name; nothing was changed',
      'Choose another name, or remove that one with swic web user remove',
    ],
  ),
} as const;
