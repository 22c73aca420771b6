// What runs in this process and does not ask an agent, in one module, so that a bundle has one chunk for it: `on-demand.ts` loads it.

export * as drill from './drill/index.js';
export { readArchive as readBookFile } from './gateway/book/read-archive.js';
export { checkLedger, repairLedger } from './gateway/care/ledger-care.js';
export { findAgentWithoutData } from './gateway/care/lost-ledger.js';
export { cancelMove, packMove } from './gateway/care/pack-move.js';
export { rebuildLedger } from './gateway/care/rebuild-ledger.js';
export { restoreBackup } from './gateway/care/restore.js';
export { rollBackLedger } from './gateway/care/roll-back.js';
export { movedDirectories, unpackMove } from './gateway/care/unpack-move.js';
export { examineInstallation } from './gateway/doctor/examine.js';
export { runDrillPlatform } from './gateway/drill-platform.js';
export { openDrillQueues } from './gateway/drill-queues.js';
export { openOffline } from './gateway/offline.js';
export { openGateway } from './gateway/open-gateway.js';
export { runSandbox } from './gateway/run-sandbox.js';
export { unknownFields } from './gateway/settings/field-settings.js';
export { validatePaths } from './gateway/validate-paths.js';
export { worldAlone } from './gateway/world-alone.js';
export { describeEvents } from './telemetry/describe-events.js';
export { describeMetrics } from './telemetry/describe-metrics.js';
export { brokerEndpoints } from './transports/registry.js';
