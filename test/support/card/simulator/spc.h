/*
 * The functions of the vendor's card library, as swic's default profile calls them.
 *
 * This header and the files beside it are a SIMULATOR: our own code, written from the public function table, so that
 * the bindings can be tested without a card. It proves our side of the calls, not the vendor's behaviour. Return codes
 * from 51001 on are the simulator's own; 50000, 50070 and 50200 are the publicly known ones.
 */
#ifndef SWIC_SPC_H
#define SWIC_SPC_H

#include <stdint.h>

#ifdef _WIN32
#define SPC_EXPORT __declspec(dllexport)
#else
#define SPC_EXPORT __attribute__((visibility("default")))
#endif

#if defined(_WIN32) && defined(__i386__)
#define SPC_CALL __stdcall
#else
#define SPC_CALL
#endif

#define SPC(type) SPC_EXPORT type SPC_CALL

typedef unsigned int spc_code;
typedef unsigned int spc_size;

enum {
  SPC_OK = 0,
  SPC_BAD_ARGUMENT = 50000,
  SPC_NO_CARD = 50070,
  SPC_NO_READER = 50200,
  SIM_PIN_WRONG = 51001,
  SIM_PIN_LOCKED = 51002,
  SIM_NOT_OPEN = 51003,
  SIM_PIN_NEEDED = 51004,
  SIM_BUFFER_SMALL = 51005,
  SIM_UNSUPPORTED = 51006,
  SIM_NOT_VERIFIED = 51007,
  SIM_ALREADY_OPEN = 51008,
  SIM_CRYPTO = 51009
};

SPC(spc_code) SpcInitEnvEx(void);
SPC(spc_code) SpcClearEnv(void);
SPC(spc_code) SpcVerifyPIN(const uint8_t *pin, spc_size pin_size);
SPC(spc_code) SpcChangePIN(const uint8_t *old_pin, spc_size old_size, const uint8_t *new_pin, spc_size new_size);
SPC(spc_code) SpcGetCardState(unsigned int type, unsigned int index, unsigned int *state);
SPC(spc_code) SpcGetCardID(uint8_t *out, spc_size *out_size);
SPC(spc_code) SpcGetCertNo(uint8_t *out, spc_size *out_size);
SPC(spc_code) SpcGetUName(uint8_t *out, spc_size *out_size);
SPC(spc_code) SpcGetEntID(uint8_t *out, spc_size *out_size);
SPC(spc_code) SpcGetEntName(uint8_t *out, spc_size *out_size);
SPC(spc_code) SpcGetEntMode(uint8_t *out, spc_size *out_size);
SPC(spc_code) SpcGetCardUserInfo(uint8_t *out, spc_size *out_size);
SPC(spc_code) SpcGetCardAttachInfo(uint8_t *out, spc_size *out_size);
SPC(spc_code) SpcGetSignCert(uint8_t *out, spc_size *out_size);
SPC(spc_code) SpcGetEnvCert(uint8_t *out, spc_size *out_size);
SPC(spc_code) SpcSignData(const uint8_t *in, spc_size in_size, uint8_t *sig, spc_size *sig_size);
SPC(spc_code) SpcSignDataNoHash(const uint8_t *in, spc_size in_size, uint8_t *sig, spc_size *sig_size);
SPC(spc_code) SpcVerifySignData(const uint8_t *cert, spc_size cert_size, const uint8_t *in, spc_size in_size,
                                const uint8_t *sig, spc_size sig_size);
SPC(spc_code) SpcVerifySignDataNoHash(const uint8_t *cert, spc_size cert_size, const uint8_t *in, spc_size in_size,
                                      const uint8_t *sig, spc_size sig_size);
SPC(spc_code) SpcVerifySignWithPubKey(const uint8_t *pub, spc_size pub_size, const uint8_t *in, spc_size in_size,
                                      const uint8_t *sig, spc_size sig_size);
SPC(spc_code) SpcVerifySignNohashWithPubKey(const uint8_t *pub, spc_size pub_size, const uint8_t *in, spc_size in_size,
                                            const uint8_t *sig, spc_size sig_size);
SPC(spc_code) SpcEncodePEM(const uint8_t *in, spc_size in_size, uint8_t *out, spc_size *out_size);
SPC(spc_code) SpcDecodePEM(const uint8_t *in, spc_size in_size, uint8_t *out, spc_size *out_size);
SPC(spc_code) SpcSHA1Digest(const uint8_t *in, spc_size in_size, uint8_t *sha1, spc_size *sha1_size);
SPC(spc_code) SpcVerifyCert(const uint8_t *root, spc_size root_size, const uint8_t *cert, spc_size cert_size,
                            const char *time);
SPC(spc_code) SpcGetValidTimeFromCert(const uint8_t *cert, spc_size cert_size, char *start, char *end);
SPC(spc_code) SpcGetCertInfo(const uint8_t *cert, spc_size cert_size, unsigned int index, uint8_t *out,
                             spc_size *out_size);
SPC(spc_code) SpcGetCertPubKey(const uint8_t *cert, spc_size cert_size, uint8_t *out, spc_size *out_size);
SPC(spc_code) SpcSealEnvelope(const uint8_t *cert, spc_size cert_size, const uint8_t *in, spc_size in_size,
                              uint8_t *out, spc_size *out_size);
SPC(spc_code) SpcOpenEnvelope(const uint8_t *in, spc_size in_size, uint8_t *out, spc_size *out_size);
SPC(spc_code) SpcSymEncrypt(unsigned int flag, const uint8_t *in, spc_size in_size, uint8_t *out, spc_size *out_size,
                            const uint8_t *key);
SPC(spc_code) SpcSymDecrypt(unsigned int flag, const uint8_t *in, spc_size in_size, uint8_t *out, spc_size *out_size,
                            const uint8_t *key);
SPC(spc_code) SpcRSAEncrypt(const uint8_t *cert, spc_size cert_size, const uint8_t *in, spc_size in_size, uint8_t *out,
                            spc_size *out_size);
SPC(spc_code) SpcRSADecrypt(const uint8_t *cert, spc_size cert_size, const uint8_t *in, spc_size in_size, uint8_t *out,
                            spc_size *out_size);
SPC(spc_code) SpcGetRandom(uint8_t *out, spc_size out_size);
SPC(spc_code) SpcGetModuleVer(char *out);
SPC(const char *) SpcGetErrMsg(spc_code code);
SPC(spc_code) SpcGetRaType(unsigned int *type);
SPC(spc_code) SpcGetDevAsymAlgoFlag(uint64_t *flag);

#endif
