/**
 * The vendor library's functions as values in and values out, one row a function, in the order of the C header
 * (domain reference, section 4.1: seen in three independent public wrappers, unless a row says otherwise).
 *
 * A row says nothing about C: how the values become arguments is the profile's job, so that a variant library is data.
 * `bytes` are octets, `text` is text in the library's own encoding (GBK), `u32` and `u64` are unsigned integers.
 */
export type InputKind = 'bytes' | 'u32';
export type OutputKind = 'bytes' | 'text' | 'u32' | 'u64';

export interface FunctionShape {
  readonly inputs: Readonly<Record<string, InputKind>>;
  readonly outputs: Readonly<Record<string, OutputKind>>;
}

const NOTHING = { inputs: {}, outputs: {} } as const;
const GIVES_TEXT = { inputs: {}, outputs: { text: 'text' } } as const;
const GIVES_CERTIFICATE = { inputs: {}, outputs: { certificate: 'bytes' } } as const;
const SIGNS = { inputs: { data: 'bytes' }, outputs: { signature: 'bytes' } } as const;
const VERIFIES = { inputs: { certificate: 'bytes', data: 'bytes', signature: 'bytes' }, outputs: {} } as const;
const VERIFIES_BY_KEY = { inputs: { publicKey: 'bytes', data: 'bytes', signature: 'bytes' }, outputs: {} } as const;
const TRANSFORMS = { inputs: { data: 'bytes' }, outputs: { result: 'bytes' } } as const;
const TRANSFORMS_FOR = { inputs: { certificate: 'bytes', data: 'bytes' }, outputs: { result: 'bytes' } } as const;
const SYMMETRIC = { inputs: { flag: 'u32', data: 'bytes', key: 'bytes' }, outputs: { result: 'bytes' } } as const;

export const SPC_FUNCTIONS = {
  SpcInitEnvEx: NOTHING,
  SpcClearEnv: NOTHING,
  SpcVerifyPIN: { inputs: { pin: 'bytes' }, outputs: {} },
  SpcChangePIN: { inputs: { oldPin: 'bytes', newPin: 'bytes' }, outputs: {} },
  SpcGetCardState: { inputs: { type: 'u32', index: 'u32' }, outputs: { state: 'u32' } },
  SpcGetCardID: GIVES_TEXT,
  SpcGetCertNo: GIVES_TEXT,
  SpcGetUName: GIVES_TEXT,
  SpcGetEntID: GIVES_TEXT,
  SpcGetEntName: GIVES_TEXT,
  SpcGetEntMode: GIVES_TEXT,
  SpcGetCardUserInfo: GIVES_TEXT,
  SpcGetCardAttachInfo: { inputs: {}, outputs: { info: 'bytes' } },
  SpcGetSignCert: GIVES_CERTIFICATE,
  SpcGetEnvCert: GIVES_CERTIFICATE,
  SpcSignData: SIGNS,
  SpcSignDataNoHash: SIGNS,
  SpcVerifySignData: VERIFIES,
  SpcVerifySignDataNoHash: VERIFIES,
  SpcVerifySignWithPubKey: VERIFIES_BY_KEY,
  SpcVerifySignNohashWithPubKey: VERIFIES_BY_KEY,
  SpcEncodePEM: TRANSFORMS,
  SpcDecodePEM: TRANSFORMS,
  SpcSHA1Digest: { inputs: { data: 'bytes' }, outputs: { digest: 'bytes' } },
  SpcVerifyCert: { inputs: { root: 'bytes', certificate: 'bytes', time: 'bytes' }, outputs: {} },
  SpcGetValidTimeFromCert: { inputs: { certificate: 'bytes' }, outputs: { start: 'text', end: 'text' } },
  SpcGetCertInfo: { inputs: { certificate: 'bytes', index: 'u32' }, outputs: { text: 'text' } },
  SpcGetCertPubKey: { inputs: { certificate: 'bytes' }, outputs: { publicKey: 'bytes' } },
  SpcSealEnvelope: TRANSFORMS_FOR,
  SpcOpenEnvelope: TRANSFORMS,
  SpcSymEncrypt: SYMMETRIC,
  SpcSymDecrypt: SYMMETRIC,
  SpcRSAEncrypt: TRANSFORMS_FOR,
  SpcRSADecrypt: TRANSFORMS_FOR,
  SpcGetRandom: { inputs: { length: 'u32' }, outputs: { random: 'bytes' } },
  SpcGetModuleVer: GIVES_TEXT,
  SpcGetErrMsg: { inputs: { code: 'u32' }, outputs: { message: 'text' } },
  SpcGetRaType: { inputs: {}, outputs: { type: 'u32' } },
  /** Newer libraries only; 65536 = RSA, anything else SM2 (seen in one public source). */
  SpcGetDevAsymAlgoFlag: { inputs: {}, outputs: { flag: 'u64' } },
} as const satisfies Record<string, FunctionShape>;

export type SpcName = keyof typeof SPC_FUNCTIONS;

interface InputTypes {
  readonly bytes: Uint8Array;
  readonly u32: number;
}
interface OutputTypes {
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly u32: number;
  readonly u64: bigint;
}

/** What a call takes, by name: `{ data: Uint8Array }` for SpcSignData. */
export type SpcInputs<N extends SpcName> = {
  readonly [K in keyof (typeof SPC_FUNCTIONS)[N]['inputs']]: (typeof SPC_FUNCTIONS)[N]['inputs'][K] extends InputKind
    ? InputTypes[(typeof SPC_FUNCTIONS)[N]['inputs'][K]]
    : never;
};

/** What a call gives when its return code is 0: `{ signature: Uint8Array }` for SpcSignData. */
export type SpcOutputs<N extends SpcName> = {
  readonly [K in keyof (typeof SPC_FUNCTIONS)[N]['outputs']]: (typeof SPC_FUNCTIONS)[N]['outputs'][K] extends OutputKind
    ? OutputTypes[(typeof SPC_FUNCTIONS)[N]['outputs'][K]]
    : never;
};

export const SPC_NAMES = Object.keys(SPC_FUNCTIONS) as readonly SpcName[];

export function isSpcName(text: string): text is SpcName {
  return Object.hasOwn(SPC_FUNCTIONS, text);
}

/** Algorithm flags of SpcSymEncrypt and SpcSymDecrypt (seen in three public sources). */
export const SYMMETRIC_FLAG = {
  des: 0x10,
  tripleDes: 0x20,
  cdea: 0x30,
  ssf33: 0x31,
  sm1: 0x32,
  idea: 0x40,
} as const;

/** Indices of SpcGetCertInfo (seen in three public sources). */
export const CERTIFICATE_INFO_INDEX = {
  certificateNumber: 1,
  validFrom: 21,
  validUntil: 22,
  applicant: 27,
  companyName: 52,
  socialSecurityNumber: 53,
  documentType: 54,
  acceptancePoint: 57,
  documentNumber: 69,
  cardId: 70,
  companyCode: 71,
  companyKind: 72,
} as const;
