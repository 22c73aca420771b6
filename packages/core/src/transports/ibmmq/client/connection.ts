import assert from 'node:assert/strict';
import type { ConnectionOrder, QueueFacts } from '../wire/protocol.js';
import { reasonCodeOf } from './failure.js';
import { type HConn, type HObj, type Mqi, RC } from './mqi.js';

/** Seconds between the client's signs of life on an idle channel: a dead line is noticed after about two of them. */
const CHANNEL_HEARTBEAT_SECONDS = 30;
const APPLICATION_NAME = 'swic';

/** One connection to the queue manager, which is one unit of work. Throws what the package throws. */
export function connect(mqi: Mqi, order: ConnectionOrder): HConn {
  const channel = new mqi.MQCD();
  channel.ChannelName = order.channel;
  channel.ConnectionName = order.connectionName;
  // The two ends agree on the smaller one; the default of 4 MB would keep out what the queue allows.
  channel.MaxMsgLength = order.maxMessageBytes;
  channel.HeartbeatInterval = CHANNEL_HEARTBEAT_SECONDS;
  const options = new mqi.MQCNO();
  const { MQC } = mqi;
  // The supervisor opens the next session; a library that reconnects by itself would hide what was lost.
  options.Options = MQC.MQCNO_CLIENT_BINDING | MQC.MQCNO_HANDLE_SHARE_BLOCK | MQC.MQCNO_RECONNECT_DISABLED;
  options.ClientConn = channel;
  options.ApplName = APPLICATION_NAME;
  if (order.tls !== null) {
    const { cipherSpec, keyRepository, certLabel } = order.tls;
    const tls = new mqi.MQSCO();
    tls.KeyRepository = keyRepository;
    tls.CertificateLabel = certLabel;
    channel.SSLCipherSpec = cipherSpec;
    channel.CertificateLabel = certLabel;
    options.SSLConfig = tls;
  }
  if (order.username !== null) {
    const security = new mqi.MQCSP();
    security.UserId = order.username;
    security.Password = order.password ?? '';
    options.SecurityParms = security;
  }
  return mqi.ConnxSync(order.queueManager, options);
}

/** Opens a queue; `use` is a sum of MQOO_ options. */
export function openQueue(mqi: Mqi, connection: HConn, queue: string, use: number): HObj {
  const descriptor = new mqi.MQOD();
  descriptor.ObjectName = queue;
  descriptor.ObjectType = mqi.MQC.MQOT_Q;
  let opened: HObj | null = null;
  mqi.OpenSync(connection, descriptor, use | mqi.MQC.MQOO_FAIL_IF_QUIESCING, (error, object) => {
    if (error !== null) throw error;
    opened = object;
  });
  // The package calls back before it returns; should it ever not, that must not look like an open queue.
  assert(opened !== null, `MQOPEN of ${queue} gave no answer`);
  return opened;
}

/** What a queue says of itself, where the user may ask; it is opened for the use too, so that a missing right shows. */
export function lookAtQueue(mqi: Mqi, connection: HConn, queue: string, use: 'send' | 'receive'): QueueFacts {
  const { MQC } = mqi;
  const purpose = use === 'send' ? MQC.MQOO_OUTPUT : MQC.MQOO_INPUT_SHARED;
  const used = openQueue(mqi, connection, queue, purpose);
  mqi.CloseSync(used, MQC.MQCO_NONE);
  try {
    const asked = openQueue(mqi, connection, queue, MQC.MQOO_INQUIRE);
    const attributes = [MQC.MQIA_CURRENT_Q_DEPTH, MQC.MQIA_MAX_Q_DEPTH, MQC.MQIA_MAX_MSG_LENGTH].map(
      (selector) => new mqi.MQAttr(selector),
    );
    mqi.Inq(asked, attributes);
    mqi.CloseSync(asked, MQC.MQCO_NONE);
    const [depth, depthMax, messageBytesMax] = attributes.map(({ value }) =>
      typeof value === 'number' ? value : null,
    );
    return { depth: depth ?? null, depthMax: depthMax ?? null, messageBytesMax: messageBytesMax ?? null };
  } catch (reason) {
    // Many users may put and get and not inquire; remote queues have no depth. Both are fine for work.
    if (reasonCodeOf(reason) === null) throw reason;
    return { depth: null, depthMax: null, messageBytesMax: null };
  }
}

/** The queue that unusable messages are moved to, as the queue's own definition names it; null when it names none. */
export function findBackoutQueue(mqi: Mqi, connection: HConn, queue: string): string | null {
  try {
    const asked = openQueue(mqi, connection, queue, mqi.MQC.MQOO_INQUIRE);
    const attribute = new mqi.MQAttr(mqi.MQC.MQCA_BACKOUT_REQ_Q_NAME);
    mqi.Inq(asked, [attribute]);
    mqi.CloseSync(asked, mqi.MQC.MQCO_NONE);
    const name = typeof attribute.value === 'string' ? attribute.value.trim() : '';
    return name === '' ? null : name;
  } catch (reason) {
    if (reasonCodeOf(reason) === RC.NOT_AUTHORIZED) return null;
    throw reason;
  }
}
