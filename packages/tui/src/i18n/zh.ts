import type { en } from './en.js';
import { ZH_KEYS } from './zh-keys.js';
import { ZH_WIZARD } from './zh-wizard.js';

export const zh: Readonly<Record<keyof typeof en, string>> = {
  ...ZH_KEYS,
  ...ZH_WIZARD,

  'header.hosted': '由本窗口运行，进程 {pid}',
  'header.attached': '已连接到后台进程 {pid}',
  'header.detached': '原先连接的后台进程 {pid}',
  'command.label': '命令',
  'command.unknown': '没有这个命令：{word}',
  'help.title': '按键：{view}',
  'help.here': '本视图',
  'help.everywhere': '任何视图',
  'help.views': '各视图',
  'help.close': '按任意键关闭',
  'size.small': '窗口太小：至少需要 60 x 15。',
  'correct.same': '没有改动，未发送。',
  'correct.editor': '编辑器未正常结束（{how}），未发送。副本：{copy}',
  'correct.good': '副本已通过校验，作为后续单据发送吗？',
  'correct.bad': '副本有 {count} 个问题，会校验失败。',
  'correct.send': '发送',
  'correct.again': '继续编辑',
  'correct.keep': '保留副本',
  'correct.kept': '未发送。副本：{copy}',
  'correct.sent': '已排队：{name}，原单据已由其替代。',
  'done.copied': '已复制：{text}',
  'done.opened': '已打开 {path}',
  'open.none': '文件正在途中，还没有路径。',
  'ask.quit-hosted': 'swic 由本窗口运行，退出会停止它。先处理完在途 {inFlight} 份；{waiting} 份留在 OutBox。',
  'quit.draining': '正在处理完在途单据，还剩 {inFlight} 份。再按 Ctrl-C 不再等待。',
  'quit.aborting': '不再等待。',
  'end.detached': '已退出控制台，swic 继续运行（进程 {pid}）。',
  'end.detached-unknown': '已退出控制台。',
  'end.stopped': 'swic 已停止：没有在途单据。',
  'end.given-up': 'swic 已停止。在途单据没有处理完，下次启动时继续。',
};
