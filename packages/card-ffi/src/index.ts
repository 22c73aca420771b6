export { type AnyStep, type CallFailure, optionalStep, type Step, type StepOutputs, step } from './bindings/convert.js';
export { CERTIFICATE_INFO_INDEX, SPC_FUNCTIONS, SPC_NAMES, type SpcInputs, type SpcName, type SpcOutputs, SYMMETRIC_FLAG } from './bindings/functions.js';
export { type Card, type CardOptions, type CardUse, type CardUseResult, failureFault, openCard } from './client/card.js';
export type { CardHostFacts } from './client/card-host.js';
export { BUILT_IN_PROFILES, EPORT_HSM, EPORT_IKEY } from './profiles/eport-ikey.js';
export { type ParsedProfile, parseProfile } from './profiles/parse-profile.js';
export type { CodeMeaning, Profile } from './profiles/profile.js';
export { type CodeExplanation, explainCode, meaningOf, RETURN_CODES } from './return-codes.js';
