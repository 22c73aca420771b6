import type { EN_MOVE } from './en-move.js';

export const ZH_MOVE: Readonly<Record<keyof typeof EN_MOVE, string>> = {
  'move.about': '迁移到另一台电脑：本地记录、配置、各业务目录和网页用户装入一个文件',
  'move.pack.about': '在旧电脑上：停止客户端，把要迁移的内容写入一个文件，并标记本机不再启动；不含密码',
  'move.unpack.about': '在新电脑上：把打包的内容放到位，列出需重新录入的密码，核对，并测试卡和连接',
  'move.cancel.about': '取消标记，本机可以重新启动；此后该文件不得在任何电脑上展开',
  'move.dataDir': '本机的数据目录；默认与旧电脑相同',
  'move.boxesDir': '本机各业务目录的上级目录；默认与旧电脑相同',
  'move.set': '本机上不同的其他路径，如 businesses.DEC.boxes.root=/srv/dec；可重复',
  'move.yes': '不再询问',
  'move.ask': '本机的 {setting}（回车 = {before}）：',
  'move.packed':
    '已打包到 {file}：单据 {documents} 份，回执 {receipts} 份，文件 {files} 个共 {bytes} 字节；包大小 {size} 字节。',
  'move.waiting': 'OutBox 中有 {files} 个文件待发送，将由新电脑发送。',
  'move.inFlight': '有 {documents} 份单据尚未结束，由新电脑继续处理：',
  'move.passedOver': '未打包（不是普通文件或无法读取）：{path}',
  'move.place': '不在文件中，需在新电脑上自行准备：{setting} {path}',
  'move.marked': '该数据目录不再启动。请在新电脑上运行 swic move unpack 文件；若不再迁移，运行 swic move cancel。',
  'move.secrets': '密码不在任何文件中，请在新电脑上录入：',
  'move.secret.env': '环境变量 {name}（{setting}）',
  'move.secret.file': '文件 {name}（{setting}）',
  'move.unpacked':
    '已展开，截至 {time}：单据 {documents} 份，回执 {receipts} 份，文件 {files} 个；另有 {alike} 个原已存在且相同。',
  'move.configuration': '配置：{path}',
  'move.kept': '原有内容已保存为：{path}',
  'move.missing': '本机上没有：{setting} {path}',
  'move.cancel.ask': '该文件确实没有在其他电脑上展开，并且已删除？(y/N)',
  'move.cancel.unasked': '未作改动：确认该文件没有在其他电脑上展开后，加 --yes。',
  'move.cancelled': '本机可以重新启动。请删除该文件，不得再展开：{file}',
  'move.unmarked': '此处没有迁移标记。',
};
