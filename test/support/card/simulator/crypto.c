#include "crypto.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>
#include "world.h"

static const char SM2_ID[] = "1234567812345678";
enum { SM2_HALF = 32, SM2_RAW = 64, DER_ROOM = 80 };

EVP_PKEY *crypto_card_key(void) {
  static EVP_PKEY *key = NULL;
  if (key != NULL) return key;
  size_t size = 0;
  uint8_t *pem = world_read("key.pem", &size);
  if (pem == NULL) return NULL;
  /* A memory BIO and not a FILE: on Windows the OpenSSL of the process may have another C runtime than this library. */
  BIO *bio = BIO_new_mem_buf(pem, (int)size);
  key = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);
  BIO_free(bio);
  free(pem);
  return key;
}

EVP_PKEY *crypto_certificate_key(const uint8_t *certificate, size_t size) {
  const uint8_t *cursor = certificate;
  X509 *x509 = certificate == NULL ? NULL : d2i_X509(NULL, &cursor, (long)size);
  if (x509 == NULL) return NULL;
  EVP_PKEY *key = X509_get_pubkey(x509);
  X509_free(x509);
  return key;
}

EVP_PKEY *crypto_public_key(const uint8_t *key, size_t size) {
  const uint8_t *cursor = key;
  return key == NULL ? NULL : d2i_PUBKEY(NULL, &cursor, (long)size);
}

/* By name: node.exe, whose OpenSSL the Windows build of this simulator uses, does not export EVP_sm3. */
static const EVP_MD *sm3(void) { return EVP_get_digestbyname("SM3"); }

int crypto_is_sm2(EVP_PKEY *key) { return EVP_PKEY_is_a(key, "SM2"); }

static int raw_from_der(const uint8_t *der, size_t size, uint8_t *raw) {
  const uint8_t *cursor = der;
  ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &cursor, (long)size);
  if (signature == NULL) return 0;
  const BIGNUM *r, *s;
  ECDSA_SIG_get0(signature, &r, &s);
  int done = BN_bn2binpad(r, raw, SM2_HALF) == SM2_HALF && BN_bn2binpad(s, raw + SM2_HALF, SM2_HALF) == SM2_HALF;
  ECDSA_SIG_free(signature);
  return done;
}

static size_t der_from_raw(const uint8_t *raw, uint8_t *der) {
  ECDSA_SIG *signature = ECDSA_SIG_new();
  ECDSA_SIG_set0(signature, BN_bin2bn(raw, SM2_HALF, NULL), BN_bin2bn(raw + SM2_HALF, SM2_HALF, NULL));
  int size = i2d_ECDSA_SIG(signature, &der);
  ECDSA_SIG_free(signature);
  return size < 0 ? 0 : (size_t)size;
}

static spc_code sign_message(EVP_PKEY *key, const uint8_t *in, size_t in_size, uint8_t *out, size_t *out_size) {
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  EVP_PKEY_CTX *parameters = EVP_PKEY_CTX_new(key, NULL);
  int sm2 = crypto_is_sm2(key), done;
  if (sm2) EVP_PKEY_CTX_set1_id(parameters, SM2_ID, (int)strlen(SM2_ID));
  EVP_MD_CTX_set_pkey_ctx(context, parameters);
  done = EVP_DigestSignInit(context, NULL, sm2 ? sm3() : EVP_sha1(), NULL, key) == 1 &&
         EVP_DigestSign(context, out, out_size, in, in_size) == 1;
  EVP_MD_CTX_free(context);
  EVP_PKEY_CTX_free(parameters);
  return done ? SPC_OK : SIM_CRYPTO;
}

static spc_code sign_digest(EVP_PKEY *key, const uint8_t *in, size_t in_size, uint8_t *out, size_t *out_size) {
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, NULL);
  int done = EVP_PKEY_sign_init(context) == 1;
  if (done && !crypto_is_sm2(key))
    done = EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1 && EVP_PKEY_CTX_set_signature_md(context, EVP_sha1()) == 1;
  done = done && EVP_PKEY_sign(context, out, out_size, in, in_size) == 1;
  EVP_PKEY_CTX_free(context);
  return done ? SPC_OK : SIM_CRYPTO;
}

spc_code crypto_sign(const uint8_t *in, size_t in_size, int is_digest, uint8_t *out, size_t *out_size) {
  EVP_PKEY *key = crypto_card_key();
  uint8_t buffer[1024];
  size_t size = sizeof buffer;
  if (key == NULL) return SIM_CRYPTO;
  spc_code code = is_digest ? sign_digest(key, in, in_size, buffer, &size) : sign_message(key, in, in_size, buffer, &size);
  if (code != SPC_OK) return code;
  if (crypto_is_sm2(key)) {
    uint8_t raw[SM2_RAW];
    if (!raw_from_der(buffer, size, raw)) return SIM_CRYPTO;
    memcpy(buffer, raw, size = SM2_RAW);
  }
  if (*out_size < size) {
    *out_size = size;
    return SIM_BUFFER_SMALL;
  }
  memcpy(out, buffer, *out_size = size);
  return SPC_OK;
}

spc_code crypto_verify(EVP_PKEY *key, const uint8_t *in, size_t in_size, int is_digest, const uint8_t *sig, size_t sig_size) {
  uint8_t der[DER_ROOM];
  int sm2 = crypto_is_sm2(key), done;
  if (sm2) {
    if (sig_size != SM2_RAW) return SIM_NOT_VERIFIED;
    sig_size = der_from_raw(sig, der);
    sig = der;
  }
  EVP_PKEY_CTX *parameters = EVP_PKEY_CTX_new(key, NULL);
  if (is_digest) {
    done = EVP_PKEY_verify_init(parameters) == 1;
    if (done && !sm2)
      done = EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PADDING) == 1 && EVP_PKEY_CTX_set_signature_md(parameters, EVP_sha1()) == 1;
    done = done && EVP_PKEY_verify(parameters, sig, sig_size, in, in_size) == 1;
  } else {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (sm2) EVP_PKEY_CTX_set1_id(parameters, SM2_ID, (int)strlen(SM2_ID));
    EVP_MD_CTX_set_pkey_ctx(context, parameters);
    done = EVP_DigestVerifyInit(context, NULL, sm2 ? sm3() : EVP_sha1(), NULL, key) == 1 &&
           EVP_DigestVerify(context, sig, sig_size, in, in_size) == 1;
    EVP_MD_CTX_free(context);
  }
  EVP_PKEY_CTX_free(parameters);
  return done ? SPC_OK : SIM_NOT_VERIFIED;
}

spc_code crypto_encrypt_to(EVP_PKEY *key, const uint8_t *in, size_t in_size, uint8_t *out, size_t *out_size) {
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, NULL);
  int done = EVP_PKEY_encrypt_init(context) == 1 && EVP_PKEY_encrypt(context, out, out_size, in, in_size) == 1;
  EVP_PKEY_CTX_free(context);
  return done ? SPC_OK : SIM_CRYPTO;
}

spc_code crypto_decrypt(const uint8_t *in, size_t in_size, uint8_t *out, size_t *out_size) {
  EVP_PKEY *key = crypto_card_key();
  EVP_PKEY_CTX *context = key == NULL ? NULL : EVP_PKEY_CTX_new(key, NULL);
  if (context == NULL) return SIM_CRYPTO;
  int done = EVP_PKEY_decrypt_init(context) == 1 && EVP_PKEY_decrypt(context, out, out_size, in, in_size) == 1;
  EVP_PKEY_CTX_free(context);
  return done ? SPC_OK : SIM_CRYPTO;
}

spc_code crypto_cipher(const EVP_CIPHER *cipher, int is_encrypting, const uint8_t *key, const uint8_t *in, size_t in_size,
                       uint8_t *out, size_t *out_size) {
  static const uint8_t zero[EVP_MAX_IV_LENGTH];
  int first = 0, last = 0;
  if (cipher == NULL) return SIM_UNSUPPORTED;
  if (*out_size < in_size + EVP_MAX_BLOCK_LENGTH) return SIM_BUFFER_SMALL;
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
  int done = EVP_CipherInit_ex(context, cipher, NULL, key, zero, is_encrypting) == 1 &&
             EVP_CipherUpdate(context, out, &first, in, (int)in_size) == 1 &&
             EVP_CipherFinal_ex(context, out + first, &last) == 1;
  EVP_CIPHER_CTX_free(context);
  if (!done) return SIM_CRYPTO;
  *out_size = (size_t)(first + last);
  return SPC_OK;
}

spc_code crypto_random(uint8_t *out, size_t size) { return RAND_bytes(out, (int)size) == 1 ? SPC_OK : SIM_CRYPTO; }
