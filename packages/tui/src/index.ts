export { translator } from './i18n/index.js';
export { KEYS, unknownActions } from './keys.js';
export { type DashboardOptions, openDashboard } from './main.js';
export type { DashboardClock, HostedAgent } from './outside.js';
