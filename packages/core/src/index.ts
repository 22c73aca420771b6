export type { ConfigProblem } from './config/config-problem.js';
export type { ConfigWarning } from './config/config-warning.js';
export { type DescribedSetting, describeSettings } from './config/describe-settings.js';
export { editConfigText } from './config/edit.js';
export { formatConfig } from './config/format.js';
export { configJsonSchema } from './config/json-schema.js';
export { type LoadedConfig, type LoadResult, loadConfig, parseConfig, readConfig, readLocale } from './config/load.js';
export { type PastedTransport, readPastedTransport } from './config/pasted-transport.js';
export { problemsFault } from './config/problems.js';
export { replaceConfigText } from './config/replace-text.js';
export type { Config } from './config/schema.js';
export type { SecretRef } from './config/secret-schema.js';
export {
  listSecrets,
  removeSecret,
  type SavedSecret,
  type SecretStore,
  saveSecret,
} from './config/secret-store/store.js';
export { resolveSecret } from './config/secrets.js';
export type { SignerConfig, SigningConfig } from './config/signer-schema.js';
export { readTextBytes, type TextReading } from './config/text-bytes.js';
export { configWarnings } from './config/warnings.js';
export * from './contract/index.js';
export { BUSINESSES } from './domain/businesses/registry.js';
export type {
  Account,
  Arrival,
  Arrivals,
  BoxFiles,
  DrillSide,
  DrillStep,
  Expected,
  Finding,
  KillOrder,
  Recorded,
} from './drill/index.js';
export { testAlertsOf } from './gateway/commands/alerts.js';
export { testConnectionOf } from './gateway/commands/test-connection.js';
export { signerFindings } from './gateway/doctor/check-signer.js';
export type { DoctorWorld } from './gateway/doctor/world.js';
export type { Gateway } from './gateway/gateway.js';
export {
  composeOfficial,
  findOfficialOffer,
  type ImportChoices,
  type Imported,
  type ImportNote,
  importOfficial,
  type ObservedTotals,
  type OfficialDid,
  type OfficialOffer,
  observe as observeOfficial,
  type WouldDo,
} from './gateway/official/import-official.js';
export type { Offline } from './gateway/offline.js';
export type { GatewayOptions } from './gateway/parts/options.js';
export { type BusinessPlaces, businessPlaces, placeOf } from './gateway/settings/business-places.js';
export {
  composeWorkspace,
  type InitChoices,
  type Initialized,
  initWorkspace,
} from './gateway/settings/init-workspace.js';
export { plainWarnings } from './gateway/settings/plain-warnings.js';
export { sharedBoxProblems } from './gateway/settings/shared-boxes.js';
export type { ValidatedFile } from './gateway/validate-paths.js';
export type { Drained, TellStill } from './gateway/watches/drain-watch.js';
export { addWebUser, listWebUsers, removeWebUser, type WebUser } from './gateway/web/users.js';
export type { InspectConfiguredSigner } from './gateway/world-alone.js';
export {
  brokerEndpoints,
  cancelMove,
  checkLedger,
  describeEvents,
  describeMetrics,
  examineInstallation,
  findAgentWithoutData,
  loadDrill,
  movedDirectories,
  openDrillQueues,
  openGateway,
  openOffline,
  packMove,
  readBookFile,
  rebuildLedger,
  repairLedger,
  restoreBackup,
  rollBackLedger,
  runDrillPlatform,
  runSandbox,
  unknownFields,
  unpackMove,
  validatePaths,
  worldAlone,
} from './on-demand.js';
export type * from './ports/index.js';
export { catchFailures, guardOutputs, hostUser, leaveRemovedDirectory, ownFailures } from './runtime/host/index.js';
export { systemClock } from './runtime/system-clock.js';
export { MISBEHAVIOURS } from './sandbox/misbehaviour.js';
export type { MetricDescription } from './telemetry/describe-metrics.js';
export { checkForUpdate, checkUpdateFile, type UpdateWorld } from './updates/check.js';
