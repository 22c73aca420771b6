/**
 * IBM MQ simulator: who may connect. What the client says in MQCONNX is kept, so that a test can look at it.
 */

import { RC } from './constants.mjs';
import { parseStrings } from './wire.mjs';

/**
 * @typedef {object} Introduction
 * @property {string} queueManager
 * @property {string} channel
 * @property {string} connectionName
 * @property {string} username
 * @property {string} password
 * @property {string} cipherSpec
 * @property {string} peerName
 * @property {string} keyRepository
 * @property {string} certificateLabel
 * @property {string} applicationName
 * @property {string} ccsid the client's MQCCSID, empty when not set
 * @property {number} processId
 * @property {number} applicationType
 * @property {number} heartbeatSeconds
 * @property {number} options MQCNO_…
 */

/**
 * @typedef {object} Admission
 * @property {string} queueManager
 * @property {string} channel the one server-connection channel
 * @property {readonly { name: string, password: string }[]} users empty: no client is asked
 * @property {{ cipherSpec: string } | null} tls
 */

/**
 * @param {import('./wire.mjs').Request} request
 * @returns {Introduction}
 */
export function parseIntroduction(request) {
  const [
    queueManager = '',
    channel = '',
    connectionName = '',
    username = '',
    password = '',
    cipherSpec = '',
    peerName = '',
    keyRepository = '',
    channelLabel = '',
    tlsLabel = '',
    applicationName = '',
    ccsid = '',
    processId = '0',
  ] = parseStrings(request.payload);
  return {
    queueManager,
    channel,
    connectionName,
    username,
    password,
    cipherSpec,
    peerName,
    keyRepository,
    certificateLabel: tlsLabel === '' ? channelLabel : tlsLabel,
    applicationName,
    ccsid,
    processId: Number(processId),
    applicationType: request.first,
    heartbeatSeconds: request.second,
    options: request.options,
  };
}

/**
 * The order is that of the real handshake: channel, TLS, queue manager, user.
 * @param {Introduction} client
 * @param {Admission} admission
 * @returns {number} a reason code
 */
export function admit(client, admission) {
  if (client.channel !== admission.channel) return RC.UNKNOWN_CHANNEL_NAME;
  const demanded = admission.tls === null ? '' : admission.tls.cipherSpec;
  if (client.cipherSpec !== demanded) {
    return client.cipherSpec === '' || demanded === '' ? RC.SSL_INITIALIZATION_ERROR : RC.JSSE_ERROR;
  }
  const named = client.queueManager.replace(/^\*/, '');
  if (named !== '' && named !== admission.queueManager) return RC.Q_MGR_NAME_ERROR;
  const isKnown = admission.users.some((user) => user.name === client.username && user.password === client.password);
  return admission.users.length === 0 || isKnown ? RC.NONE : RC.NOT_AUTHORIZED;
}
