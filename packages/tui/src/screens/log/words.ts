import { ownWords } from '../../i18n/index.js';

export const LOG_WORDS = ownWords({
  en: {
    'log.empty': 'Nothing yet.',
    'log.skipped': '{count} more lines, see the log file',
    'log.state': '{level} and up, {mode}',
    'log.older': 'older lines are in the log files: PgUp, Home',
    'log.beginning': 'the beginning of the log files',
    'log.enough': '{count|line is|lines are} loaded; read older ones in the log files.',
    'log.following': 'following',
    'log.stopped': 'stopped at {time}',
    'level.debug': 'DEBUG',
    'level.info': 'INFO',
    'level.warn': 'WARN',
    'level.error': 'ERROR',
    'key.log.level': 'change the lowest level shown',
    'key.log.follow': 'follow the newest line',
    'hint.log.level': 'level',
    'hint.log.follow': 'follow',
  },
  zh: {
    'log.empty': '还没有内容。',
    'log.skipped': '另有 {count} 行，见日志文件',
    'log.state': '{level}及以上，{mode}',
    'log.older': '更早的在日志文件中：PgUp、Home',
    'log.beginning': '已到日志文件开头',
    'log.enough': '已载入 {count} 行；更早的请直接查看日志文件。',
    'log.following': '跟随最新',
    'log.stopped': '停在 {time}',
    'level.debug': '调试',
    'level.info': '信息',
    'level.warn': '警告',
    'level.error': '错误',
    'key.log.level': '切换显示的最低级别',
    'key.log.follow': '跟随最新的行',
    'hint.log.level': '级别',
    'hint.log.follow': '跟随',
  },
});

declare module '../../i18n/index.js' {
  interface OwnWords {
    readonly log: keyof typeof LOG_WORDS.en;
  }
}
