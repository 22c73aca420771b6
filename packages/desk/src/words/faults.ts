import { ownWords } from '../i18n.js';

export const FAULTS_WORDS = ownWords({
  en: {
    'faults.empty': 'No fault since the agent started.',
    'faults.fate.retry': 'the same document is tried again by itself',
    'faults.fate.reject': 'the document went to FailBox',
    'faults.fate.hold': 'the flow waits and resumes by itself',
    'faults.fate.halt': 'the agent stops',
    'faults.since': 'since {first}, last {last}',
  },
  zh: {
    'faults.empty': '启动以来没有故障。',
    'faults.fate.retry': '同一单据会自动重试',
    'faults.fate.reject': '单据已移入 FailBox',
    'faults.fate.hold': '任务暂停等待，恢复后自动继续',
    'faults.fate.halt': 'swic 会停止',
    'faults.since': '自 {first} 起，最近 {last}',
  },
});
