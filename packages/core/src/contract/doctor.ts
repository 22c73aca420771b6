import type { Environment } from './environment.js';
import type { FaultCode } from './fault-table.js';

/** One sentence in each language. */
export interface Sentence {
  readonly zh: string;
  readonly en: string;
}

/** What `swic doctor` looks at, from the machine to the platform, in the order in which it is told. */
export const DOCTOR_CHECKS = {
  node: { zh: 'Node 与系统', en: 'Node and system' },
  configuration: { zh: '配置', en: 'configuration' },
  agent: { zh: '后台进程', en: 'agent' },
  disk: { zh: '磁盘空间', en: 'disk space' },
  boxes: { zh: '目录权限', en: 'rights in the boxes' },
  volumes: { zh: '目录所在的卷', en: 'volumes of the boxes' },
  owner: { zh: 'OutBox 的占用', en: 'who takes from the OutBoxes' },
  clock: { zh: '时钟', en: 'clock' },
  addresses: { zh: '平台地址', en: 'addresses of the platform' },
  broker: { zh: '消息服务器', en: 'broker' },
  certificates: { zh: 'TLS 证书', en: 'TLS certificates' },
  signer: { zh: '签名设备', en: 'signer' },
  ledger: { zh: '本地记录', en: 'ledger' },
} as const satisfies Record<string, Sentence>;

/** One of the checks. */
export type DoctorCheckName = keyof typeof DOCTOR_CHECKS;

/** `failed`: something that is configured cannot work. `warning`: it works and should be seen to. `skipped`: not looked at. */
export type DoctorOutcome = 'ok' | 'warning' | 'failed' | 'skipped';

/** One thing that a check has found out. */
export interface DoctorFinding {
  readonly check: DoctorCheckName;
  /** What it is about, e.g. a business, a directory, `host:port`; null = the check as a whole. */
  readonly about: string | null;
  readonly outcome: DoctorOutcome;
  readonly zh: string;
  readonly en: string;
  /** What the user can do; null where there is nothing to do. */
  readonly advice: Sentence | null;
  /** Null where no fault is behind it. */
  readonly code: FaultCode | null;
}

/** What a check looked at, and how long that took. */
export interface DoctorSection {
  readonly check: DoctorCheckName;
  /** The worst of its findings. */
  readonly outcome: DoctorOutcome;
  readonly durationMs: number;
  readonly findings: readonly DoctorFinding[];
}

/** What `swic doctor` found out. */
export interface DoctorReport {
  /** Null where no configuration could be read. */
  readonly environment: Environment | null;
  readonly clientId: string | null;
  /** Absolute path of the configuration. */
  readonly file: string;
  /** True when the running agent has looked, with its rights and its secrets. */
  readonly isByAgent: boolean;
  /** Nothing has failed. */
  readonly isHealthy: boolean;
  readonly sections: readonly DoctorSection[];
}

const RANK: Readonly<Record<DoctorOutcome, number>> = { skipped: 0, ok: 1, warning: 2, failed: 3 };

/** The worst of these; `skipped` where there is none. Pure. */
export function worstOutcome(outcomes: readonly DoctorOutcome[]): DoctorOutcome {
  return outcomes.reduce((worst, outcome) => (RANK[outcome] > RANK[worst] ? outcome : worst), 'skipped');
}
