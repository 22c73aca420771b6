/**
 * IBM MQ simulator: the simulated queue manager, a process of its own. Started by simulator.ts, or by hand:
 *
 *   node main.mjs '{"directory":"./qm","port":1414,"queueManager":"QM1","channel":"SWIC.SVRCONN","queues":[…]}'
 *
 * SWIC_MQSIM_CONTROL names the control file of the fault injection; without it, it is faults.json in the directory.
 */

import net from 'node:net';
import path from 'node:path';
import { Connection } from './connection.mjs';
import { CONTROL, ID_LENGTH } from './constants.mjs';
import { obey } from './control.mjs';
import { Faults } from './faults.mjs';
import { QUEUE_MANAGER_MESSAGE_MAX } from './messages.mjs';
import { Store } from './store.mjs';
import { createRequestReader, formatReply } from './wire.mjs';

/**
 * @typedef {object} Settings
 * @property {string} directory
 * @property {number} port 0: any free one
 * @property {string} queueManager
 * @property {string} channel
 * @property {readonly { name: string, password: string }[]} [users]
 * @property {{ cipherSpec: string } | null} [tls]
 * @property {number} [ccsid]
 * @property {number} [messageMax]
 * @property {boolean} [isSynced]
 * @property {readonly Partial<import('./queue.mjs').QueueDefinition>[]} queues
 */

/** As MQ's SYSTEM.DEFAULT.LOCAL.QUEUE has them. */
const QUEUE_DEFAULTS = {
  name: '',
  maxDepth: 5_000,
  maxLength: 4 * 1024 * 1024,
  backoutThreshold: 0,
  backoutQueue: '',
  isPersistentByDefault: false,
  isPutInhibited: false,
  isGetInhibited: false,
};

/**
 * @param {Settings} settings
 * @returns {import('./connection.mjs').Server}
 */
function createServerState(settings) {
  const definitions = settings.queues.map((queue) => ({ ...QUEUE_DEFAULTS, ...queue }));
  return {
    store: new Store(settings.directory, definitions, settings.isSynced ?? false),
    faults: new Faults(process.env['SWIC_MQSIM_CONTROL'] ?? path.join(settings.directory, 'faults.json')),
    admission: {
      queueManager: settings.queueManager,
      channel: settings.channel,
      users: settings.users ?? [],
      tls: settings.tls ?? null,
    },
    ccsid: settings.ccsid ?? 1208,
    messageMax: settings.messageMax ?? QUEUE_MANAGER_MESSAGE_MAX,
    createId: createIdSource(settings.queueManager),
    introductions: [],
    calls: {},
    connections: new Set(),
  };
}

/**
 * Message ids as MQ makes them: "AMQ ", twelve bytes of the queue manager's name, eight unique bytes.
 * @param {string} queueManager
 * @returns {() => Buffer}
 */
function createIdSource(queueManager) {
  let next = BigInt(Date.now()) << 20n;
  const prefix = Buffer.alloc(16, ' ');
  prefix.write('AMQ ', 'latin1');
  prefix.write(queueManager.slice(0, 12), 4, 'latin1');
  return () => {
    const id = Buffer.alloc(ID_LENGTH);
    prefix.copy(id);
    id.writeBigUInt64BE(next++, 16);
    return id;
  };
}

/**
 * @param {net.Socket} socket
 * @param {import('./connection.mjs').Server} server
 */
function serve(socket, server) {
  const connection = new Connection(socket, server);
  server.connections.add(connection);
  socket.setNoDelay(true);
  socket.on(
    'data',
    createRequestReader((request) => {
      if (request.verb === CONTROL) socket.write(formatReply(obey(server, request.payload)));
      else connection.receive(request);
    }),
  );
  // A client that was killed shows as a reset; what follows is the same as for any other end.
  socket.on('error', () => {});
  socket.on('close', () => connection.end());
}

const settings = /** @type {Settings} */ (JSON.parse(process.argv[2] ?? '{}'));
const server = createServerState(settings);
const listener = net.createServer((socket) => serve(socket, server));
listener.listen(settings.port, '127.0.0.1', () => {
  const address = /** @type {net.AddressInfo} */ (listener.address());
  if (process.send === undefined)
    console.log(`IBM MQ simulator: ${settings.queueManager} on 127.0.0.1(${address.port})`);
  else process.send({ type: 'ready', port: address.port });
});
// The test process that started it is gone: a simulator must not outlive its tests.
process.on('disconnect', () => process.exit(0));
