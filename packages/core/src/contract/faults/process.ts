import { row } from './row.js';

/** Faults of the process itself: configuration, instance, commands, ledger. */
export const PROCESS_FAULTS = {
  'config.invalid': row(
    'halt',
    78,
    ['配置文件有错误', '按提示的行号修改 swic.yaml，再运行 swic config check'],
    ['The configuration has errors', 'Correct the lines named, then run swic config check'],
  ),
  'config.missing': row(
    'halt',
    78,
    ['找不到配置文件', '运行 swic init 生成，或用 --config 指定'],
    ['The configuration file was not found', 'Run swic init to write one, or name it with --config'],
  ),
  'config.unreadable': row(
    'halt',
    77,
    ['配置文件无法读取', '检查该账户对此文件及其目录的读取权限（Debian 上加入用户组 swic），或用 --config 指定'],
    ['The configuration file cannot be read', 'Let this account read it (Debian: group swic), or use --config'],
  ),
  'config.secret-literal': row(
    'halt',
    78,
    ['配置中不允许直接写密码', '改为 { env: 名称 }、{ file: 路径 } 或 { keyring: 名称 }'],
    ['A secret must not be in the configuration', 'Refer to it: { env: NAME }, { file: PATH } or { keyring: NAME }'],
  ),
  'config.secret-missing': row(
    'halt',
    78,
    ['引用的密码取不到', '检查环境变量、文件权限或系统密钥环'],
    [
      'A referenced secret could not be read',
      'Check the environment variable, the file and its permissions, or the OS keyring',
    ],
  ),
  'config.newer': row(
    'halt',
    79,
    ['配置文件需要更新版本的 swic', '升级 swic；确认本版本可用时，改小或删除 minVersion'],
    ['The configuration asks for a later swic', 'Upgrade swic; where this version will do, lower or remove minVersion'],
  ),
  'config.exists': row(
    'halt',
    73,
    ['目标已存在，未覆盖', '换一个目录，或先移走已有文件'],
    ['The target exists already and was not overwritten', 'Choose another directory, or move the existing file away'],
  ),
  'config.edited-meanwhile': row(
    'halt',
    75,
    ['配置文件在此期间已被修改，未写入', '重新打开设置后再改'],
    [
      'The configuration changed after it was opened here; nothing was written',
      'Open the settings anew and change them again',
    ],
  ),
  'config.restart-needed': row(
    'halt',
    78,
    ['此项更改需要重新启动', '在合适的时间重启 swic run'],
    ['This change takes effect after a restart', 'Restart swic run when it suits'],
  ),
  'command.output-lost': row(
    'halt',
    74,
    ['结果未能写到标准输出', '检查输出所在磁盘的空间，然后重新执行'],
    ['The result could not be written to standard output', 'Check the space where it goes, then run the command again'],
  ),
  'watch.unavailable': row(
    'retry',
    1,
    ['系统不再提供文件监视', '改为定时查看，收发不受影响；可调大 fs.inotify.max_user_watches 和 max_user_instances'],
    [
      'The system watches no more files for us',
      'Files are looked at in intervals instead and work goes on; raise fs.inotify.max_user_watches and max_user_instances',
    ],
  ),
  'disk.exposed': row(
    'halt',
    77,
    ['数据目录其他用户可写', '执行 chmod go-w，或改用只属于运行用户的 dataDir'],
    [
      'Other users may write into the data directory',
      'Run chmod go-w on it, or set a dataDir that only the user of swic owns',
    ],
  ),
  'clock.implausible': row(
    'hold',
    1,
    [
      '系统时间比上次运行时超前很多，暂停清理 SentBox 和台账',
      '检查系统时间。若时间正确（例如停机很久），收到新回执或连续运行一天后自动恢复清理；收发不受影响',
    ],
    [
      'The clock is far ahead of the last run, so nothing is removed from SentBox or the ledger',
      'Check the time of this machine. If it is right (the machine was off for long), a fresh receipt or a day of running ends this by itself; sending and receiving go on',
    ],
  ),
  'clock.behind': row(
    'hold',
    1,
    [
      '系统时间比上次运行时落后很多，暂停清理 SentBox 和本地记录；此间归档的文件会放入错误日期的目录',
      '检查系统时间，校正后自动恢复。若时间正确（例如以前的时间超前），收到新回执或连续运行一天后自动恢复；收发不受影响',
    ],
    [
      'The clock is far behind the last run, so nothing is removed from SentBox or the ledger; files are filed under wrong days',
      'Check the time of this machine; once it is right this ends by itself. If it is right already (it was ahead before), a fresh receipt or a day of running ends it; sending and receiving go on',
    ],
  ),
  'metrics.unavailable': row(
    'retry',
    1,
    ['指标端口无法使用', '换一个 metrics.port，或停止占用该端口的程序；收发不受影响'],
    [
      'The port for metrics cannot be had',
      'Choose another metrics.port, or stop the program that has it; sending and receiving go on',
    ],
  ),
  'instance.already-running': row(
    'halt',
    75,
    ['已有一个 swic 在使用该数据目录', '先停止正在运行的进程，或使用其控制命令'],
    ['Another swic process owns this data directory', 'Stop it first, or reach it with swic status'],
  ),
  'instance.outbox-leased': row(
    'halt',
    75,
    [
      '该 OutBox 已由另一个 swic 占用',
      '停止另一个 swic，或从其中一方的配置里去掉该业务；确认对方已不存在时删除所示的 lease 文件',
    ],
    [
      'This OutBox belongs to another swic',
      'Stop the other one, or take the business out of one of the configurations; when the other is gone for good, delete the lease file named',
    ],
  ),
  'instance.not-running': row(
    'halt',
    69,
    ['没有正在运行的 swic', '先启动 swic run'],
    ['No agent is running for this configuration', 'Start it with swic run'],
  ),
  'instance.silent': row(
    'halt',
    75,
    [
      '正在运行的 swic 没有应答',
      '它可能被暂停或正忙：稍后再试；仍无应答时结束该进程后重新启动，未确认的报文会按 send.onUnknown 处理',
    ],
    [
      'The running agent does not answer',
      'It may be stopped or busy: try again soon; if it stays silent, end the process and start it again: documents without a confirm are treated as send.onUnknown says',
    ],
  ),
  'command.usage': row(
    'halt',
    2,
    ['命令用法不正确', '加 --help 查看用法'],
    ['The command was used wrongly', 'See the command with --help'],
  ),
  'command.failed': row(
    'halt',
    1,
    ['命令未能完成', '查看上面的说明'],
    ['The command could not be completed', 'See the lines above'],
  ),
  'command.not-found': row(
    'halt',
    1,
    ['没有找到所指的内容', '检查名称，或用 swic status 查看'],
    ['Nothing known matches what was asked for', 'Check the name, or look at swic status'],
  ),
  'control.refused': row(
    'halt',
    77,
    ['控制套接字拒绝访问', '控制套接字只对其所有者开放，请用同一用户运行'],
    ['The control socket refused access', 'It is for its owner alone: run the command as the user that runs the agent'],
  ),
  'control.protocol': row(
    'halt',
    76,
    ['控制协议版本不一致', '使用与运行中进程相同版本的 swic'],
    ['The agent speaks another protocol version', 'Use the same version of swic as the running agent'],
  ),
  'ledger.broken': row(
    'halt',
    74,
    [
      '本地记录无法读取',
      '停止使用；运行 swic ledger check 查看损坏之处，再运行 swic ledger repair；仍不行时放回数据目录的备份，或运行 swic ledger rebuild',
    ],
    [
      'The ledger cannot be read',
      'Stop. swic ledger check names what is broken; then run swic ledger repair. Where that does not help, put a backup of the data directory back, or run swic ledger rebuild',
    ],
  ),
  'ledger.damaged': row(
    'hold',
    74,
    [
      '本地记录中有已落盘的记录丢失',
      'TempBox 中没有记录的单据按结果未知处理；运行 swic ledger check 查看，确认后运行 swic ledger repair',
    ],
    [
      'Records that the ledger had on the disk are missing',
      'Files in TempBox without a record count as of unknown outcome; see swic ledger check, and run swic ledger repair when you have looked',
    ],
  ),
  'ledger.gone': row(
    'hold',
    74,
    [
      '运行期间数据目录被删除、移走或替换',
      '收发已全部暂停，没有本地记录就不发送；把原目录移回原处即自动继续，否则停止 swic，用 swic restore 恢复备份或运行 swic ledger rebuild',
    ],
    [
      'The data directory was removed, moved or exchanged while running',
      'Nothing is sent or received without a ledger. Move the directory back and work resumes; otherwise stop swic, and put a backup back with swic restore or run swic ledger rebuild',
    ],
  ),
  'ledger.lost': row(
    'halt',
    74,
    [
      '本地记录是空的，但这些目录此前由本客户端处理过单据',
      '有备份请用 swic restore 恢复；没有备份请运行 swic ledger rebuild，由目录中的文件重建',
    ],
    [
      'The ledger is empty, and yet documents of this client are in the boxes',
      'Put a backup back with swic restore; without one run swic ledger rebuild, which makes a ledger from what the boxes hold',
    ],
  ),
  'ledger.none': row(
    'halt',
    1,
    ['用该配置还没有运行过', '检查 --config 是否指向要用的配置；用 swic run 启动'],
    [
      'Nothing has run with this configuration yet',
      'Check that --config names the one you mean; start it with swic run',
    ],
  ),
  'ledger.exists': row(
    'halt',
    73,
    ['已有本地记录，恢复会将其替换', '确认要替换时加 --yes；现有的本地记录会保存在旁边'],
    [
      'There is a ledger already, which a restore replaces',
      'Add --yes when it is to be replaced; the one that is there is kept beside it',
    ],
  ),
  'backup.broken': row(
    'halt',
    74,
    ['备份文件不完整、被改动或不是 swic 的备份', '换用另一份备份；本地记录未作改动'],
    ['The file is no backup of swic, is cut off or was altered', 'Use another backup; the ledger was left as it is'],
  ),
  'ledger.newer': row(
    'halt',
    79,
    [
      '本地记录由更新版本的 swic 写成，未作改动',
      '使用更新版本的 swic，或先用它运行 swic ledger rollback，或用 swic restore 恢复升级前的自动备份；不要删除本地记录',
    ],
    [
      'The ledger was written by a newer swic, and was left as it is',
      'Use the newer version, or run its swic ledger rollback first, or restore the automatic backup of before the upgrade; do not delete the ledger',
    ],
  ),
  'ledger.one-way': row(
    'halt',
    73,
    ['本地记录不能直接退回该格式，未作改动', '用 swic restore 恢复升级前的自动备份；备份之后收发的内容会被遗忘'],
    [
      'The ledger cannot be taken back to that format, and was left as it is',
      'Restore the automatic backup of before the upgrade with swic restore; what was sent and received since is forgotten',
    ],
  ),
  'ledger.write-failed': row(
    'hold',
    74,
    ['本地记录写入失败', '检查磁盘空间和权限；恢复后自动继续'],
    ['The ledger could not be written', 'Check disk space and permissions; work resumes by itself'],
  ),
  'operation.aborted': row(
    'halt',
    130,
    ['操作已中止', '可重新运行'],
    ['The operation was aborted', 'Run it again when wanted'],
  ),
  'internal.unexpected': row(
    'halt',
    70,
    ['内部错误', '请保留日志并反馈'],
    ['An internal error', 'Keep the log and report it'],
  ),
} as const;
