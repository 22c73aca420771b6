import { Fault, type FaultDetail } from '../../contract/fault.js';
import type { FaultCode } from '../../contract/fault-table.js';

/** AMQP 0-9-1 reply codes [official: specification, section 1.2 "constants"; RabbitMQ's use of them where it differs]. */
const REPLY_CODES: Readonly<Record<number, FaultCode>> = {
  311: 'transport.too-large',
  312: 'transport.unroutable',
  313: 'transport.unroutable',
  320: 'transport.closed',
  402: 'transport.not-found',
  403: 'transport.unauthorized',
  404: 'transport.not-found',
  // An exclusive queue of another connection: not ours to use.
  405: 'transport.queue-in-use',
  406: 'transport.protocol',
  501: 'transport.protocol',
  502: 'transport.protocol',
  503: 'transport.protocol',
  504: 'transport.protocol',
  505: 'transport.protocol',
  506: 'transport.closed',
  // RabbitMQ says it for a virtual host that does not exist and for one the user may not enter, and does not tell them apart.
  530: 'transport.vhost',
  540: 'transport.protocol',
  541: 'transport.closed',
};

/** Codes of the operating system, the resolver and the TLS library, as Node names them. */
const SYSTEM_CODES: Readonly<Record<string, FaultCode>> = {
  ECONNREFUSED: 'transport.unreachable',
  ECONNRESET: 'transport.closed',
  EPIPE: 'transport.closed',
  EHOSTUNREACH: 'transport.unreachable',
  EHOSTDOWN: 'transport.unreachable',
  ENETUNREACH: 'transport.unreachable',
  ENETDOWN: 'transport.unreachable',
  EADDRNOTAVAIL: 'transport.unreachable',
  EACCES: 'transport.unreachable',
  ENOTFOUND: 'transport.unreachable',
  EAI_AGAIN: 'transport.unreachable',
  EAI_FAIL: 'transport.unreachable',
  ETIMEDOUT: 'transport.timeout',
  EPROTO: 'transport.tls',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'transport.tls',
  SELF_SIGNED_CERT_IN_CHAIN: 'transport.tls',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'transport.tls',
  UNABLE_TO_GET_ISSUER_CERT: 'transport.tls',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'transport.tls',
  HOSTNAME_MISMATCH: 'transport.tls',
  INVALID_CA: 'transport.tls',
  INVALID_PURPOSE: 'transport.tls',
};

/** Families of codes where the library numbers its cases itself. */
const TLS_FAMILIES = ['ERR_TLS_', 'ERR_SSL_', 'ERR_OSSL_', 'CERT_', 'CRL_'] as const;

/** Turns whatever amqplib or a socket threw into a Fault; `otherwise` where it carries no code that says more. */
export function rabbitmqFault(reason: unknown, otherwise: FaultCode, detail: FaultDetail = {}): Fault {
  const code = codeOf(reason);
  if (code === null) return Fault.from(reason, otherwise, detail);
  return Fault.from(reason, faultCodeOf(code) ?? otherwise, { ...detail, code });
}

/** Does the error itself say why? If not, only the wire can tell (a handshake that the broker ended). */
export function hasCode(reason: unknown): boolean {
  return reason instanceof Fault || codeOf(reason) !== null;
}

/** The Fault of a reply code that was read from the wire. */
export function replyFault(replyCode: number, detail: FaultDetail = {}): Fault {
  return new Fault(REPLY_CODES[replyCode] ?? 'transport.protocol', { ...detail, code: replyCode });
}

/**
 * The broker closed the channel because of one publish. What that means for the message it was, null when the close had
 * another cause. Messages are sent with properties of our own making only, so 406 can mean nothing but its size.
 */
export function publishRefusal(reason: unknown): 'transport.too-large' | 'transport.closed' | null {
  if (!isChannelClose(reason) || reason.classId !== BASIC_CLASS || reason.methodId !== PUBLISH_METHOD) return null;
  return reason.code === 311 || reason.code === 406 ? 'transport.too-large' : 'transport.closed';
}

/** The broker refused a consumer: the right is missing, or another consumer has the queue to itself. */
export function isRefusedConsumer(reason: unknown): boolean {
  return isConsumerClose(reason, 403);
}

/** The right to consume is there, the arguments are not as they must be. */
export function isWrongArgument(reason: unknown): boolean {
  return isConsumerClose(reason, 406);
}

function isConsumerClose(reason: unknown, code: number): boolean {
  return (
    isChannelClose(reason) &&
    reason.classId === BASIC_CLASS &&
    reason.methodId === CONSUME_METHOD &&
    reason.code === code
  );
}

const BASIC_CLASS = 60;
const CONSUME_METHOD = 20;
const PUBLISH_METHOD = 40;

interface ChannelClose {
  readonly code: number;
  readonly classId: number;
  readonly methodId: number;
}

function isChannelClose(reason: unknown): reason is ChannelClose {
  return (
    typeof reason === 'object' && reason !== null && 'code' in reason && 'classId' in reason && 'methodId' in reason
  );
}

function codeOf(reason: unknown): string | number | null {
  if (typeof reason !== 'object' || reason === null || reason instanceof Fault || !('code' in reason)) return null;
  const { code } = reason;
  return typeof code === 'string' || typeof code === 'number' ? code : null;
}

function faultCodeOf(code: string | number): FaultCode | null {
  if (typeof code === 'number') return REPLY_CODES[code] ?? null;
  if (TLS_FAMILIES.some((family) => code.startsWith(family))) return 'transport.tls';
  return SYSTEM_CODES[code] ?? null;
}
