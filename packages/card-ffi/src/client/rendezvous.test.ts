import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { openWithAcceptTrouble } from '../../../../test/support/accept-trouble.js';
import { proofOf } from '../protocol/handshake.js';
import { BRIDGE_VERSION } from '../protocol/host-messages.js';
import { Peer } from '../protocol/peer.js';
import { openRendezvous } from './rendezvous.js';

const { signal } = new AbortController();

test('handles that run out while a host connects do not end the client, and the host finds it afterwards', async () => {
  const { opened, failToAccept } = await openWithAcceptTrouble(openRendezvous);
  await using rendezvous = opened;
  for (let number = 0; number < 3; number += 1) failToAccept();
  const socket = connect(rendezvous.address);
  const host = new Peer(socket, () => Promise.reject(new Error('not asked for')));
  const hello = { version: BRIDGE_VERSION, nonce: 'once', proof: proofOf('host', rendezvous.token, 'once') };
  await expect(host.request('hello', hello, signal)).resolves.toMatchObject({ proof: expect.any(String) });
  (await rendezvous.peer).destroy();
  await host.ended;
});
