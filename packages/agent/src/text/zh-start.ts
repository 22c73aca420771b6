import type { EN_START } from './en-start.js';

export const ZH_START: Readonly<Record<keyof typeof EN_START, string>> = {
  'start.question': '今后是否自动启动 swic？',
  'start.way.logon': '  {number} = 登录时启动，使用当前用户（无需管理员）',
  'start.way.service': '  {number} = 作为服务开机启动，无需登录（需要管理员）',
  'start.ask': '输入编号；直接回车为仅本次在此窗口中运行：',
  'start.failed.logon': '未设置自动启动，现在在此窗口中运行。以后可运行：swic service install --logon',
  'start.failed.service': '未能安装为服务，现在在此窗口中运行。以后可在管理员窗口中运行：swic service install',
  'start.look': '查看方式：swic（控制台）、swic status，或设置 web.port 后用 swic web。关闭此窗口后它继续运行。',
  'start.again': 'swic 已随此窗口结束。再次启动：swic；今后自动启动：swic service install',
};
