/**
 * IBM MQ simulator: one local queue, first in first out. Uncommitted messages stay in their place, invisible, so that
 * a backout puts a message back where it was.
 */

import { PERSISTENCE } from './constants.mjs';

/**
 * @typedef {object} QueueDefinition
 * @property {string} name
 * @property {number} maxDepth
 * @property {number} maxLength
 * @property {number} backoutThreshold
 * @property {string} backoutQueue
 * @property {boolean} isPersistentByDefault
 * @property {boolean} isPutInhibited
 * @property {boolean} isGetInhibited
 */

/**
 * ready ──got under syncpoint──▶ got ──backout──▶ ready;   put ──commit──▶ ready
 * @typedef {'put' | 'ready' | 'got'} MessageState
 */

/**
 * @typedef {object} Message
 * @property {number} sequence
 * @property {Queue} queue
 * @property {Buffer} descriptor
 * @property {Buffer} data
 * @property {boolean} isPersistent
 * @property {number | null} expiresAt
 * @property {number} backoutCount
 * @property {MessageState} state
 * @property {Message | null} previous
 * @property {Message | null} next
 * @property {boolean} isLinked
 */

export class Queue {
  /** @type {Message | null} */
  #head = null;
  /** @type {Message | null} */
  #tail = null;
  /** MQ counts a message from its MQPUT to its MQGET, committed or not. */
  depth = 0;
  /** Messages in the list, whatever their state. */
  held = 0;
  openInputs = 0;
  openOutputs = 0;
  isExclusive = false;
  /** @type {Set<() => boolean>} each tries its MQGET again and says whether it is done */
  waiters = new Set();

  /** @param {QueueDefinition} definition */
  constructor(definition) {
    this.definition = definition;
  }

  /**
   * @param {Message} message
   */
  link(message) {
    message.previous = this.#tail;
    message.next = null;
    message.isLinked = true;
    if (this.#tail === null) this.#head = message;
    else this.#tail.next = message;
    this.#tail = message;
    this.depth += 1;
    this.held += 1;
  }

  /** @param {Message} message */
  unlink(message) {
    if (message.previous === null) this.#head = message.next;
    else message.previous.next = message.next;
    if (message.next === null) this.#tail = message.previous;
    else message.next.previous = message.previous;
    message.isLinked = false;
    if (message.state !== 'got') this.depth -= 1;
    this.held -= 1;
  }

  /** @param {Message} message */
  lock(message) {
    message.state = 'got';
    this.depth -= 1;
  }

  /** @param {Message} message */
  unlock(message) {
    message.state = 'ready';
    this.depth += 1;
  }

  /**
   * The first ready message that matches.
   * @param {Message | null} after start behind this one (browsing); null: from the front
   * @param {(message: Message) => boolean} matches
   * @returns {Message | null}
   */
  find(after, matches) {
    let at = after === null ? this.#head : this.#following(after);
    for (; at !== null; at = at.next) {
      if (at.state === 'ready' && matches(at)) return at;
    }
    return null;
  }

  /** @returns {readonly Message[]} all that a client could get now */
  list() {
    const found = [];
    for (let at = this.#head; at !== null; at = at.next) {
      if (at.state === 'ready' && (at.expiresAt === null || at.expiresAt > Date.now())) found.push(at);
    }
    return found;
  }

  /** Lets waiting gets try again, in the order in which they came. */
  wake() {
    for (const attempt of [...this.waiters]) {
      if (attempt()) this.waiters.delete(attempt);
    }
  }

  /** @param {number} asked */
  isPersistent(asked) {
    return asked === PERSISTENCE.AS_QUEUE ? this.definition.isPersistentByDefault : asked === PERSISTENCE.YES;
  }

  /**
   * The message under a browse cursor may be gone: the cursor is then before the next one that came later.
   * @param {Message} message
   */
  #following(message) {
    if (message.isLinked) return message.next;
    let at = this.#head;
    while (at !== null && at.sequence <= message.sequence) at = at.next;
    return at;
  }
}
