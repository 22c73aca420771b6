import type { Sentence } from '../contract/doctor.js';

/** Why a TLS handshake with a broker failed, and what to do about exactly that. */
export interface TlsTrouble {
  readonly words: Sentence;
  readonly advice: Sentence;
}

const UNTRUSTED: TlsTrouble = {
  words: {
    zh: '本机不信任签发服务器证书的机构',
    en: 'this machine does not trust the authority that issued the certificate of the server',
  },
  advice: {
    zh: '向服务器管理方索取其 CA 证书（PEM），写入 transport.tls.ca',
    en: 'Ask who runs the server for the certificate of its authority (PEM), and name the file in transport.tls.ca',
  },
};

const OTHER_NAME: TlsTrouble = {
  words: {
    zh: '服务器证书上的名称与 transport.host 不符',
    en: 'the certificate of the server has another name than transport.host',
  },
  advice: {
    zh: '核对 transport.host；确属该服务器时，把证书上的名称写入 transport.tls.servername',
    en: 'Check transport.host; where it is the right server, write the name on its certificate into transport.tls.servername',
  },
};

const NO_TLS: TlsTrouble = {
  words: { zh: '该端口的回答不是 TLS', en: 'what answers at this port does not speak TLS' },
  advice: {
    zh: '核对 transport.port（TLS 通常为 5671）；服务器确实不用 TLS 时设置 transport.tls: false',
    en: 'Check transport.port (5671 is usual for TLS); where the server has no TLS, set transport.tls: false',
  },
};

/** By the codes of OpenSSL and Node. */
const TROUBLES: Readonly<Record<string, TlsTrouble>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  CERT_HAS_EXPIRED: {
    words: { zh: '服务器的证书已过期', en: 'the certificate of the server has expired' },
    advice: {
      zh: '请服务器管理方更换证书；先核对本机时钟',
      en: 'Ask who runs the server to renew it; look at the clock of this machine first',
    },
  },
  CERT_NOT_YET_VALID: {
    words: { zh: '服务器的证书尚未生效', en: 'the certificate of the server is not valid yet' },
    advice: { zh: '核对本机时钟', en: 'Look at the clock of this machine' },
  },
  ERR_TLS_CERT_ALTNAME_INVALID: OTHER_NAME,
  HOSTNAME_MISMATCH: OTHER_NAME,
  ERR_SSL_WRONG_VERSION_NUMBER: NO_TLS,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: NO_TLS,
};

/** Null where the code is not known, or is none. */
export function tlsTroubleOf(code: unknown): TlsTrouble | null {
  return typeof code === 'string' && Object.hasOwn(TROUBLES, code) ? (TROUBLES[code] ?? null) : null;
}
