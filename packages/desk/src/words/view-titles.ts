/** What each view is called. */
export const VIEW_TITLES = {
  overview: { en: 'Overview', zh: '导入监控' },
  documents: { en: 'Documents', zh: '单据' },
  receipts: { en: 'Receipts', zh: '回执' },
  log: { en: 'Log', zh: '日志' },
  faults: { en: 'Faults', zh: '故障' },
  transport: { en: 'Transport', zh: '传输' },
  card: { en: 'Card', zh: '卡' },
  settings: { en: 'Settings', zh: '用户设置' },
  alerts: { en: 'Alerts', zh: '告警' },
  doctor: { en: 'Doctor', zh: '诊断' },
  acts: { en: 'Actions', zh: '操作记录' },
  overdue: { en: 'Overdue', zh: '超时未回' },
} as const;
