import { row } from './row.js';

/** Holds that were planned: they are shown, and no trouble. */
export const MAINTENANCE_FAULTS = {
  'maintenance.planned': row(
    'hold',
    75,
    ['维护时间内，发送暂停', '到时自动恢复；需要提前发送时请修改 swic.yaml 的 maintenance，立即生效'],
    [
      'Sending waits for the end of a planned maintenance',
      'It resumes by itself; to send before that, change maintenance in swic.yaml, which counts at once',
    ],
  ),
} as const;
