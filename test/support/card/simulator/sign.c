#include <openssl/sha.h>
#include <string.h>
#include "card.h"
#include "crypto.h"
#include "world.h"

static spc_code sign(const uint8_t *in, spc_size in_size, int is_digest, uint8_t *out, spc_size *out_size) {
  spc_code code = card_is_unlocked();
  if (code != SPC_OK) return code;
  if (in == NULL || out == NULL || out_size == NULL) return SPC_BAD_ARGUMENT;
  size_t size = *out_size;
  code = crypto_sign(in, in_size, is_digest, out, &size);
  *out_size = (spc_size)size;
  return code;
}

SPC(spc_code) SpcSignData(const uint8_t *in, spc_size in_size, uint8_t *sig, spc_size *sig_size) {
  ENTER(SpcSignData);
  return sign(in, in_size, 0, sig, sig_size);
}

SPC(spc_code) SpcSignDataNoHash(const uint8_t *in, spc_size in_size, uint8_t *sig, spc_size *sig_size) {
  ENTER(SpcSignDataNoHash);
  return sign(in, in_size, 1, sig, sig_size);
}

/* Takes the key over. */
static spc_code verify(EVP_PKEY *key, const uint8_t *in, spc_size in_size, int is_digest, const uint8_t *sig, spc_size sig_size) {
  if (key == NULL) return SPC_BAD_ARGUMENT;
  spc_code code = crypto_verify(key, in, in_size, is_digest, sig, sig_size);
  EVP_PKEY_free(key);
  return code;
}

SPC(spc_code) SpcVerifySignData(const uint8_t *cert, spc_size cert_size, const uint8_t *in, spc_size in_size,
                                const uint8_t *sig, spc_size sig_size) {
  ENTER(SpcVerifySignData);
  return verify(crypto_certificate_key(cert, cert_size), in, in_size, 0, sig, sig_size);
}

SPC(spc_code) SpcVerifySignDataNoHash(const uint8_t *cert, spc_size cert_size, const uint8_t *in, spc_size in_size,
                                      const uint8_t *sig, spc_size sig_size) {
  ENTER(SpcVerifySignDataNoHash);
  return verify(crypto_certificate_key(cert, cert_size), in, in_size, 1, sig, sig_size);
}

SPC(spc_code) SpcVerifySignWithPubKey(const uint8_t *pub, spc_size pub_size, const uint8_t *in, spc_size in_size,
                                      const uint8_t *sig, spc_size sig_size) {
  ENTER(SpcVerifySignWithPubKey);
  return verify(crypto_public_key(pub, pub_size), in, in_size, 0, sig, sig_size);
}

SPC(spc_code) SpcVerifySignNohashWithPubKey(const uint8_t *pub, spc_size pub_size, const uint8_t *in, spc_size in_size,
                                            const uint8_t *sig, spc_size sig_size) {
  ENTER(SpcVerifySignNohashWithPubKey);
  return verify(crypto_public_key(pub, pub_size), in, in_size, 1, sig, sig_size);
}

SPC(spc_code) SpcSHA1Digest(const uint8_t *in, spc_size in_size, uint8_t *sha1, spc_size *sha1_size) {
  ENTER(SpcSHA1Digest);
  uint8_t digest[SHA_DIGEST_LENGTH];
  unsigned int size = 0;
  if (EVP_Digest(in, in_size, digest, &size, EVP_sha1(), NULL) != 1) return SIM_CRYPTO;
  return give(digest, size, sha1, sha1_size);
}
