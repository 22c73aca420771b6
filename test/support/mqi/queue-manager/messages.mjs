/** IBM MQ simulator: MQPUT, MQPUT1 and MQGET. */

import { CC, GET, ID_LENGTH, MATCH, MD, NAME_LENGTH, OPEN, PERSISTENCE, PUT, RC } from './constants.mjs';
import { padded } from './wire.mjs';

/** MQ's own default of MAXUMSGS: the messages that one unit of work may hold. */
const UNCOMMITTED_MAX = 10_000;
/** MQ's own default of the queue manager's MAXMSGL, 4 MB. */
export const QUEUE_MANAGER_MESSAGE_MAX = 4 * 1024 * 1024;
const NO_ID = Buffer.alloc(ID_LENGTH);

/** @type {(reason: number) => import('./wire.mjs').Reply} */
export const failed = (reason) => ({ compCode: CC.FAILED, reason });

/**
 * @param {import('./connection.mjs').Connection} connection
 * @param {import('./queue.mjs').Queue} queue
 * @param {number} options MQPMO_…
 * @param {Buffer} payload descriptor and data
 * @returns {import('./wire.mjs').Reply}
 */
export function put(connection, queue, options, payload) {
  const { definition } = queue;
  const length = payload.length - MD.LENGTH;
  const isUnderSyncpoint = (options & PUT.SYNCPOINT) !== 0;
  const { unit } = connection;
  if (definition.isPutInhibited) return failed(RC.PUT_INHIBITED);
  if (length > definition.maxLength) return failed(RC.MSG_TOO_BIG_FOR_Q);
  if (length > connection.server.messageMax) return failed(RC.MSG_TOO_BIG_FOR_Q_MGR);
  if (queue.depth >= definition.maxDepth) return failed(RC.Q_FULL);
  if (isUnderSyncpoint && unit.puts.length + unit.gets.length >= UNCOMMITTED_MAX) {
    return failed(RC.SYNCPOINT_LIMIT_REACHED);
  }
  // The frame is in the socket's memory, which the next read reuses.
  const descriptor = Buffer.from(payload.subarray(0, MD.LENGTH));
  fillDescriptor(connection, queue, options, descriptor);
  connection.server.store.put(
    queue,
    descriptor,
    Buffer.from(payload.subarray(MD.LENGTH)),
    isUnderSyncpoint ? unit : null,
  );
  return { compCode: CC.OK, reason: RC.NONE, payload: [descriptor, padded(definition.name, NAME_LENGTH)] };
}

/**
 * What a queue manager fills in: ids where they are asked for, and the default message context.
 * @param {import('./connection.mjs').Connection} connection
 * @param {import('./queue.mjs').Queue} queue
 * @param {number} options
 * @param {Buffer} descriptor
 */
function fillDescriptor(connection, queue, options, descriptor) {
  const { server, client } = connection;
  const messageId = descriptor.subarray(MD.MSG_ID, MD.MSG_ID + ID_LENGTH);
  if ((options & PUT.NEW_MSG_ID) !== 0 || messageId.equals(NO_ID)) server.createId().copy(messageId);
  if ((options & PUT.NEW_CORREL_ID) !== 0) server.createId().copy(descriptor, MD.CORREL_ID);
  const isPersistent = queue.isPersistent(descriptor.readInt32LE(MD.PERSISTENCE));
  descriptor.writeInt32LE(isPersistent ? PERSISTENCE.YES : PERSISTENCE.NO, MD.PERSISTENCE);
  if (descriptor.readInt32LE(MD.PRIORITY) < 0) descriptor.writeInt32LE(0, MD.PRIORITY);
  // 0 is MQCCSI_Q_MGR: for a client it means the CCSID that the client declares for itself.
  if (descriptor.readInt32LE(MD.CODED_CHAR_SET_ID) === 0) {
    descriptor.writeInt32LE(Number(client.ccsid) || server.ccsid, MD.CODED_CHAR_SET_ID);
  }
  descriptor.writeInt32LE(0, MD.BACKOUT_COUNT);
  padded(client.username.slice(0, 12), 12).copy(descriptor, MD.USER_IDENTIFIER);
  descriptor.writeInt32LE(client.applicationType, MD.PUT_APPL_TYPE);
  padded(client.applicationName.slice(0, 28), 28).copy(descriptor, MD.PUT_APPL_NAME);
  const now = new Date().toISOString().replace(/\D/g, '');
  descriptor.write(now.slice(0, 8), MD.PUT_DATE, 'latin1');
  descriptor.write(now.slice(8, 16), MD.PUT_TIME, 'latin1');
}

/**
 * One attempt of MQGET.
 * @param {import('./connection.mjs').Connection} connection
 * @param {import('./connection.mjs').OpenObject} object
 * @param {import('./wire.mjs').Request} request
 * @returns {import('./wire.mjs').Reply | null} null: there is no such message now
 */
export function get(connection, object, request) {
  const { options } = request;
  const isBrowse = (options & GET.ANY_BROWSE) !== 0;
  if (isBrowse && (object.options & OPEN.BROWSE) === 0) return failed(RC.NOT_OPEN_FOR_BROWSE);
  if (!isBrowse && (object.options & OPEN.ANY_INPUT) === 0) return failed(RC.NOT_OPEN_FOR_INPUT);
  if (object.queue.definition.isGetInhibited) return failed(RC.GET_INHIBITED);
  if ((options & (GET.MSG_UNDER_CURSOR | GET.BROWSE_MSG_UNDER_CURSOR)) !== 0) {
    const under = object.cursor;
    if (under === null || under.state !== 'ready' || !under.isLinked) return failed(RC.NO_MSG_UNDER_CURSOR);
    return deliver(connection, under, request, isBrowse);
  }
  const after = (options & GET.BROWSE_NEXT) !== 0 ? object.cursor : null;
  const message = findUnexpired(connection, object.queue, after, createMatcher(request.payload));
  if (message === null) return null;
  if (isBrowse) object.cursor = message;
  return deliver(connection, message, request, isBrowse);
}

/**
 * @param {import('./connection.mjs').Connection} connection
 * @param {import('./queue.mjs').Queue} queue
 * @param {import('./queue.mjs').Message | null} after
 * @param {(message: import('./queue.mjs').Message) => boolean} matches
 */
function findUnexpired(connection, queue, after, matches) {
  for (;;) {
    const found = queue.find(after, matches);
    if (found === null || found.expiresAt === null || found.expiresAt > Date.now()) return found;
    connection.server.store.take(found, null);
  }
}

/**
 * @param {Buffer} payload MatchOptions, the caller's CCSID, MsgId, CorrelId
 * @returns {(message: import('./queue.mjs').Message) => boolean}
 */
function createMatcher(payload) {
  const asked = payload.readInt32LE(0);
  const messageId = Buffer.from(payload.subarray(8, 8 + ID_LENGTH));
  const correlationId = Buffer.from(payload.subarray(8 + ID_LENGTH, 8 + 2 * ID_LENGTH));
  const byMessage = (asked & MATCH.MSG_ID) !== 0 && !messageId.equals(NO_ID);
  const byCorrelation = (asked & MATCH.CORREL_ID) !== 0 && !correlationId.equals(NO_ID);
  return ({ descriptor }) =>
    (!byMessage || messageId.compare(descriptor, MD.MSG_ID, MD.MSG_ID + ID_LENGTH) === 0) &&
    (!byCorrelation || correlationId.compare(descriptor, MD.CORREL_ID, MD.CORREL_ID + ID_LENGTH) === 0);
}

/**
 * @param {import('./connection.mjs').Connection} connection
 * @param {import('./queue.mjs').Message} message
 * @param {import('./wire.mjs').Request} request
 * @param {boolean} isBrowse
 * @returns {import('./wire.mjs').Reply}
 */
function deliver(connection, message, request, isBrowse) {
  const { options, second: bufferLength } = request;
  const isTruncated = message.data.length > bufferLength;
  const isAccepted = !isTruncated || (options & GET.ACCEPT_TRUNCATED_MSG) !== 0;
  const isUnderSyncpoint =
    (options & GET.SYNCPOINT) !== 0 || ((options & GET.SYNCPOINT_IF_PERSISTENT) !== 0 && message.isPersistent);
  // A truncated message that is not accepted stays where it is, so that the caller can come back with more room.
  if (!isBrowse && isAccepted) connection.server.store.take(message, isUnderSyncpoint ? connection.unit : null);
  const data = isTruncated ? message.data.subarray(0, bufferLength) : message.data;
  const reason = isTruncated
    ? isAccepted
      ? RC.TRUNCATED_MSG_ACCEPTED
      : RC.TRUNCATED_MSG_FAILED
    : isConversionWanted(message, request)
      ? RC.NOT_CONVERTED
      : RC.NONE;
  return {
    compCode: reason === RC.NONE ? CC.OK : CC.WARNING,
    reason,
    first: message.data.length,
    second: data.length,
    payload: [describe(message), padded(message.queue.definition.name, NAME_LENGTH), data],
  };
}

/** @param {import('./queue.mjs').Message} message */
function describe(message) {
  const descriptor = Buffer.from(message.descriptor);
  descriptor.writeInt32LE(message.backoutCount, MD.BACKOUT_COUNT);
  if (message.expiresAt !== null) {
    descriptor.writeInt32LE(Math.max(1, Math.ceil((message.expiresAt - Date.now()) / 100)), MD.EXPIRY);
  }
  return descriptor;
}

/**
 * The simulator never converts: where the real one would have to, it says so.
 * @param {import('./queue.mjs').Message} message
 * @param {import('./wire.mjs').Request} request
 */
function isConversionWanted(message, request) {
  const wanted = request.payload.readInt32LE(4);
  const format = message.descriptor.toString('latin1', MD.FORMAT, MD.FORMAT + 8).trim();
  const isSame = wanted === 0 || wanted === message.descriptor.readInt32LE(MD.CODED_CHAR_SET_ID);
  return (request.options & GET.CONVERT) !== 0 && format !== '' && !isSame;
}
