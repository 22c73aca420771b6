import {
  bytesIn,
  bytesOut,
  type FunctionBinding,
  RETURNS_STATUS,
  room,
  roomFor,
  type Slot,
} from '../bindings/slots.js';
import type { Profile } from './profile.js';

/** The largest text fields seen are names of a few hundred octets; a too small buffer is an overrun in C, so this is generous. */
const TEXT_ROOM = room(4096);
/** Certificates of the platform are 1-2 KiB; attachments of the card are of unknown size. */
const CERTIFICATE_ROOM = room(16_384);
/** RSA-4096 would be 512 octets, SM2 is 64. */
const SIGNATURE_ROOM = room(1024);
/** Base64 grows by 4/3, an envelope by certificates and a wrapped key. */
const RESULT_ROOM = roomFor('data', 2, 8192);

function status(symbol: string, ...slots: readonly Slot[]): FunctionBinding {
  return { symbol, slots, returns: RETURNS_STATUS };
}

const value = (of: string): Slot => ({ slot: 'value', of });
const text = (of: string, terminated = true): Slot => ({ slot: 'pointer', of, terminated });
const field = (symbol: string): FunctionBinding => status(symbol, ...bytesOut('text', TEXT_ROOM));

/**
 * EportIkey, `SPSecureAPI.dll` / `libSPSecureAPI.so`: stdcall on 32-bit Windows, every function returns unsigned int,
 * buffers belong to the caller, lengths are in/out (domain reference, section 4.1, seen in three public sources).
 * The room for card state values, the 100 ms pause and the `03-` prefix were each seen in one public source.
 */
export const EPORT_IKEY: Profile = {
  name: 'eport-ikey',
  libraryNames: {
    win32: ['SPSecureAPI.dll'],
    linux: ['libSPSecureAPI.so'],
    darwin: ['libSPSecureAPI.dylib'],
  },
  textEncoding: 'gbk',
  functions: {
    SpcInitEnvEx: status('SpcInitEnvEx'),
    SpcClearEnv: status('SpcClearEnv'),
    SpcVerifyPIN: status('SpcVerifyPIN', ...bytesIn('pin')),
    SpcChangePIN: status('SpcChangePIN', ...bytesIn('oldPin'), ...bytesIn('newPin')),
    SpcGetCardState: status('SpcGetCardState', value('type'), value('index'), { slot: 'result32', of: 'state' }),
    SpcGetCardID: field('SpcGetCardID'),
    SpcGetCertNo: field('SpcGetCertNo'),
    SpcGetUName: field('SpcGetUName'),
    SpcGetEntID: field('SpcGetEntID'),
    SpcGetEntName: field('SpcGetEntName'),
    SpcGetEntMode: field('SpcGetEntMode'),
    SpcGetCardUserInfo: field('SpcGetCardUserInfo'),
    SpcGetCardAttachInfo: status('SpcGetCardAttachInfo', ...bytesOut('info', CERTIFICATE_ROOM)),
    SpcGetSignCert: status('SpcGetSignCert', ...bytesOut('certificate', CERTIFICATE_ROOM)),
    SpcGetEnvCert: status('SpcGetEnvCert', ...bytesOut('certificate', CERTIFICATE_ROOM)),
    SpcSignData: status('SpcSignData', ...bytesIn('data'), ...bytesOut('signature', SIGNATURE_ROOM)),
    SpcSignDataNoHash: status('SpcSignDataNoHash', ...bytesIn('data'), ...bytesOut('signature', SIGNATURE_ROOM)),
    SpcVerifySignData: status(
      'SpcVerifySignData',
      ...bytesIn('certificate'),
      ...bytesIn('data'),
      ...bytesIn('signature'),
    ),
    SpcVerifySignDataNoHash: status(
      'SpcVerifySignDataNoHash',
      ...bytesIn('certificate'),
      ...bytesIn('data'),
      ...bytesIn('signature'),
    ),
    SpcVerifySignWithPubKey: status(
      'SpcVerifySignWithPubKey',
      ...bytesIn('publicKey'),
      ...bytesIn('data'),
      ...bytesIn('signature'),
    ),
    SpcVerifySignNohashWithPubKey: status(
      'SpcVerifySignNohashWithPubKey',
      ...bytesIn('publicKey'),
      ...bytesIn('data'),
      ...bytesIn('signature'),
    ),
    SpcEncodePEM: status('SpcEncodePEM', ...bytesIn('data'), ...bytesOut('result', RESULT_ROOM)),
    SpcDecodePEM: status('SpcDecodePEM', ...bytesIn('data'), ...bytesOut('result', RESULT_ROOM)),
    SpcSHA1Digest: status('SpcSHA1Digest', ...bytesIn('data'), ...bytesOut('digest', room(64))),
    // The type of `time` is not published; a text like the one SpcGetValidTimeFromCert gives is the likely one (inferred).
    SpcVerifyCert: status('SpcVerifyCert', ...bytesIn('root'), ...bytesIn('certificate'), text('time')),
    SpcGetValidTimeFromCert: status(
      'SpcGetValidTimeFromCert',
      ...bytesIn('certificate'),
      { slot: 'buffer', of: 'start', room: room(256) },
      { slot: 'buffer', of: 'end', room: room(256) },
    ),
    SpcGetCertInfo: status('SpcGetCertInfo', ...bytesIn('certificate'), value('index'), ...bytesOut('text', TEXT_ROOM)),
    SpcGetCertPubKey: status('SpcGetCertPubKey', ...bytesIn('certificate'), ...bytesOut('publicKey', room(4096))),
    SpcSealEnvelope: status(
      'SpcSealEnvelope',
      ...bytesIn('certificate'),
      ...bytesIn('data'),
      ...bytesOut('result', RESULT_ROOM),
    ),
    SpcOpenEnvelope: status('SpcOpenEnvelope', ...bytesIn('data'), ...bytesOut('result', RESULT_ROOM)),
    SpcSymEncrypt: status(
      'SpcSymEncrypt',
      value('flag'),
      ...bytesIn('data'),
      ...bytesOut('result', RESULT_ROOM),
      text('key', false),
    ),
    SpcSymDecrypt: status(
      'SpcSymDecrypt',
      value('flag'),
      ...bytesIn('data'),
      ...bytesOut('result', RESULT_ROOM),
      text('key', false),
    ),
    SpcRSAEncrypt: status(
      'SpcRSAEncrypt',
      ...bytesIn('certificate'),
      ...bytesIn('data'),
      ...bytesOut('result', RESULT_ROOM),
    ),
    SpcRSADecrypt: status(
      'SpcRSADecrypt',
      ...bytesIn('certificate'),
      ...bytesIn('data'),
      ...bytesOut('result', RESULT_ROOM),
    ),
    SpcGetRandom: status(
      'SpcGetRandom',
      { slot: 'buffer', of: 'random', room: roomFor('length', 1, 0) },
      value('length'),
    ),
    SpcGetModuleVer: status('SpcGetModuleVer', { slot: 'buffer', of: 'text', room: TEXT_ROOM }),
    SpcGetErrMsg: { symbol: 'SpcGetErrMsg', slots: [value('code')], returns: { kind: 'text', of: 'message' } },
    SpcGetRaType: status('SpcGetRaType', { slot: 'result32', of: 'type' }),
    SpcGetDevAsymAlgoFlag: status('SpcGetDevAsymAlgoFlag', { slot: 'result64', of: 'flag' }),
  },
  codes: {},
  cardState: { type: 450, index: 8008, present: 300 },
  cardIdPrefixes: ['03-'],
  rsaFlag: 65_536,
  pauseMs: 100,
  signaturesPerUse: 1,
  pollMs: 5_000,
};

/** The same functions on a hardware security module: no pause, and many signatures between one Init and its Clear. */
export const EPORT_HSM: Profile = { ...EPORT_IKEY, name: 'eport-hsm', pauseMs: 0, signaturesPerUse: 32 };

export const BUILT_IN_PROFILES: Readonly<Record<string, Profile>> = {
  [EPORT_IKEY.name]: EPORT_IKEY,
  [EPORT_HSM.name]: EPORT_HSM,
};
