/* Keys, signatures and ciphers of the simulated card, all done by OpenSSL. */
#ifndef SWIC_CRYPTO_H
#define SWIC_CRYPTO_H

#include <openssl/evp.h>
#include <stddef.h>
#include "spc.h"

/* The card's private key; NULL when the world has none. Kept for the life of the process. */
EVP_PKEY *crypto_card_key(void);
/* Free with EVP_PKEY_free. NULL when the octets are no certificate or key. */
EVP_PKEY *crypto_certificate_key(const uint8_t *certificate, size_t size);
EVP_PKEY *crypto_public_key(const uint8_t *key, size_t size);
int crypto_is_sm2(EVP_PKEY *key);

/* RSA: PKCS#1 v1.5 with SHA-1. SM2: SM3 over Z (id 1234567812345678) and the data; the signature is r and s, 64 octets. */
spc_code crypto_sign(const uint8_t *in, size_t in_size, int is_digest, uint8_t *out, size_t *out_size);
spc_code crypto_verify(EVP_PKEY *key, const uint8_t *in, size_t in_size, int is_digest, const uint8_t *sig, size_t sig_size);

spc_code crypto_encrypt_to(EVP_PKEY *key, const uint8_t *in, size_t in_size, uint8_t *out, size_t *out_size);
spc_code crypto_decrypt(const uint8_t *in, size_t in_size, uint8_t *out, size_t *out_size);
/* CBC with a zero initial vector and PKCS#7 padding: what the simulator does, not a known fact of the vendor's. */
spc_code crypto_cipher(const EVP_CIPHER *cipher, int is_encrypting, const uint8_t *key, const uint8_t *in, size_t in_size,
                       uint8_t *out, size_t *out_size);
spc_code crypto_random(uint8_t *out, size_t size);

#endif
