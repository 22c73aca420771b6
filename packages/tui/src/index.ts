export type { DashboardClock, HostedAgent } from './app.js';
export { KEYS, unknownActions } from './keys.js';
export { type DashboardOptions, openDashboard } from './main.js';
