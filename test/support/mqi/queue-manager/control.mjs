/** IBM MQ simulator: what the tests may ask and order, as JSON on a connection of its own. */

import { CC, ID_LENGTH, MD } from './constants.mjs';

/** @type {Readonly<Record<string, (server: import('./connection.mjs').Server, order: Record<string, unknown>) => unknown>>} */
const ORDERS = {
  'reload-faults': (server) => {
    server.faults.reload();
    return null;
  },
  'fault-hits': (server) => server.faults.hits(),
  depth: (server, order) => findQueue(server, order).depth,
  browse: (server, order) => findQueue(server, order).list().map(describe),
  alter: (server, order) => {
    const queue = findQueue(server, order);
    queue.definition = { ...queue.definition, .../** @type {object} */ (order['changes']) };
    queue.wake();
    return null;
  },
  calls: (server) => server.calls,
  connects: (server) => server.introductions,
  // A connection without an introduction is that of a test.
  open: (server) =>
    [...server.connections]
      .filter((connection) => connection.client !== null)
      .map((connection) => ({
        processId: connection.client.processId,
        isWaiting: connection.isWaiting,
        uncommittedPuts: connection.unit.puts.length,
        uncommittedGets: connection.unit.gets.length,
      })),
};

/**
 * @param {import('./connection.mjs').Server} server
 * @param {Buffer} payload
 * @returns {import('./wire.mjs').Reply}
 */
export function obey(server, payload) {
  try {
    const order = JSON.parse(payload.toString('utf8'));
    const act = ORDERS[order.order];
    if (act === undefined) throw new Error(`unknown order ${order.order}`);
    return { compCode: CC.OK, reason: 0, payload: [Buffer.from(JSON.stringify(act(server, order)))] };
  } catch (reason) {
    return { compCode: CC.FAILED, reason: 0, payload: [Buffer.from(String(reason))] };
  }
}

/**
 * @param {import('./connection.mjs').Server} server
 * @param {Record<string, unknown>} order
 */
function findQueue(server, order) {
  const queue = server.store.queues.get(String(order['queue']));
  if (queue === undefined) throw new Error(`unknown queue ${order['queue']}`);
  return queue;
}

/** @param {import('./queue.mjs').Message} message */
function describe({ descriptor, data, backoutCount, isPersistent }) {
  const id = (/** @type {number} */ at) => descriptor.toString('hex', at, at + ID_LENGTH);
  const text = (/** @type {number} */ at, /** @type {number} */ length) =>
    descriptor.toString('latin1', at, at + length).trim();
  return {
    messageId: id(MD.MSG_ID),
    correlationId: id(MD.CORREL_ID),
    backoutCount,
    isPersistent,
    ccsid: descriptor.readInt32LE(MD.CODED_CHAR_SET_ID),
    format: text(MD.FORMAT, 8),
    expiry: descriptor.readInt32LE(MD.EXPIRY),
    putDate: text(MD.PUT_DATE, 8),
    putTime: text(MD.PUT_TIME, 8),
    putApplicationName: text(MD.PUT_APPL_NAME, 28),
    user: text(MD.USER_IDENTIFIER, 12),
    body: data.toString('base64'),
  };
}
