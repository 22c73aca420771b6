import type * as InProcess from './in-process.js';

type Work = typeof InProcess;

/**
 * What runs in this process and does not ask an agent: LevelDB, libxml2, the threads and the flows are loaded at the first call. A command
 * that asks a running agent needs none of them, and they are most of a start (measured: 735 modules before, 300 now).
 */
const inProcess = (): Promise<Work> => import('./in-process.js');

export const openGateway: Work['openGateway'] = async (...given) => (await inProcess()).openGateway(...given);

export const openOffline: Work['openOffline'] = async (...given) => (await inProcess()).openOffline(...given);

export const validatePaths: Work['validatePaths'] = async (...given) => (await inProcess()).validatePaths(...given);

export const runSandbox: Work['runSandbox'] = async (...given) => (await inProcess()).runSandbox(...given);

export const examineInstallation: Work['examineInstallation'] = async (...given) =>
  (await inProcess()).examineInstallation(...given);

export const runDrillPlatform: Work['runDrillPlatform'] = async (...given) =>
  (await inProcess()).runDrillPlatform(...given);

export const openDrillQueues: Work['openDrillQueues'] = async (...given) =>
  (await inProcess()).openDrillQueues(...given);

export const brokerEndpoints: Work['brokerEndpoints'] = async (...given) =>
  (await inProcess()).brokerEndpoints(...given);

/** The steps, the kill and the account of a drill. */
export const loadDrill = async (): Promise<Work['drill']> => (await inProcess()).drill;

/** What the doctor looks at where no agent runs. */
export const worldAlone: Later<'worldAlone'> = async (...given) => (await inProcess()).worldAlone(...given);

/** The process of an agent whose data directory is gone; null = none. */
export const findAgentWithoutData: Later<'findAgentWithoutData'> = async (...given) =>
  (await inProcess()).findAgentWithoutData(...given);

export const checkLedger: Work['checkLedger'] = async (...given) => (await inProcess()).checkLedger(...given);

export const readBookFile: Work['readBookFile'] = async (...given) => (await inProcess()).readBookFile(...given);

export const repairLedger: Work['repairLedger'] = async (...given) => (await inProcess()).repairLedger(...given);

export const rebuildLedger: Work['rebuildLedger'] = async (...given) => (await inProcess()).rebuildLedger(...given);

export const restoreBackup: Work['restoreBackup'] = async (...given) => (await inProcess()).restoreBackup(...given);

export const packMove: Work['packMove'] = async (...given) => (await inProcess()).packMove(...given);

export const unpackMove: Work['unpackMove'] = async (...given) => (await inProcess()).unpackMove(...given);

export const movedDirectories: Work['movedDirectories'] = async (...given) =>
  (await inProcess()).movedDirectories(...given);

export const cancelMove: Work['cancelMove'] = async (...given) => (await inProcess()).cancelMove(...given);

export const rollBackLedger: Work['rollBackLedger'] = async (...given) => (await inProcess()).rollBackLedger(...given);

/** Settings of fields that no document of their business has. */
export const unknownFields: Later<'unknownFields'> = async (...given) => (await inProcess()).unknownFields(...given);

export const describeEvents: Later<'describeEvents'> = async () => (await inProcess()).describeEvents();

export const describeMetrics: Work['describeMetrics'] = async () => (await inProcess()).describeMetrics();

/** The same function, which answers when it is loaded. */
type Later<Name extends keyof Work> = Work[Name] extends (...given: infer Given) => infer Answer
  ? (...given: Given) => Promise<Answer>
  : never;
