#include "card.h"

#include <stdlib.h>
#include <string.h>
#include "crypto.h"
#include "messages.h"
#include "world.h"

static int is_open = 0, is_unlocked = 0;

spc_code card_is_open(void) { return is_open ? SPC_OK : SIM_NOT_OPEN; }

spc_code card_is_unlocked(void) {
  if (!is_open) return SIM_NOT_OPEN;
  return is_unlocked ? SPC_OK : SIM_PIN_NEEDED;
}

spc_code give(const uint8_t *bytes, size_t size, uint8_t *out, spc_size *out_size) {
  if (out == NULL || out_size == NULL) return SPC_BAD_ARGUMENT;
  if (*out_size < size) {
    *out_size = (spc_size)size;
    return SIM_BUFFER_SMALL;
  }
  memcpy(out, bytes, size);
  *out_size = (spc_size)size;
  return SPC_OK;
}

SPC(spc_code) SpcInitEnvEx(void) {
  ENTER(SpcInitEnvEx);
  if (is_open) return SIM_ALREADY_OPEN;
  spc_code code = world_open();
  if (code == SPC_OK) is_open = 1;
  return code;
}

SPC(spc_code) SpcClearEnv(void) {
  ENTER(SpcClearEnv);
  is_open = is_unlocked = 0;
  return SPC_OK;
}

SPC(spc_code) SpcVerifyPIN(const uint8_t *pin, spc_size pin_size) {
  ENTER(SpcVerifyPIN);
  if (!is_open) return SIM_NOT_OPEN;
  spc_code code = world_check_pin(pin, pin_size);
  is_unlocked = code == SPC_OK;
  return code;
}

SPC(spc_code) SpcChangePIN(const uint8_t *old_pin, spc_size old_size, const uint8_t *new_pin, spc_size new_size) {
  ENTER(SpcChangePIN);
  if (!is_open) return SIM_NOT_OPEN;
  spc_code code = world_check_pin(old_pin, old_size);
  return code == SPC_OK ? world_change_pin(new_pin, new_size) : code;
}

SPC(spc_code) SpcGetCardState(unsigned int type, unsigned int index, unsigned int *state) {
  ENTER(SpcGetCardState);
  if (type != 450 || index != 8008 || state == NULL) return SPC_BAD_ARGUMENT;
  *state = world_card_state();
  return SPC_OK;
}

/* An identity field of an opened card. */
static spc_code give_field(const char *field, uint8_t *out, spc_size *out_size) {
  uint8_t bytes[512];
  spc_code code = card_is_open();
  return code == SPC_OK ? give(bytes, world_identity(field, bytes, sizeof bytes), out, out_size) : code;
}

#define FIELD(function, field)                                      \
  SPC(spc_code) function(uint8_t *out, spc_size *out_size) {        \
    ENTER(function);                                                \
    return give_field(field, out, out_size);                        \
  }

FIELD(SpcGetCardID, "card")
FIELD(SpcGetCertNo, "certificate")
FIELD(SpcGetUName, "owner")
FIELD(SpcGetEntID, "company-id")
FIELD(SpcGetEntName, "company-name")
FIELD(SpcGetEntMode, "mode")
FIELD(SpcGetCardUserInfo, "user")
FIELD(SpcGetCardAttachInfo, "attachment")

static spc_code give_file(const char *name, uint8_t *out, spc_size *out_size) {
  size_t size = 0;
  spc_code code = card_is_open();
  if (code != SPC_OK) return code;
  uint8_t *bytes = world_read(name, &size);
  code = bytes == NULL ? SIM_CRYPTO : give(bytes, size, out, out_size);
  free(bytes);
  return code;
}

SPC(spc_code) SpcGetSignCert(uint8_t *out, spc_size *out_size) {
  ENTER(SpcGetSignCert);
  return give_file("sign.der", out, out_size);
}

SPC(spc_code) SpcGetEnvCert(uint8_t *out, spc_size *out_size) {
  ENTER(SpcGetEnvCert);
  return give_file("seal.der", out, out_size);
}

SPC(spc_code) SpcGetModuleVer(char *out) {
  ENTER(SpcGetModuleVer);
  if (out == NULL) return SPC_BAD_ARGUMENT;
  strcpy(out, "swic card simulator 1.0");
  return SPC_OK;
}

SPC(const char *) SpcGetErrMsg(spc_code code) {
  for (size_t index = 0; index < sizeof MESSAGES / sizeof *MESSAGES; index++)
    if (MESSAGES[index].code == code) return MESSAGES[index].gbk;
  return NULL;
}

SPC(spc_code) SpcGetRaType(unsigned int *type) {
  ENTER(SpcGetRaType);
  if (type == NULL) return SPC_BAD_ARGUMENT;
  *type = world_ra_type();
  return SPC_OK;
}

SPC(spc_code) SpcGetDevAsymAlgoFlag(uint64_t *flag) {
  ENTER(SpcGetDevAsymAlgoFlag);
  EVP_PKEY *key = crypto_card_key();
  if (flag == NULL || key == NULL) return SPC_BAD_ARGUMENT;
  *flag = crypto_is_sm2(key) ? 131072u : 65536u;
  return SPC_OK;
}
