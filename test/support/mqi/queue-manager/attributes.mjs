/** IBM MQ simulator: MQINQ and MQSET. */

import { ATTRIBUTE, CC, FIRST_CHARACTER_ATTRIBUTE, NAME_LENGTH, OPEN, PERSISTENCE, RC } from './constants.mjs';
import { failed } from './messages.mjs';
import { padded } from './wire.mjs';

/** MQ 9.4, as MQIA_COMMAND_LEVEL counts. */
const COMMAND_LEVEL = 940;
const LOCAL_QUEUE = 1;

/** @type {Readonly<Record<number, (queue: import('./queue.mjs').Queue) => number | string>>} */
const OF_QUEUE = {
  [ATTRIBUTE.CURRENT_Q_DEPTH]: (queue) => queue.depth,
  [ATTRIBUTE.MAX_Q_DEPTH]: (queue) => queue.definition.maxDepth,
  [ATTRIBUTE.MAX_MSG_LENGTH]: (queue) => queue.definition.maxLength,
  [ATTRIBUTE.BACKOUT_THRESHOLD]: (queue) => queue.definition.backoutThreshold,
  [ATTRIBUTE.BACKOUT_REQ_Q_NAME]: (queue) => queue.definition.backoutQueue,
  [ATTRIBUTE.INHIBIT_GET]: (queue) => Number(queue.definition.isGetInhibited),
  [ATTRIBUTE.INHIBIT_PUT]: (queue) => Number(queue.definition.isPutInhibited),
  [ATTRIBUTE.OPEN_INPUT_COUNT]: (queue) => queue.openInputs,
  [ATTRIBUTE.OPEN_OUTPUT_COUNT]: (queue) => queue.openOutputs,
  [ATTRIBUTE.Q_TYPE]: () => LOCAL_QUEUE,
  [ATTRIBUTE.DEF_PERSISTENCE]: (queue) => (queue.definition.isPersistentByDefault ? PERSISTENCE.YES : PERSISTENCE.NO),
  [ATTRIBUTE.Q_NAME]: (queue) => queue.definition.name,
};

/** @type {Readonly<Record<number, (server: import('./connection.mjs').Server) => number | string>>} */
const OF_QUEUE_MANAGER = {
  [ATTRIBUTE.CODED_CHAR_SET_ID]: (server) => server.ccsid,
  [ATTRIBUTE.COMMAND_LEVEL]: () => COMMAND_LEVEL,
  [ATTRIBUTE.MAX_MSG_LENGTH]: (server) => server.messageMax,
  [ATTRIBUTE.Q_MGR_NAME]: (server) => server.admission.queueManager,
};

/**
 * @param {import('./connection.mjs').Connection} connection
 * @param {import('./connection.mjs').OpenObject} object
 * @param {import('./wire.mjs').Request} request
 * @returns {import('./wire.mjs').Reply}
 */
export function inquire(connection, object, request) {
  if ((object.options & OPEN.INQUIRE) === 0) return failed(RC.NOT_OPEN_FOR_INQUIRE);
  const integers = [];
  const characters = [];
  for (let i = 0; i < request.first; i++) {
    const selector = request.payload.readInt32LE(i * 4);
    const value = object.isQueueManager
      ? OF_QUEUE_MANAGER[selector]?.(connection.server)
      : OF_QUEUE[selector]?.(object.queue);
    if (value === undefined) return failed(RC.SELECTOR_ERROR);
    if (selector >= FIRST_CHARACTER_ATTRIBUTE) characters.push(padded(String(value), NAME_LENGTH));
    else integers.push(Number(value));
  }
  const numbers = Buffer.alloc(integers.length * 4);
  for (const [i, value] of integers.entries()) numbers.writeInt32LE(value, i * 4);
  return {
    compCode: CC.OK,
    reason: RC.NONE,
    first: integers.length,
    second: characters.length * NAME_LENGTH,
    payload: [numbers, ...characters],
  };
}

/**
 * MQSET of the two attributes that a client may set here.
 * @param {import('./connection.mjs').OpenObject} object
 * @param {import('./wire.mjs').Request} request
 * @returns {import('./wire.mjs').Reply}
 */
export function set(object, request) {
  if ((object.options & OPEN.SET) === 0) return failed(RC.NOT_OPEN_FOR_SET);
  const { first: selectors, second: integers, payload } = request;
  if (selectors !== integers) return failed(RC.SELECTOR_ERROR);
  for (let i = 0; i < selectors; i++) {
    const selector = payload.readInt32LE(i * 4);
    const isOn = payload.readInt32LE((selectors + i) * 4) === 1;
    const { queue } = object;
    if (selector === ATTRIBUTE.INHIBIT_PUT) queue.definition = { ...queue.definition, isPutInhibited: isOn };
    else if (selector === ATTRIBUTE.INHIBIT_GET) queue.definition = { ...queue.definition, isGetInhibited: isOn };
    else return failed(RC.SELECTOR_ERROR);
  }
  return { compCode: CC.OK, reason: RC.NONE };
}
