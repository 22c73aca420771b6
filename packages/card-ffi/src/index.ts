export { runtimeArchitecture } from './binary/runtime-architecture.js';
export { type AnyStep, type CallFailure, optionalStep, type Step, type StepOutputs, step } from './bindings/convert.js';
export {
  CERTIFICATE_INFO_INDEX,
  SPC_FUNCTIONS,
  SPC_NAMES,
  type SpcInputs,
  type SpcName,
  type SpcOutputs,
  SYMMETRIC_FLAG,
} from './bindings/functions.js';
export {
  type Card,
  type CardOptions,
  type CardUse,
  type CardUseResult,
  failureFault,
  openCard,
} from './client/card.js';
export type { CardHostFacts, CardHostOptions } from './client/card-host.js';
export {
  type CardSettings,
  createCardOptions,
  DEFAULT_CARD_LIMITS,
  DEFAULT_SIGNER_LIMITS,
  hostEntry,
} from './client/defaults.js';
export { findLibrary, type LibrarySearch } from './client/find-library.js';
export * from './commands.js';
export {
  type Algorithm,
  type CertificateFacts,
  readCertificate,
  readSigningKey,
  type SigningKey,
  type VerifyingKey,
  verifyingKey,
} from './crypto/keys.js';
export { isSignatureOf, signWith } from './crypto/signature.js';
export { type DoctorOptions, type DoctorReport, doctor } from './doctor/doctor.js';
export type { DoctorStep, Finding } from './doctor/findings.js';
export { createPinBudget, type PinBudget } from './pin/pin-budget.js';
export type { PinState } from './pin/pin-state.js';
export { BUILT_IN_PROFILES, EPORT_HSM, EPORT_IKEY } from './profiles/eport-ikey.js';
export { type ParsedProfile, parseProfile } from './profiles/parse-profile.js';
export type { CodeMeaning, Profile } from './profiles/profile.js';
export type { TlsIdentity } from './remote/identity.js';
export { openRemoteServer, type RemoteServer, type RemoteServerOptions } from './remote/server.js';
export { type CodeExplanation, explainCode, meaningOf, RETURN_CODES } from './return-codes.js';
export type { ServiceAddress } from './service/connection.js';
export { type CardSigner, type CardSignerOptions, openCardSigner } from './signers/card.js';
export type { CardIdentity } from './signers/card-identity.js';
export type { DeviceSignerOptions } from './signers/device-signer.js';
export { openRemoteSigner, type RemoteSignerOptions } from './signers/remote.js';
export { openServiceSigner, type ServiceSigner, type ServiceSignerOptions } from './signers/service.js';
export { openSoftwareSigner, type SoftwareSignerOptions } from './signers/software.js';
