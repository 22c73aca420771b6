/** The exit codes of `swic`: a contract with scripts. BSD's sysexits numbers where one fits. */
export const EXIT_CODES = {
  0: { zh: '成功', en: 'Done' },
  1: { zh: '失败', en: 'Failed' },
  2: { zh: '命令用法不正确', en: 'Wrong usage' },
  3: { zh: '已完成，但有单据校验失败，已移入 FailBox', en: 'Done, but documents were rejected into FailBox' },
  4: { zh: '已结束，但仍有单据未发送或结果未知', en: 'Ended with documents not sent or of unknown outcome' },
  5: { zh: 'verify 发现文件与本地记录不符', en: 'verify found a file that is not as the ledger says' },
  69: { zh: '消息服务器或运行中的 swic 不可达', en: 'The broker or the running agent cannot be reached' },
  70: { zh: '内部错误', en: 'Internal error' },
  73: { zh: '目标已存在，未覆盖', en: 'The target exists and was not overwritten' },
  74: { zh: '磁盘或本地记录错误', en: 'Disk or ledger error' },
  75: { zh: '数据目录正被另一个 swic 使用，或已迁走', en: 'Another swic owns the data directory, or it was moved' },
  76: { zh: '控制协议版本不一致', en: 'Control protocol versions differ' },
  77: { zh: '无权限', en: 'Permission denied' },
  78: { zh: '配置错误', en: 'Bad configuration' },
  79: {
    zh: '由更新版本的 swic 写成（本地记录、内置队列或配置），未作改动',
    en: 'Written by a newer swic (ledger, embedded queue or configuration); nothing was changed',
  },
  130: { zh: '被中止', en: 'Aborted' },
} as const satisfies Record<number, { readonly zh: string; readonly en: string }>;

/** A code that `swic` may end with. */
export type ExitCode = keyof typeof EXIT_CODES;
