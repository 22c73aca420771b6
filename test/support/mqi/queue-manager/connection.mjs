/**
 * IBM MQ simulator: one connection of a client: its handles, its unit of work, and what the fault injection makes of
 * each verb. The end of the TCP connection without MQDISC is a backout.
 */

import { inquire, set } from './attributes.mjs';
import { admit, parseIntroduction } from './connect.mjs';
import { CC, GET, NAME_LENGTH, OBJECT, OPEN, RC, VERBS, WARNINGS } from './constants.mjs';
import { failed, get, put } from './messages.mjs';
import { createUnit, queuesOf } from './store.mjs';
import { formatReply, padded, unpadded } from './wire.mjs';

/**
 * What all connections share.
 * @typedef {object} Server
 * @property {import('./store.mjs').Store} store
 * @property {import('./faults.mjs').Faults} faults
 * @property {import('./connect.mjs').Admission} admission
 * @property {number} ccsid of the queue manager
 * @property {number} messageMax
 * @property {() => Buffer} createId
 * @property {import('./connect.mjs').Introduction[]} introductions
 * @property {Record<string, number>} calls
 * @property {Set<Connection>} connections
 */

/**
 * @typedef {object} OpenObject
 * @property {import('./queue.mjs').Queue} queue
 * @property {boolean} isQueueManager
 * @property {number} options MQOO_…
 * @property {import('./queue.mjs').Message | null} cursor
 */

/** @typedef {(reply: import('./wire.mjs').Reply) => void} Answer */

const ACTION = { abort: 1, 'segmentation-fault': 2 };
const NO_QUEUES = new Set();

export class Connection {
  unit = createUnit();
  /** Set by MQCONNX, before any other verb can come. @type {import('./connect.mjs').Introduction} */
  client = /** @type {never} */ (null);
  #socket;
  #isAdmitted = false;
  #isEnded = false;
  #nextHandle = 1;
  /** @type {Map<number, OpenObject>} */
  #objects = new Map();
  /** @type {(() => void) | null} */
  #stopWaiting = null;

  /**
   * @param {import('node:net').Socket} socket
   * @param {Server} server
   */
  constructor(socket, server) {
    this.#socket = socket;
    this.server = server;
  }

  get isWaiting() {
    return this.#stopWaiting !== null;
  }

  /** @param {import('./wire.mjs').Request} request */
  receive(request) {
    if (this.#isEnded) return;
    const verb = VERBS[/** @type {keyof typeof VERBS} */ (request.verb)];
    if (verb === undefined || (!this.#isAdmitted && verb !== 'MQCONNX')) {
      this.#socket.destroy();
      return;
    }
    this.server.calls[verb] = (this.server.calls[verb] ?? 0) + 1;
    const { faults } = this.server;
    const act = faults.isIdle ? null : faults.take(verb, this.#queuesOf(verb, request));
    if (act === null) this.#perform(verb, request, (reply) => this.#answer(reply));
    else this.#suffer(act, verb, request);
  }

  /** The far end is gone, or MQDISC was answered. Whatever is uncommitted is backed out. */
  end() {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.server.connections.delete(this);
    this.#stopWaiting?.();
    for (const handle of [...this.#objects.keys()]) this.#close(handle);
    this.server.store.backout(this.unit);
  }

  /** @param {import('./wire.mjs').Reply} reply */
  #answer(reply) {
    if (!this.#isEnded) this.#socket.write(formatReply(reply));
  }

  /** For MQDISC and for 2009: the answer, then nothing more on this connection. */
  #answerLast(/** @type {import('./wire.mjs').Reply} */ reply) {
    this.#socket.end(formatReply(reply));
    this.end();
  }

  /**
   * @param {string} verb
   * @param {import('./wire.mjs').Request} request
   * @returns {ReadonlySet<string>}
   */
  #queuesOf(verb, request) {
    if (verb === 'MQCONNX') return NO_QUEUES;
    if (verb === 'MQCMIT' || verb === 'MQBACK' || verb === 'MQDISC') return queuesOf(this.unit);
    if (verb === 'MQOPEN' || verb === 'MQPUT1') return new Set([unpadded(request.payload.subarray(0, NAME_LENGTH))]);
    const object = this.#objects.get(request.handle);
    return object === undefined || object.isQueueManager ? NO_QUEUES : new Set([object.queue.definition.name]);
  }

  /**
   * @param {import('./faults.mjs').Act} act
   * @param {string} verb
   * @param {import('./wire.mjs').Request} request
   */
  #suffer(act, verb, request) {
    if (act.kind === 'delay') {
      const kept = { ...request, payload: Buffer.from(request.payload) };
      setTimeout(() => {
        if (!this.#isEnded) this.#perform(verb, kept, (reply) => this.#answer(reply));
      }, act.delayMs);
    } else if (act.when === 'after') {
      this.#perform(verb, request, () => this.#misbehave(act));
    } else {
      if (act.kind === 'fail' && verb === 'MQCMIT' && act.reason === RC.BACKED_OUT)
        this.server.store.backout(this.unit);
      this.#misbehave(act);
    }
  }

  /** @param {Exclude<import('./faults.mjs').Act, { kind: 'delay' }>} act */
  #misbehave(act) {
    if (act.kind === 'hang') return;
    if (act.kind === 'break') {
      this.#socket.destroy();
      this.end();
      return;
    }
    if (act.kind === 'crash') {
      this.#answer({ compCode: CC.OK, reason: RC.NONE, action: ACTION[act.how] });
      return;
    }
    const reply = { compCode: WARNINGS.has(act.reason) ? CC.WARNING : CC.FAILED, reason: act.reason };
    if (act.reason === RC.CONNECTION_BROKEN) this.#answerLast(reply);
    else this.#answer(reply);
  }

  /**
   * @param {string} verb
   * @param {import('./wire.mjs').Request} request
   * @param {Answer} answer
   */
  #perform(verb, request, answer) {
    const { store } = this.server;
    if (verb === 'MQCONNX') answer(this.#connect(request));
    else if (verb === 'MQOPEN') answer(this.#open(request));
    else if (verb === 'MQPUT1') answer(this.#putOne(request));
    else if (verb === 'MQCMIT') answer(this.#settle(() => store.commit(this.unit)));
    else if (verb === 'MQBACK') answer(this.#settle(() => store.backout(this.unit)));
    else if (verb === 'MQDISC') {
      // A disconnect in good order commits, as MQ has it.
      store.commit(this.unit);
      answer({ compCode: CC.OK, reason: RC.NONE });
      this.end();
    } else this.#performOnObject(verb, request, answer);
  }

  /**
   * @param {string} verb
   * @param {import('./wire.mjs').Request} request
   * @param {Answer} answer
   */
  #performOnObject(verb, request, answer) {
    const object = this.#objects.get(request.handle);
    if (object === undefined) answer(failed(RC.HOBJ_ERROR));
    else if (verb === 'MQCLOSE') {
      this.#close(request.handle);
      answer({ compCode: CC.OK, reason: RC.NONE });
    } else if (verb === 'MQINQ') answer(inquire(this, object, request));
    else if (verb === 'MQSET') answer(set(object, request));
    else if (verb === 'MQGET') this.#getOrWait(object, request, answer);
    else if ((object.options & OPEN.OUTPUT) === 0) answer(failed(RC.NOT_OPEN_FOR_OUTPUT));
    else answer(put(this, object.queue, request.options, request.payload));
  }

  /** @param {import('./wire.mjs').Request} request */
  #connect(request) {
    this.client = parseIntroduction(request);
    this.server.introductions.push(this.client);
    const reason = admit(this.client, this.server.admission);
    if (reason !== RC.NONE) return failed(reason);
    this.#isAdmitted = true;
    return { compCode: CC.OK, reason, payload: [padded(this.server.admission.queueManager, NAME_LENGTH)] };
  }

  /** @param {() => void} act */
  #settle(act) {
    act();
    return { compCode: CC.OK, reason: RC.NONE };
  }

  /** @param {import('./wire.mjs').Request} request */
  #open(request) {
    const isQueueManager = request.first === OBJECT.QUEUE_MANAGER;
    if (!isQueueManager && request.first !== OBJECT.QUEUE) return failed(RC.OBJECT_TYPE_ERROR);
    const queue = this.server.store.queues.get(unpadded(request.payload));
    if (queue === undefined && !isQueueManager) return failed(RC.UNKNOWN_OBJECT_NAME);
    const object = {
      queue: /** @type {import('./queue.mjs').Queue} */ (queue),
      isQueueManager,
      options: request.options,
      cursor: null,
    };
    if (!isQueueManager && !occupy(object.queue, request.options)) return failed(RC.OBJECT_IN_USE);
    const handle = this.#nextHandle++;
    this.#objects.set(handle, object);
    return { compCode: CC.OK, reason: RC.NONE, first: handle };
  }

  /** @param {number} handle */
  #close(handle) {
    const object = this.#objects.get(handle);
    this.#objects.delete(handle);
    if (object !== undefined && !object.isQueueManager) vacate(object.queue, object.options);
  }

  /** @param {import('./wire.mjs').Request} request */
  #putOne(request) {
    const queue = this.server.store.queues.get(unpadded(request.payload.subarray(0, NAME_LENGTH)));
    if (queue === undefined) return failed(RC.UNKNOWN_OBJECT_NAME);
    return put(this, queue, request.options, request.payload.subarray(NAME_LENGTH));
  }

  /**
   * @param {OpenObject} object
   * @param {import('./wire.mjs').Request} request
   * @param {Answer} answer
   */
  #getOrWait(object, request, answer) {
    if (object.isQueueManager) {
      answer(failed(RC.HOBJ_ERROR));
      return;
    }
    const reply = get(this, object, request);
    if (reply !== null) answer(reply);
    else if ((request.options & GET.WAIT) === 0 || request.first === 0) answer(failed(RC.NO_MSG_AVAILABLE));
    else this.#wait(object, { ...request, payload: Buffer.from(request.payload) }, answer);
  }

  /**
   * @param {OpenObject} object
   * @param {import('./wire.mjs').Request} request
   * @param {Answer} answer
   */
  #wait(object, request, answer) {
    const { waiters } = object.queue;
    const attempt = () => {
      const reply = get(this, object, request);
      if (reply === null) return false;
      stop();
      answer(reply);
      return true;
    };
    // A negative interval is MQWI_UNLIMITED.
    const timer =
      request.first < 0
        ? null
        : setTimeout(() => {
            stop();
            answer(failed(RC.NO_MSG_AVAILABLE));
          }, request.first);
    const stop = () => {
      if (timer !== null) clearTimeout(timer);
      waiters.delete(attempt);
      this.#stopWaiting = null;
    };
    this.#stopWaiting = stop;
    waiters.add(attempt);
  }
}

/**
 * @param {import('./queue.mjs').Queue} queue
 * @param {number} options
 * @returns {boolean}
 */
function occupy(queue, options) {
  const isInput = (options & OPEN.ANY_INPUT) !== 0;
  const isExclusive = (options & OPEN.INPUT_EXCLUSIVE) !== 0;
  if (isInput && (queue.isExclusive || (isExclusive && queue.openInputs > 0))) return false;
  if (isExclusive) queue.isExclusive = true;
  if (isInput) queue.openInputs += 1;
  if ((options & OPEN.OUTPUT) !== 0) queue.openOutputs += 1;
  return true;
}

/**
 * @param {import('./queue.mjs').Queue} queue
 * @param {number} options
 */
function vacate(queue, options) {
  if ((options & OPEN.INPUT_EXCLUSIVE) !== 0) queue.isExclusive = false;
  if ((options & OPEN.ANY_INPUT) !== 0) queue.openInputs -= 1;
  if ((options & OPEN.OUTPUT) !== 0) queue.openOutputs -= 1;
}
