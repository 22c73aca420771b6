#include <openssl/asn1.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "card.h"
#include "crypto.h"
#include "world.h"

static X509 *parse(const uint8_t *certificate, spc_size size) {
  const uint8_t *cursor = certificate;
  return certificate == NULL ? NULL : d2i_X509(NULL, &cursor, (long)size);
}

static void time_text(const ASN1_TIME *time, char *text) {
  struct tm parts;
  ASN1_TIME_to_tm(time, &parts);
  sprintf(text, "%04d-%02d-%02d %02d:%02d:%02d", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour,
          parts.tm_min, parts.tm_sec);
}

SPC(spc_code) SpcGetValidTimeFromCert(const uint8_t *cert, spc_size cert_size, char *start, char *end) {
  ENTER(SpcGetValidTimeFromCert);
  X509 *x509 = parse(cert, cert_size);
  if (x509 == NULL || start == NULL || end == NULL) return SPC_BAD_ARGUMENT;
  time_text(X509_get0_notBefore(x509), start);
  time_text(X509_get0_notAfter(x509), end);
  X509_free(x509);
  return SPC_OK;
}

/* `time` is a text as SpcGetValidTimeFromCert gives it; texts of that shape compare as times do. */
SPC(spc_code) SpcVerifyCert(const uint8_t *root, spc_size root_size, const uint8_t *cert, spc_size cert_size, const char *time) {
  ENTER(SpcVerifyCert);
  X509 *issuer = parse(root, root_size), *subject = parse(cert, cert_size);
  char start[32], end[32];
  int is_good = 0;
  if (issuer != NULL && subject != NULL && time != NULL) {
    /* Only SM2 has an id; OpenSSL refuses to verify another signature with one set. */
    if (crypto_is_sm2(X509_get0_pubkey(issuer))) {
      ASN1_OCTET_STRING *id = ASN1_OCTET_STRING_new();
      ASN1_OCTET_STRING_set(id, (const uint8_t *)"1234567812345678", 16);
      X509_set0_distinguishing_id(subject, id);
    }
    time_text(X509_get0_notBefore(subject), start);
    time_text(X509_get0_notAfter(subject), end);
    is_good = strcmp(time, start) >= 0 && strcmp(time, end) <= 0 && X509_verify(subject, X509_get0_pubkey(issuer)) == 1;
  }
  spc_code code = issuer == NULL || subject == NULL ? SPC_BAD_ARGUMENT : is_good ? SPC_OK : SIM_NOT_VERIFIED;
  X509_free(issuer);
  X509_free(subject);
  return code;
}

/* Which identity field answers which index; the certificate itself is only asked for its validity. */
static const struct {
  unsigned int index;
  const char *field;
} INFO[] = {{1, "certificate"}, {27, "owner"}, {52, "company-name"}, {70, "card"}, {71, "company-id"}, {72, "mode"}};

SPC(spc_code) SpcGetCertInfo(const uint8_t *cert, spc_size cert_size, unsigned int index, uint8_t *out, spc_size *out_size) {
  ENTER(SpcGetCertInfo);
  uint8_t bytes[512];
  X509 *x509 = parse(cert, cert_size);
  if (x509 == NULL) return SPC_BAD_ARGUMENT;
  if (index == 21 || index == 22) time_text(index == 21 ? X509_get0_notBefore(x509) : X509_get0_notAfter(x509), (char *)bytes);
  X509_free(x509);
  if (index == 21 || index == 22) return give(bytes, strlen((char *)bytes), out, out_size);
  for (size_t row = 0; row < sizeof INFO / sizeof *INFO; row++)
    if (INFO[row].index == index) return give(bytes, world_identity(INFO[row].field, bytes, sizeof bytes), out, out_size);
  return SPC_BAD_ARGUMENT;
}

/* The key as SubjectPublicKeyInfo; the vendor's format is not known. */
SPC(spc_code) SpcGetCertPubKey(const uint8_t *cert, spc_size cert_size, uint8_t *out, spc_size *out_size) {
  ENTER(SpcGetCertPubKey);
  EVP_PKEY *key = crypto_certificate_key(cert, cert_size);
  uint8_t *der = NULL;
  if (key == NULL) return SPC_BAD_ARGUMENT;
  int size = i2d_PUBKEY(key, &der);
  EVP_PKEY_free(key);
  if (size <= 0) return SIM_CRYPTO;
  spc_code code = give(der, (size_t)size, out, out_size);
  OPENSSL_free(der);
  return code;
}
