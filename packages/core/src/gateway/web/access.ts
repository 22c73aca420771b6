import type { CommandName } from '../../contract/commands.js';
import type { WebRole } from '../../contract/web.js';

/** `none`: not over the web, since it takes a path of the agent's machine, ends the agent, or hands out what the page has no use for. */
export type WebAccess = WebRole | 'none';

/** Who may give which command on the page. A command without its row does not compile. */
export const WEB_ACCESS = {
  status: 'viewer',
  metrics: 'viewer',
  trace: 'viewer',
  diff: 'viewer',
  bookVerify: 'viewer',
  why: 'viewer',
  listWaiting: 'viewer',
  listDocuments: 'viewer',
  examine: 'viewer',
  browseDocuments: 'viewer',
  outlineDocuments: 'viewer',
  listReceipts: 'viewer',
  overdue: 'viewer',
  report: 'viewer',
  signer: 'viewer',
  alerts: 'viewer',
  listActs: 'viewer',
  watch: 'viewer',
  logHistory: 'viewer',

  resend: 'operator',
  handle: 'operator',
  settleUnknown: 'operator',
  settleAmendment: 'operator',
  startFlow: 'operator',
  stopFlow: 'operator',
  pause: 'operator',
  resume: 'operator',
  verifyPin: 'operator',
  testAlerts: 'operator',
  silenceAlerts: 'operator',
  // They change nothing that stays, and take seconds of the machine and of the broker.
  testConnection: 'operator',
  doctor: 'operator',
  verify: 'operator',
  // Names of directories, hosts and users of the firm.
  settings: 'operator',
  editSettings: 'operator',
  reloadConfig: 'operator',
  restart: 'operator',

  backup: 'none',
  bookExport: 'none',
  correctable: 'none',
  correct: 'none',
  sign: 'none',
  subscribe: 'none',
  shutdown: 'none',
  webLink: 'none',
} as const satisfies Readonly<Record<CommandName, WebAccess>>;

/** Does this role have the rights of that one? */
export function mayAct(role: WebRole, needed: WebAccess): boolean {
  return needed === 'viewer' || (needed === 'operator' && role === 'operator');
}

/** Commands that change something, or cost: told with the user's name. The others only look. */
export function isAct(name: CommandName): boolean {
  return WEB_ACCESS[name] === 'operator' && !QUIET.has(name);
}

/** Acts that change nothing that stays: they are in the log alone. */
const PASSING: ReadonlySet<CommandName> = new Set<CommandName>(['testConnection', 'testAlerts', 'doctor', 'verify']);

/** They send nothing and change no file of the firm's: they must work also while the disk is full. */
const CALMING: ReadonlySet<CommandName> = new Set<CommandName>(['stopFlow', 'pause']);

/** Acts that are done also where they cannot be kept now; they are kept later. */
export const isCalming = (name: string): boolean => CALMING.has(name as CommandName);

/** Acts that are kept in the ledger. */
export const isKept = (name: CommandName): boolean => isAct(name) && !PASSING.has(name);

const QUIET: ReadonlySet<CommandName> = new Set<CommandName>(['settings']);
