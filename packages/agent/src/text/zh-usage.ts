import type { EN_USAGE } from './en-usage.js';

export const ZH_USAGE: Readonly<Record<keyof typeof EN_USAGE, string>> = {
  'format.option': '列表输出格式：table、csv（供 Excel 使用，带标记的 UTF-8）或 json',
  'watch.option': '每隔若干秒（默认 2 秒）刷新一次，按 Ctrl-C 结束',
  'watch.head': '每 {seconds} 秒刷新，按 Ctrl-C 结束',
  'progress.none': '{done} / {total} · 已 {elapsed}',
  'progress.line': '{done} / {total} · {rate} 份/秒 · 剩余约 {left}',
  'open.about': '在文件管理器中打开单据或业务目录：swic open DEC FailBox',
  'open.print': '只输出路径',
  'help.about': '说明某个命令、故障代码或配置项；也可查看 configuration、faults、events、exit-codes',
  'help.fate.retry': '稍后重试同一份单据。',
  'help.fate.reject': '单据移入 FailBox，并在 InBox 中写入说明。',
  'help.fate.hold': '暂停该任务，单据等待；恢复正常后自动继续。',
  'help.fate.halt': '程序或命令结束。',
  'help.exit': '退出码 {code}：{meaning}',
  'help.values': '取值：{values}',
  'help.default': '默认：{value}',
  'completion.about': '输出命令行补全脚本：bash、zsh、fish 或 powershell',
  'completion.how':
    'bash：swic completion bash > ~/.local/share/bash-completion/completions/swic；zsh：source <(swic completion zsh)；fish：swic completion fish > ~/.config/fish/completions/swic.fish；PowerShell：swic completion powershell | Out-String | Invoke-Expression',
};
