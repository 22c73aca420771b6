/** The part of `setting-meanings.ts` that is about maintenance. */
export const MAINTENANCE_SETTING_MEANINGS: Readonly<Record<string, readonly [zh: string, en?: string]>> = {
  maintenance: ['维护时间：发送暂停，故障不告警；北京时间'],
  'maintenance.weekly': ['每周的维护，名称自定'],
  'maintenance.dated': ['一次性的维护，名称自定'],
  'weekly.<key>.days': ['在星期几开始：1 为周一，7 为周日'],
  'weekly.<key>.from': ['开始时间（北京时间），如 22:00', 'When it begins, China time, e.g. 22:00'],
  'weekly.<key>.to': ['结束时间；早于 from 即为次日'],
  'dated.<key>.from': [
    '开始时间（北京时间），如 2026-12-05 20:00',
    'When it begins, China time, e.g. 2026-12-05 20:00',
  ],
  'dated.<key>.to': ['结束时间', 'When it ends'],
  'weekly.<key>.transport': ['仅在使用该传输方式时生效；null 为不限'],
  'dated.<key>.transport': ['仅在使用该传输方式时生效；null 为不限'],
  'weekly.<key>.stopsSending': ['true：单据留在 OutBox，结束后发送；false：照常发送，只是不告警'],
  'dated.<key>.stopsSending': ['true：单据留在 OutBox，结束后发送；false：照常发送，只是不告警'],
};
