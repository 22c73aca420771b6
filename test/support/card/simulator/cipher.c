#include <stdlib.h>
#include <string.h>
#include "card.h"
#include "crypto.h"
#include "world.h"

enum { KEY_SIZE = 32, WRAPPED_MAX = 512 };

SPC(spc_code) SpcEncodePEM(const uint8_t *in, spc_size in_size, uint8_t *out, spc_size *out_size) {
  ENTER(SpcEncodePEM);
  uint8_t *text = malloc(((size_t)in_size + 2) / 3 * 4 + 1);
  int size = EVP_EncodeBlock(text, in, (int)in_size);
  spc_code code = size < 0 ? SIM_CRYPTO : give(text, (size_t)size, out, out_size);
  free(text);
  return code;
}

SPC(spc_code) SpcDecodePEM(const uint8_t *in, spc_size in_size, uint8_t *out, spc_size *out_size) {
  ENTER(SpcDecodePEM);
  uint8_t *bytes = malloc((size_t)in_size + 1);
  int size = EVP_DecodeBlock(bytes, in, (int)in_size);
  /* EVP_DecodeBlock counts the octets that padding stands for. */
  for (spc_size at = in_size; size > 0 && at > 0 && in[at - 1] == '='; at--) size--;
  spc_code code = size < 0 ? SPC_BAD_ARGUMENT : give(bytes, (size_t)size, out, out_size);
  free(bytes);
  return code;
}

static spc_code encrypt_to(const uint8_t *cert, spc_size cert_size, const uint8_t *in, spc_size in_size, uint8_t *out, spc_size *out_size) {
  EVP_PKEY *key = crypto_certificate_key(cert, cert_size);
  if (key == NULL) return SPC_BAD_ARGUMENT;
  size_t size = *out_size;
  spc_code code = crypto_encrypt_to(key, in, in_size, out, &size);
  EVP_PKEY_free(key);
  *out_size = (spc_size)size;
  return code;
}

SPC(spc_code) SpcRSAEncrypt(const uint8_t *cert, spc_size cert_size, const uint8_t *in, spc_size in_size, uint8_t *out, spc_size *out_size) {
  ENTER(SpcRSAEncrypt);
  return encrypt_to(cert, cert_size, in, in_size, out, out_size);
}

SPC(spc_code) SpcRSADecrypt(const uint8_t *cert, spc_size cert_size, const uint8_t *in, spc_size in_size, uint8_t *out, spc_size *out_size) {
  ENTER(SpcRSADecrypt);
  spc_code code = card_is_unlocked();
  if (code != SPC_OK) return code;
  if (cert == NULL || cert_size == 0) return SPC_BAD_ARGUMENT;
  size_t size = *out_size;
  code = crypto_decrypt(in, in_size, out, &size);
  *out_size = (spc_size)size;
  return code;
}

/* The simulator's own envelope: size of the wrapped key (2 octets), the wrapped key, AES-256-CBC of the data. */
SPC(spc_code) SpcSealEnvelope(const uint8_t *cert, spc_size cert_size, const uint8_t *in, spc_size in_size, uint8_t *out, spc_size *out_size) {
  ENTER(SpcSealEnvelope);
  uint8_t key[KEY_SIZE], wrapped[WRAPPED_MAX];
  spc_size wrapped_size = sizeof wrapped;
  if (crypto_random(key, sizeof key) != SPC_OK) return SIM_CRYPTO;
  spc_code code = encrypt_to(cert, cert_size, key, sizeof key, wrapped, &wrapped_size);
  if (code != SPC_OK) return code;
  if (*out_size < wrapped_size + 2) return SIM_BUFFER_SMALL;
  out[0] = (uint8_t)(wrapped_size >> 8);
  out[1] = (uint8_t)wrapped_size;
  memcpy(out + 2, wrapped, wrapped_size);
  size_t size = *out_size - wrapped_size - 2;
  code = crypto_cipher(EVP_aes_256_cbc(), 1, key, in, in_size, out + 2 + wrapped_size, &size);
  *out_size = (spc_size)(2 + wrapped_size + size);
  return code;
}

SPC(spc_code) SpcOpenEnvelope(const uint8_t *in, spc_size in_size, uint8_t *out, spc_size *out_size) {
  ENTER(SpcOpenEnvelope);
  uint8_t key[WRAPPED_MAX];
  size_t key_size = sizeof key, size = *out_size;
  spc_code code = card_is_unlocked();
  if (code != SPC_OK) return code;
  spc_size wrapped_size = in_size < 2 ? 0 : (spc_size)(in[0] << 8 | in[1]);
  if (wrapped_size == 0 || in_size < wrapped_size + 2) return SPC_BAD_ARGUMENT;
  code = crypto_decrypt(in + 2, wrapped_size, key, &key_size);
  if (code != SPC_OK || key_size != KEY_SIZE) return SIM_CRYPTO;
  code = crypto_cipher(EVP_aes_256_cbc(), 0, key, in + 2 + wrapped_size, in_size - 2 - wrapped_size, out, &size);
  *out_size = (spc_size)size;
  return code;
}

/* Only what OpenSSL has without its legacy provider; the national ciphers of the flag list are hardware of the card. */
static const EVP_CIPHER *cipher_of(unsigned int flag) { return flag == 0x20 ? EVP_des_ede3_cbc() : NULL; }

static spc_code symmetric(unsigned int flag, int is_encrypting, const uint8_t *key, const uint8_t *in, spc_size in_size, uint8_t *out, spc_size *out_size) {
  if (key == NULL || in == NULL || out == NULL || out_size == NULL) return SPC_BAD_ARGUMENT;
  size_t size = *out_size;
  spc_code code = crypto_cipher(cipher_of(flag), is_encrypting, key, in, in_size, out, &size);
  *out_size = (spc_size)size;
  return code;
}

SPC(spc_code) SpcSymEncrypt(unsigned int flag, const uint8_t *in, spc_size in_size, uint8_t *out, spc_size *out_size, const uint8_t *key) {
  ENTER(SpcSymEncrypt);
  return symmetric(flag, 1, key, in, in_size, out, out_size);
}

SPC(spc_code) SpcSymDecrypt(unsigned int flag, const uint8_t *in, spc_size in_size, uint8_t *out, spc_size *out_size, const uint8_t *key) {
  ENTER(SpcSymDecrypt);
  return symmetric(flag, 0, key, in, in_size, out, out_size);
}

SPC(spc_code) SpcGetRandom(uint8_t *out, spc_size out_size) {
  ENTER(SpcGetRandom);
  return out == NULL ? SPC_BAD_ARGUMENT : crypto_random(out, out_size);
}
