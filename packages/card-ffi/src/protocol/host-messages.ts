import type { SpcName } from '../bindings/functions.js';
import type { Profile } from '../profiles/profile.js';

/**
 * The bridge between the agent's process and the card host: BRIDGE.md is the contract, this file its types.
 * Octets travel as base64, 64-bit integers as decimal text, "nothing" as null; no field is ever left out.
 */
export const BRIDGE_VERSION = 1;

/** The host's exit code when ffi-rs has no native part for the Node that runs it; every other failure has another one. */
export const EXIT_NATIVE_MISSING = 71;

/** The environment of the host names where to connect and proves who started it. Never a PIN. */
export const ENVIRONMENT = { socket: 'SWIC_CARD_SOCKET', token: 'SWIC_CARD_TOKEN' } as const;

/** First message, host to client: `proof` is HMAC-SHA-256(token, "host" + nonce) in hex. */
export interface HelloParams {
  readonly version: number;
  readonly nonce: string;
  readonly proof: string;
}

export interface OpenParams {
  /** Absolute path of the vendor's library. */
  readonly library: string;
  readonly functions: Profile['functions'];
}

export interface OpenResult {
  readonly pid: number;
  readonly architecture: string;
  readonly nodeVersion: string;
  /** Functions of the profile that the library does not export; calling one answers `function-missing`. */
  readonly missing: readonly SpcName[];
}

/** One call; the inputs as functions.ts names them, octets in base64. */
export interface WireStep {
  readonly name: SpcName;
  readonly inputs: Readonly<Record<string, string | number>>;
  /** A step that may fail without ending the use, e.g. reading a field that old cards lack. */
  readonly isOptional: boolean;
}

/**
 * One use of the card: Init, then the guard, then VerifyPIN, then the steps, and Clear whatever happened.
 * The whole use is one request, so that no other use can come between and Clear cannot be forgotten.
 */
export interface UseParams {
  /** null = no Init and Clear around the steps (functions that need no device). */
  readonly bracket: 'device' | null;
  /** Octets of the card id expected: another card ends the use before the PIN is spent on it. null = any card. */
  readonly expectedCard: string | null;
  /** Octets of the PIN; null = no VerifyPIN. */
  readonly pin: string | null;
  readonly steps: readonly WireStep[];
}

export interface WireStepResult {
  readonly name: SpcName;
  /** null = the library lacks this function and the step was optional. */
  readonly code: number | null;
  /** null unless the code is 0. */
  readonly outputs: Readonly<Record<string, string | number>> | null;
}

/** The call that ended the use early. `code` null = the call could not be made at all (function missing, another card). */
export interface UseFailure {
  readonly name: SpcName;
  readonly code: number | null;
  readonly kind: 'code' | 'function-missing' | 'card-changed';
  /** SpcGetErrMsg's octets. */
  readonly message: string | null;
}

export interface UseResult {
  /** Did VerifyPIN run, and with which code? null = it did not run. */
  readonly pinCode: number | null;
  /** One for each step, in order, up to the one that failed. */
  readonly steps: readonly WireStepResult[];
  readonly failure: UseFailure | null;
  /** Clear's code; a failure to clear changes no answer that was given, but the log wants it. */
  readonly clearCode: number | null;
}

/** Fault codes of the bridge itself; client/faults.ts maps them. */
export type HostFaultCode =
  | 'protocol'
  | 'not-open'
  | 'library-missing'
  | 'library-foreign'
  | 'library-unloadable'
  | 'profile'
  | 'call';

export type HostMethod = 'open' | 'use' | 'ping';
