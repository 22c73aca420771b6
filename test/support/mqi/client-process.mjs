/**
 * A process that loads the real npm package `ibmmq` and does what it is told over IPC: the tests' application on the
 * far side of the library. LD_LIBRARY_PATH must be in its environment from the start.
 */

/** @typedef {typeof import('ibmmq')} Package */

/** @type {Package} */
let mq;
/** @type {Map<number, any>} */
const things = new Map();
let nextThing = 1;

const keep = (/** @type {unknown} */ thing) => {
  things.set(nextThing, thing);
  return nextThing++;
};

/** @type {Record<string, (args: any) => unknown>} */
const ORDERS = {
  async load() {
    mq = (await import('ibmmq')).default;
  },

  async connect({
    queueManager,
    channel,
    connectionName,
    username,
    password,
    cipherSpec,
    keyRepository,
    certificateLabel,
  }) {
    const channelDefinition = new mq.MQCD();
    channelDefinition.ChannelName = channel;
    channelDefinition.ConnectionName = connectionName;
    const options = new mq.MQCNO();
    options.Options = mq.MQC.MQCNO_CLIENT_BINDING;
    options.ClientConn = channelDefinition;
    options.ApplName = 'simulator test';
    if (cipherSpec) {
      channelDefinition.SSLCipherSpec = cipherSpec;
      options.SSLConfig = new mq.MQSCO();
      options.SSLConfig.KeyRepository = keyRepository;
      if (certificateLabel) options.SSLConfig.CertificateLabel = certificateLabel;
    }
    if (username) {
      options.SecurityParms = new mq.MQCSP();
      options.SecurityParms.UserId = username;
      options.SecurityParms.Password = password;
    }
    return keep(await mq.ConnxPromise(queueManager, options));
  },

  async open({ connection, queue, options }) {
    const descriptor = new mq.MQOD();
    descriptor.ObjectName = queue;
    descriptor.ObjectType = mq.MQC.MQOT_Q;
    const object = await mq.OpenPromise(
      things.get(connection),
      descriptor,
      options.reduce((/** @type {number} */ sum, /** @type {string} */ name) => sum | Reflect.get(mq.MQC, name), 0),
    );
    return keep(object);
  },

  async close({ object }) {
    await mq.ClosePromise(things.get(object), 0);
  },

  async put({ object, ...message }) {
    const { descriptor, options } = describePut(message);
    await mq.PutPromise(things.get(object), descriptor, options, Buffer.from(message.body, 'base64'));
    return { messageId: descriptor.MsgId.toString('hex'), resolvedQueue: options.ResolvedQName };
  },

  async putOne({ connection, queue, ...message }) {
    const target = new mq.MQOD();
    target.ObjectName = queue;
    const { descriptor, options } = describePut(message);
    await mq.Put1Promise(things.get(connection), target, descriptor, options, Buffer.from(message.body, 'base64'));
    return { messageId: descriptor.MsgId.toString('hex') };
  },

  get({ object, options, waitMs, bufferLength, messageId, correlationId }) {
    const descriptor = new mq.MQMD();
    const getOptions = new mq.MQGMO();
    getOptions.Options = options.reduce(
      (/** @type {number} */ sum, /** @type {string} */ name) => sum | Reflect.get(mq.MQC, name),
      0,
    );
    getOptions.WaitInterval = waitMs ?? 0;
    getOptions.MatchOptions = 0;
    if (messageId) {
      getOptions.MatchOptions |= mq.MQC.MQMO_MATCH_MSG_ID;
      descriptor.MsgId = Buffer.from(messageId, 'hex');
    }
    if (correlationId) {
      getOptions.MatchOptions |= mq.MQC.MQMO_MATCH_CORREL_ID;
      descriptor.CorrelId = Buffer.from(correlationId, 'hex');
    }
    const buffer = Buffer.alloc(bufferLength ?? 65_536);
    // The two-argument callback gives the warning of a truncated message together with its length.
    let outcome = { reason: 0, length: 0 };
    mq.GetSync(things.get(object), descriptor, getOptions, buffer, (error, length) => {
      if (error !== null && error !== undefined && error.mqcc !== mq.MQC.MQCC_WARNING) throw error;
      outcome = { reason: error?.mqrc ?? 0, length };
    });
    return {
      ...outcome,
      body: buffer.subarray(0, Math.min(outcome.length, buffer.length)).toString('base64'),
      messageId: descriptor.MsgId.toString('hex'),
      correlationId: descriptor.CorrelId.toString('hex'),
      backoutCount: descriptor.BackoutCount,
      persistence: descriptor.Persistence,
      ccsid: descriptor.CodedCharSetId,
      format: String(descriptor.Format).trim(),
      expiry: descriptor.Expiry,
      putDate: descriptor.PutDate,
      putTime: descriptor.PutTime,
    };
  },

  commit({ connection }) {
    mq.Cmit(things.get(connection));
  },

  backout({ connection }) {
    mq.Back(things.get(connection));
  },

  async disconnect({ connection }) {
    await mq.DiscPromise(things.get(connection));
  },

  inquire({ object, selectors }) {
    const wanted = selectors.map((/** @type {string} */ name) => new mq.MQAttr(Reflect.get(mq.MQC, name)));
    mq.Inq(things.get(object), wanted);
    return wanted.map((/** @type {{ value: string | number }} */ attribute) => attribute.value);
  },

  setAttribute({ object, selector, value }) {
    mq.Set(things.get(object), [new mq.MQAttr(Reflect.get(mq.MQC, selector), value)]);
  },

  consume({ object }) {
    return new Promise((resolve, reject) => {
      mq.Get(things.get(object), new mq.MQMD(), new mq.MQGMO(), (error) => (error ? reject(error) : resolve(null)));
    });
  },

  createMessageHandle({ connection }) {
    return new Promise((resolve, reject) => {
      mq.CrtMh(things.get(connection), new mq.MQCMHO(), (error) => (error ? reject(error) : resolve(null)));
    });
  },

  /** Puts `count` messages in units of `batch`; answers the milliseconds it took. */
  measure({ object, connection, count, batch, bytes }) {
    const body = Buffer.alloc(bytes, 0x61);
    const started = process.hrtime.bigint();
    for (let at = 0; at < count; at += batch) {
      for (let i = 0; i < batch; i++) {
        const { descriptor, options } = describePut({ isUnderSyncpoint: true });
        mq.PutSync(things.get(object), descriptor, options, body);
      }
      mq.Cmit(things.get(connection));
    }
    return Number(process.hrtime.bigint() - started) / 1e6;
  },

  /** Gets all there is in units of `batch`; answers how many and the milliseconds it took. */
  measureGet({ object, connection, batch }) {
    const buffer = Buffer.alloc(65_536);
    const options = new mq.MQGMO();
    options.Options = mq.MQC.MQGMO_SYNCPOINT | mq.MQC.MQGMO_NO_WAIT;
    options.MatchOptions = 0;
    let count = 0;
    const started = process.hrtime.bigint();
    for (;;) {
      try {
        mq.GetSync(things.get(object), new mq.MQMD(), options, buffer);
      } catch {
        break;
      }
      count += 1;
      if (count % batch === 0) mq.Cmit(things.get(connection));
    }
    mq.Cmit(things.get(connection));
    return { count, elapsedMs: Number(process.hrtime.bigint() - started) / 1e6 };
  },
};

/** @param {any} message */
function describePut({ isUnderSyncpoint, isPersistent = true, messageId, correlationId, expiry, ccsid, format }) {
  const descriptor = new mq.MQMD();
  descriptor.Format = format ?? mq.MQC.MQFMT_NONE;
  descriptor.Persistence = isPersistent ? mq.MQC.MQPER_PERSISTENT : mq.MQC.MQPER_NOT_PERSISTENT;
  if (messageId) descriptor.MsgId = Buffer.from(messageId, 'hex');
  if (correlationId) descriptor.CorrelId = Buffer.from(correlationId, 'hex');
  if (expiry) descriptor.Expiry = expiry;
  if (ccsid) descriptor.CodedCharSetId = ccsid;
  const options = new mq.MQPMO();
  options.Options = isUnderSyncpoint ? mq.MQC.MQPMO_SYNCPOINT : mq.MQC.MQPMO_NO_SYNCPOINT;
  return { descriptor, options };
}

process.on('message', async (/** @type {any} */ { id, order, args }) => {
  try {
    process.send?.({ id, value: (await ORDERS[order]?.(args)) ?? null });
  } catch (/** @type {any} */ error) {
    process.send?.({ id, error: { reason: error.mqrc ?? 0, verb: error.verb ?? '', message: String(error.message) } });
  }
});
process.on('disconnect', () => process.exit(0));
