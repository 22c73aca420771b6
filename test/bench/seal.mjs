// Seals as swic does, so that the bare loop publishes the same bytes.
import { createEnvelope } from '../../packages/core/dist/envelope/create-envelope.js';

const envelope = createEnvelope({
  kind: 'dxp',
  clientId: 'DXPESW0000000001',
  receivers: () => ['DXPDSWDEC0000002'],
  icCard: null,
});
let counter = 0;

export function sealForBench(name, content, keys) {
  counter += 1;
  const messageId = `DXPESW000000000120260101000000000${String(counter).padStart(5, '0')}`;
  return envelope.seal({ name, keys, messageId, messageType: 'DECCUS001' }, content, 0).body;
}
