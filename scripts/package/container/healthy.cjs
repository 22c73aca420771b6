// The health check of the container: whether the agent answers on its control socket. It loads nothing but Node.js, so that a look every
// minute costs what a bare start costs. A broker that is away is no reason to start the container again: `swic status --check` is for that.
'use strict';

const { connect } = require('node:net');

/** Set it where the configuration has another `dataDir` than the image. */
const dataDir = process.env.SWIC_DATA_DIR || '/var/lib/swic/data';
const LIMIT_MS = 5_000;
const HELLO = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'hello', params: { protocol: 0, version: '' } });

/** Any answer will do, a refusal of this protocol too: a process that does not turn gives none. */
const socket = connect(`${dataDir}/control.sock`);
socket.setTimeout(LIMIT_MS, () => socket.destroy(new Error('no answer')));
socket.on('connect', () => socket.write(`Content-Length: ${Buffer.byteLength(HELLO)}\r\n\r\n${HELLO}`));
socket.on('data', () => {
  process.exitCode = 0;
  socket.destroy();
});
socket.on('error', (reason) => process.stderr.write(`swic: ${dataDir}/control.sock: ${reason.message}\n`));
process.exitCode = 1;
