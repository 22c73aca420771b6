import type * as AtWork from './at-work.js';

type Work = typeof AtWork;

/**
 * What works itself, and does not ask an agent: LevelDB, libxml2, the threads and the flows are loaded at the first call. A command
 * that asks a running agent needs none of them, and they are most of a start (measured: 735 modules before, 300 now).
 */
const atWork = (): Promise<Work> => import('./at-work.js');

export const openGateway: Work['openGateway'] = async (...given) => (await atWork()).openGateway(...given);

export const openOffline: Work['openOffline'] = async (...given) => (await atWork()).openOffline(...given);

export const validatePaths: Work['validatePaths'] = async (...given) => (await atWork()).validatePaths(...given);

export const runSandbox: Work['runSandbox'] = async (...given) => (await atWork()).runSandbox(...given);

export const examineInstallation: Work['examineInstallation'] = async (...given) =>
  (await atWork()).examineInstallation(...given);

/** What the doctor looks at where no agent runs. */
export const worldAlone: Later<'worldAlone'> = async (...given) => (await atWork()).worldAlone(...given);

/** The process of an agent whose data directory is gone; null = none. */
export const findAgentWithoutData: Later<'findAgentWithoutData'> = async (...given) =>
  (await atWork()).findAgentWithoutData(...given);

export const checkLedger: Work['checkLedger'] = async (...given) => (await atWork()).checkLedger(...given);

export const repairLedger: Work['repairLedger'] = async (...given) => (await atWork()).repairLedger(...given);

export const rebuildLedger: Work['rebuildLedger'] = async (...given) => (await atWork()).rebuildLedger(...given);

export const restoreBackup: Work['restoreBackup'] = async (...given) => (await atWork()).restoreBackup(...given);

export const rollBackLedger: Work['rollBackLedger'] = async (...given) => (await atWork()).rollBackLedger(...given);

/** Settings of fields that no document of their business has. */
export const unknownFields: Later<'unknownFields'> = async (...given) => (await atWork()).unknownFields(...given);

export const describeEvents: Later<'describeEvents'> = async () => (await atWork()).describeEvents();

export const describeMetrics: Work['describeMetrics'] = async () => (await atWork()).describeMetrics();

/** The same function, which answers when it is loaded. */
type Later<Name extends keyof Work> = Work[Name] extends (...given: infer Given) => infer Answer
  ? (...given: Given) => Promise<Answer>
  : never;
