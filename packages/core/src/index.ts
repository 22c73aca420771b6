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
export { checkLedger, repairLedger } from './gateway/care/ledger-care.js';
export { findAgentWithoutData } from './gateway/care/lost-ledger.js';
export { rebuildLedger } from './gateway/care/rebuild-ledger.js';
export { restoreBackup } from './gateway/care/restore.js';
export { rollBackLedger } from './gateway/care/roll-back.js';
export { testAlertsOf } from './gateway/commands/alerts.js';
export { testConnectionOf } from './gateway/commands/test-connection.js';
export { signerFindings } from './gateway/doctor/check-signer.js';
export { examineInstallation } from './gateway/doctor/examine.js';
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
export { type Offline, openOffline } from './gateway/offline.js';
export { openGateway } from './gateway/open-gateway.js';
export type { GatewayOptions } from './gateway/parts/options.js';
export { runSandbox } from './gateway/run-sandbox.js';
export { type BusinessPlaces, businessPlaces, placeOf } from './gateway/settings/business-places.js';
export { unknownFields } from './gateway/settings/field-settings.js';
export {
  composeWorkspace,
  type InitChoices,
  type Initialized,
  initWorkspace,
} from './gateway/settings/init-workspace.js';
export { plainWarnings } from './gateway/settings/plain-warnings.js';
export { sharedBoxProblems } from './gateway/settings/shared-boxes.js';
export { type ValidatedFile, validatePaths } from './gateway/validate-paths.js';
export type { Drained } from './gateway/watches/drain-watch.js';
export { addWebUser, listWebUsers, removeWebUser, type WebUser } from './gateway/web/users.js';
export { type InspectConfiguredSigner, worldAlone } from './gateway/world-alone.js';
export type * from './ports/index.js';
export { catchFailures, guardOutputs, hostUser, leaveRemovedDirectory, ownFailures } from './runtime/host/index.js';
export { systemClock } from './runtime/system-clock.js';
export { MISBEHAVIOURS } from './sandbox/misbehaviour.js';
export { describeEvents } from './telemetry/describe-events.js';
export { describeMetrics, type MetricDescription } from './telemetry/describe-metrics.js';
export { checkForUpdate, checkUpdateFile, type UpdateWorld } from './updates/check.js';
export { type DescribedRule, describeRules } from './xml/rules/describe-rules.js';
export { countByCertainty } from './xml/rules/known-fields.js';
