import type { EN_WEB } from './en-web.js';

export const ZH_WEB: Readonly<Record<keyof typeof EN_WEB, string>> = {
  'web.about': '浏览器网页：打开网页、管理可登录的用户',
  'web.open.about': '在浏览器中打开网页；地址只能使用一次，一分钟内有效',
  'web.print': '只显示地址',
  'web.opened': '正在浏览器中打开网页。如未打开，请在一分钟内访问：{url}',
  'web.user.about': '可登录网页的用户，包括从其他电脑登录',
  'web.user.add.about': '添加用户；会询问密码，至少 10 个字符',
  'web.user.role': 'viewer 只能查看；operator 可以操作',
  'web.user.list.about': '列出用户',
  'web.user.remove.about': '删除用户；该用户已打开的网页在一分钟内失效',
  'web.user.prompt': '{name} 的密码：',
  'web.user.added': '{name} 可以登录网页，权限：{role}。',
  'web.user.removed': '{name} 不能再登录网页。',
  'web.user.not-there': '没有用户 {name}。',
  'web.column.role': '权限',
  'web.role.viewer': '只读',
  'web.role.operator': '操作员',
};
