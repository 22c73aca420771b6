import type { EN_UPDATE } from './en-update.js';

export const ZH_UPDATE: Readonly<Record<keyof typeof EN_UPDATE, string>> = {
  'update.about': '企业认可的版本：只在运行命令时查看，不安装任何内容',
  'update.check.about': 'update.from 的签名清单中是否有新版本；退出码 1 表示有',
  'update.verify.about': '按 SHA-256 核对文件是否属于签名清单中的某个版本',
  'update.empty': '{from} 的清单中没有版本；已安装 {installed}。',
  'update.newer': '有新版本 {version}（{date}），已安装 {installed}。清单签名有效：{from}',
  'update.current': '已是最新：已安装 {installed}，清单中最新为 {version}（{date}）。{from}',
  'update.unlisted': '清单中没有已安装的版本 {installed}，可能已被撤回。',
  'update.file-known': '{name} 属于版本 {version}，逐字节一致。',
  'update.file-unknown': '{name} 不属于清单中的任何版本，请勿安装。SHA-256 {sha256}',
  'update.bytes': '字节数',
};
