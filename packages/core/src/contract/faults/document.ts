import { row } from './row.js';

/** Faults of one document, and of the files and workers that handle it. */
export const DOCUMENT_FAULTS = {
  'disk.full': row(
    'hold',
    74,
    ['磁盘已满', '释放空间；恢复后自动继续'],
    ['The disk is full', 'Free some space; work resumes by itself'],
  ),
  'disk.denied': row(
    'hold',
    74,
    ['没有目录或文件的访问权限', '检查权限；恢复后自动继续'],
    ['Access to a directory or file was denied', 'Check its permissions; work resumes by itself'],
  ),
  'disk.missing': row(
    'hold',
    74,
    ['目录不存在或已被移走', '恢复该目录（或网络盘）；恢复后自动继续'],
    ['A box directory is missing', 'Bring the directory or network drive back; work resumes by itself'],
  ),
  'disk.not-a-directory': row(
    'hold',
    74,
    ['应为目录的位置是一个文件', '移走该文件，恢复目录；恢复后自动继续'],
    ['A file is where a directory has to be', 'Move it away and bring the directory back; work resumes by itself'],
  ),
  'disk.locked': row(
    'retry',
    74,
    ['文件被其他程序占用', '等待该程序关闭文件；会自动重试'],
    ['Another program holds the file', 'Close it there; it is tried again by itself'],
  ),
  'disk.failed': row(
    'retry',
    74,
    ['磁盘读写出错', '检查磁盘或网络盘；会自动重试'],
    ['Reading or writing a file failed', 'Check the disk or network drive; it is tried again by itself'],
  ),
  'document.vanished': row(
    'retry',
    1,
    ['文件在处理前被移走', '无需处理；若非有意，请检查其他程序'],
    [
      'The file was gone before it could be claimed',
      'Nothing to do, unless another program takes files from this OutBox',
    ],
  ),
  'document.changed': row(
    'retry',
    1,
    ['文件仍在变化', '写完后会自动处理；建议先写临时名再改名'],
    ['The file was still changing', 'It is taken once it is still; writing under a temporary name first is best'],
  ),
  'document.incomplete': row(
    'retry',
    1,
    ['文件尚未写完', '写完后会自动处理'],
    ['The file is not complete yet', 'It is taken once it is complete'],
  ),
  'document.empty': row('reject', 1, ['文件为空', '重新生成该文件'], ['The file is empty', 'Produce it again']),
  'document.not-taken': row(
    'reject',
    1,
    ['该业务不接受此扩展名的文件', '改用接受的扩展名，或在该业务的 attachments.extensions 中加入'],
    [
      'The business takes no files of this extension',
      'Use an extension that it takes, or add this one to attachments.extensions of the business',
    ],
  ),
  'document.truncated': row(
    'reject',
    1,
    ['文件不完整，且长时间没有变化', '重新生成该文件'],
    ['The file is not complete and has not changed for long', 'Produce it again'],
  ),
  'document.not-well-formed': row(
    'reject',
    1,
    ['不是格式良好的 XML', '按行号和列号修改'],
    ['The file is not well-formed XML', 'Correct it at the line and column named'],
  ),
  'document.encoding': row(
    'reject',
    1,
    ['编码与声明不一致', '按声明的编码保存，推荐 UTF-8'],
    ['The bytes do not match the declared encoding', 'Save it in the declared encoding, best UTF-8'],
  ),
  'document.dtd-forbidden': row(
    'reject',
    1,
    ['不允许文档类型定义 (DTD)', '去掉 DOCTYPE'],
    ['A document type definition is not allowed', 'Remove the DOCTYPE'],
  ),
  'document.limit-exceeded': row(
    'reject',
    1,
    ['超出安全上限（大小、层数或数量）', '缩小文件，或在配置中调整上限'],
    ['A safety limit was exceeded (size, depth or count)', 'Make it smaller, or raise the limit in the configuration'],
  ),
  'document.wrong-root': row(
    'reject',
    1,
    ['报文类型与业务不符', '放到正确业务的 OutBox'],
    ['The message type does not belong to this business', 'Put it into the OutBox of the right business'],
  ),
  'document.schema-invalid': row(
    'reject',
    1,
    ['不符合 XSD', '按说明修改'],
    ['The document does not satisfy its XSD', 'Correct what the explanation names'],
  ),
  'document.rules-violated': row(
    'reject',
    1,
    ['字段校验未通过', '按说明修改'],
    ['The document breaks field rules', 'Correct what the explanation names'],
  ),
  'document.zip-invalid': row(
    'reject',
    1,
    ['ZIP 不符合要求', '根目录恰好一个 XML，附件与清单一致'],
    ['The ZIP is not as required', 'Exactly one XML at its root, and the attachments it names'],
  ),
  'document.zip-unsafe': row(
    'reject',
    1,
    ['ZIP 含有不安全的路径或过度压缩', '重新打包'],
    ['The ZIP has unsafe paths or is a compression bomb', 'Pack it again'],
  ),
  'document.poisons-worker': row(
    'reject',
    1,
    ['处理该文件时工作线程多次崩溃', '请把文件交给技术支持'],
    ['Checking this file stopped the worker repeatedly', 'Give the file to support'],
  ),
  'document.duplicate': row(
    'retry',
    1,
    ['同样内容的文件已发送过，按配置留在 OutBox', '不需要则移走；确需再发，移走后用 swic resend 重发原单据'],
    [
      'A file with the same content was sent before, so it stays in OutBox as configured',
      'Take it away; if it is meant, take it away and use swic resend on the first one',
    ],
  ),
  'document.amendment': row(
    'retry',
    1,
    [
      '同一申报已用其他内容发送过，按配置留在 OutBox',
      '用 swic diff 查看差异，再用 swic settle 文件名 send 发送，或 withdraw 撤下',
    ],
    [
      'The same declaration was sent with another content, so it stays in OutBox as configured',
      'See what differs with swic diff, then swic settle FILE send, or withdraw',
    ],
  ),
  'document.amendment-withdrawn': row(
    'reject',
    1,
    ['操作员决定不发送这份更改的单据', '需要时改好后重新放入 OutBox'],
    ['An operator decided not to send this amended document', 'Put it into OutBox again when it is to be sent'],
  ),
  'document.altered': row(
    'retry',
    1,
    [
      '文件在发送过程中被其他程序改写，与已发送的内容不一致',
      '核对后用 swic settle：sent 按现状归档；withdraw 放回 OutBox，作为新单据发送',
    ],
    [
      'Another program wrote into the file while it was being sent: it is not what was sent',
      'Compare, then swic settle: sent files it as it is, withdraw puts it back into OutBox as a new document',
    ],
  ),
  'envelope.unreadable': row(
    'reject',
    1,
    ['收到的报文无法解析', '原样保存在 Others/InBox'],
    ['A received message cannot be read', 'It is kept byte for byte in Others/InBox'],
  ),
  'worker.died': row(
    'retry',
    70,
    ['处理线程意外退出', '已自动替换并重试'],
    ['A worker stopped unexpectedly', 'It was replaced and the work is tried again'],
  ),
  'worker.timeout': row(
    'retry',
    70,
    ['处理超时', '已自动替换并重试'],
    ['A worker did not finish in time', 'It was replaced and the work is tried again'],
  ),
} as const;
