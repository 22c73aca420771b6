export { KEYS, keyProblems, meaningOfKey } from './keys.js';
export { type DashboardOptions, openDashboard } from './main.js';
export type { DashboardClock, HostedAgent } from './outside.js';
export { openWizard, type WizardEnd } from './wizard/open-wizard.js';
export type { WizardChoices } from './wizard/state.js';
